package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/pquerna/otp/totp"

	"zhujiao/bot/console"
	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// member is somebody with a browser that is signed in.
type member struct {
	t     *testing.T
	c     *crowd
	token string // of the session; empty for nobody
}

// signedIn makes a login with a role and a session of it.
func signedIn(t *testing.T, c *crowd, name string, r moderation.Role) *member {
	t.Helper()
	now := c.app.clock.Now()
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		rows := c.app.store.Logins()
		if added, err := rows.AddLogin(ctx, name, r, now); err != nil || added {
			return err
		}
		return rows.SetRole(ctx, name, r)
	})
	if err != nil {
		t.Fatal(err)
	}
	m := &member{t: t, c: c, token: "token" + console.Hash(name)}
	data, err := scs.GobCodec{}.Encode(time.Now().Add(time.Hour), map[string]any{"login": name})
	if err != nil {
		t.Fatal(err)
	}
	err = c.app.store.Logins().SaveSession(t.Context(), moderation.Session{
		Token: console.Hash(m.token), Login: name, Data: base64.StdEncoding.EncodeToString(data), Made: now, Expires: now.Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ask makes a request of the console. Form fields are given as name=value.
func (m *member) ask(method, path string, change func(r *http.Request), fields ...string) (*http.Response, string) {
	m.t.Helper()
	form := url.Values{}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		form.Add(name, value)
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if m.token != "" {
		r.AddCookie(&http.Cookie{Name: "zhujiao_console", Value: m.token})
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	m.c.app.Routes().ServeHTTP(w, r)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		m.t.Fatal(err)
	}
	for _, cookie := range res.Cookies() {
		if cookie.Name == "zhujiao_console" {
			m.token = cookie.Value
		}
	}
	return res, string(body)
}

func (m *member) get(path string) (int, string) {
	m.t.Helper()
	res, body := m.ask(http.MethodGet, path, nil)
	return res.StatusCode, body
}

func (m *member) post(path string, fields ...string) (int, string) {
	m.t.Helper()
	res, body := m.ask(http.MethodPost, path, nil, fields...)
	if to := res.Header.Get("Location"); to != "" {
		body = to
	}
	return res.StatusCode, body
}

// link makes a one-time link and returns its path.
func link(t *testing.T, c *crowd, name string, r moderation.Role) string {
	t.Helper()
	var token string
	owner := moderation.Actor{Name: "test", Role: moderation.RoleOwner}
	err := c.app.store.Do(t.Context(), func(ctx context.Context) (err error) {
		token, err = LoginsOf(c.app.store).Invite(ctx, owner, name, r, c.app.clock.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return moderation.SignInPath + token
}

// row is a row of the console's table of routes.
type row struct{ method, path, least string }

// routeRows reads the table of routes.
func routeRows(t *testing.T) (rows []row) {
	t.Helper()
	text, err := os.ReadFile("../../../bot/console/routes.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\{(get|post), "([^"]+)", (\w+)\(\), `).FindAllStringSubmatch(string(text), -1) {
		rows = append(rows, row{strings.ToUpper(m[1]), m[2], m[3]})
	}
	if len(rows) < 30 {
		t.Fatalf("the table has %d rows: the test shows nothing", len(rows))
	}
	return rows
}

// TestConsoleRoles asks every route with every role: whoever has fewer rights than the
// table says gets nothing, and nobody signed in is led to the page to sign in.
func TestConsoleRoles(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	signedIn(t, c, "负责", moderation.RoleOwner)
	ranks := map[string]int{"anyone": 0, "reader": 1, "lecturer": 2, "staff": 3, "owner": 4}
	roles := []moderation.Role{"", moderation.RoleReader, moderation.RoleLecturer, moderation.RoleStaff, moderation.RoleOwner}
	for _, r := range routeRows(t) {
		path := strings.NewReplacer("{$}", "", "{class}", c.app.Campaign().ID, "{ref}", "U1", "{name}", "U1", "{token}", "x", "{deed}", "answer").
			Replace(r.path)
		if strings.HasSuffix(path, "/events") {
			continue // it does not end; it has a test of its own
		}
		for rank, role := range roles {
			m := &member{t: t, c: c}
			if rank > 0 {
				m = signedIn(t, c, "阿"+string(role), role)
			}
			res, body := m.ask(r.method, path, nil)
			status := res.StatusCode
			inside := !strings.HasPrefix(res.Header.Get("Location"), "/console/signin") || path == "/console/signout"
			switch {
			case rank >= ranks[r.least]:
				if status == http.StatusForbidden || status >= 500 || !inside || status == http.StatusUnauthorized && r.least != "anyone" {
					t.Errorf("%s %s by %q: %d %.300s", r.method, path, role, status, body)
				}
			case rank > 0:
				if status != http.StatusForbidden {
					t.Errorf("%s %s by %q: %d, want 403", r.method, path, role, status)
				}
			case status != http.StatusUnauthorized && inside:
				t.Errorf("%s %s by nobody: %d", r.method, path, status)
			}
		}
	}
}

// TestConsoleEventsNeedARole: nobody watches who is not signed in, and a stream ends with
// the rights of who watches.
func TestConsoleEventsNeedARole(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	path := home(c) + "events"
	if status, _ := (&member{t: t, c: c}).get(path); status != http.StatusSeeOther {
		t.Errorf("events for nobody: %d", status)
	}
	srv := httptest.NewServer(c.app.Routes())
	defer srv.Close()
	m := signedIn(t, c, "阿敏", moderation.RoleReader)
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+path, nil)
	r.AddCookie(&http.Cookie{Name: "zhujiao_console", Value: m.token})
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b := make([]byte, 100)
	n, err := res.Body.Read(b)
	if err != nil || !bytes.Contains(b[:n], []byte("event: resync")) || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("the stream begins with %q, %v", b[:n], err)
	}
	time.AfterFunc(1500*time.Millisecond, func() { c.say(t, "a", "课程会讲到SaaS多租户后台吗") })
	got := ""
	for !strings.Contains(got, "event: tickets") {
		n, err := res.Body.Read(b)
		if err != nil {
			t.Fatal("the stream ended:", got, err)
		}
		got += string(b[:n])
	}
	if strings.Contains(got, "SaaS") {
		t.Errorf("the stream carries data: %q", got)
	}
	c.app.console.Close() // as at the end of the program
	if _, err := io.Copy(io.Discard, res.Body); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
}

// TestConsoleFixation: a token that somebody planted before is worth nothing after the
// sign-in, nor is the one of before a change of the password.
func TestConsoleFixation(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := &member{t: t, c: c, token: "planted"}
	if status, to := m.post(link(t, c, "阿敏", moderation.RoleStaff)); status != http.StatusSeeOther || to != "/console/" {
		t.Fatal(status, to)
	}
	if m.token == "planted" {
		t.Fatal("the planted token signs in")
	}
	other := &member{t: t, c: c, token: "planted"}
	if status, _ := other.get("/console/me"); status != http.StatusSeeOther {
		t.Errorf("the planted token gets %d", status)
	}
	before := m.token
	second := signedIn(t, c, "阿敏", moderation.RoleStaff)
	if status, to := m.post("/console/me/password", "password=correct horse battery"); status != http.StatusSeeOther {
		t.Fatal(status, to)
	}
	for _, old := range []string{before, second.token} {
		if status, _ := (&member{t: t, c: c, token: old}).get("/console/me"); status != http.StatusSeeOther || old == m.token {
			t.Errorf("a token of before the new password gets %d", status)
		}
	}
	if status, _ := m.get("/console/me"); status != http.StatusOK {
		t.Errorf("the browser that changed the password: %d", status)
	}
	if status, body := m.post("/console/me/password", "password=another long password"); status != http.StatusForbidden {
		t.Errorf("a new password without the one before: %d %s", status, body)
	}
}

// TestConsoleForged: other sites can make a browser send a form, and get nothing.
func TestConsoleForged(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	for what, change := range map[string]func(r *http.Request){
		"by fetch metadata": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"by origin":         func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"by a null origin":  func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		res, body := m.ask(http.MethodPost, home(c)+"stop", change, "level=all")
		if res.StatusCode != http.StatusForbidden || !strings.Contains(body, "不是从控制台的页面发出的") {
			t.Errorf("%s: %d %s", what, res.StatusCode, body)
		}
	}
	for _, r := range routeRows(t) {
		if r.method == http.MethodPost { // GET changes nothing: a link in a message could
			m.get(strings.NewReplacer("{class}", c.app.Campaign().ID, "{ref}", "U1", "{token}", "x").Replace(r.path))
		}
	}
	if control, err := c.app.store.Moderators.Control(t.Context()); err != nil || control.Level != 0 {
		t.Errorf("a forged stop has stopped: %+v %v", control, err)
	}
	res, _ := m.ask(http.MethodPost, home(c)+"stop", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") })
	if res.StatusCode != http.StatusSeeOther {
		t.Errorf("our own form: %d", res.StatusCode)
	}
	if cookie := res.Header.Get("Set-Cookie"); cookie != "" && !strings.Contains(cookie, "HttpOnly; SameSite=Lax") {
		t.Errorf("the cookie: %s", cookie)
	}
}

// TestConsoleHeaders: every answer keeps other sites from framing it, and the cookie is
// only for https if people come by https.
func TestConsoleHeaders(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.PublicURL = "https://class.example" })
	for _, path := range []string{"/console/signin", "/console/nothing", "/console/in/x", "/console/static/x.js", home(c)} {
		res, _ := signedIn(t, c, "阿敏", moderation.RoleOwner).ask(http.MethodGet, path, nil)
		h := res.Header
		if h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") ||
			strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	res, _ := (&member{t: t, c: c}).ask(http.MethodPost, link(t, c, "阿敏", moderation.RoleOwner), nil)
	if cookie := res.Header.Get("Set-Cookie"); !strings.Contains(cookie, "Secure") || !strings.Contains(cookie, "HttpOnly") {
		t.Errorf("the cookie: %q", cookie)
	}
}

// TestConsoleWhereTo: what an address asks for leads to no other site and into no header.
func TestConsoleWhereTo(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	for _, to := range []string{
		"https://evil.example", "//evil.example", "/\\evil.example", "/console//evil.example", "/console/\r\nX-Evil: 1", "javascript:alert(1)", "/evil",
	} {
		res, _ := m.ask(http.MethodGet, "/console/signin?to="+url.QueryEscape(to), nil)
		if got := res.Header.Get("Location"); got != "/console/" || res.Header.Get("X-Evil") != "" {
			t.Errorf("to %q leads to %q", to, got)
		}
	}
	res, _ := m.ask(http.MethodGet, "/console/signin?to="+url.QueryEscape(home(c)+"tickets/U1"), nil)
	if got := res.Header.Get("Location"); got != home(c)+"tickets/U1" {
		t.Errorf("back to the ticket: %q", got)
	}
	for _, path := range []string{
		"/console/static/..%2f..%2froutes.go", "/console/static/%2e%2e%2fdoor.go", "/console/static/console.css", "/console/at/..%2f..%2f/tickets",
		"/console/at/nothing/tickets", home(c) + "tickets/U99999999999999999999", home(c) + "tickets/%3Cscript%3E", home(c) + "tickets?after=1.2.x",
	} {
		if status, _ := m.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, status)
		}
	}
}

// TestConsoleBruteForce: after thirty tries in ten minutes even the right password is not
// listened to, and a wrong name sounds like a wrong password.
func TestConsoleBruteForce(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := &member{t: t, c: c}
	m.post(link(t, c, "阿敏", moderation.RoleStaff))
	m.post("/console/me/password", "password=correct horse battery")
	guess := func(name, password string) (int, string) {
		return (&member{t: t, c: c}).post("/console/signin", "name="+name, "password="+password)
	}
	wrong, wrongWords := guess("阿敏", "wrong horse battery")
	nobody, nobodyWords := guess("没有这个人", "wrong horse battery")
	if wrong != http.StatusUnauthorized || nobody != wrong || strings.ReplaceAll(nobodyWords, "没有这个人", "阿敏") != wrongWords {
		t.Errorf("a wrong password: %d; a wrong name: %d, the pages differ: %v", wrong, nobody, nobodyWords != wrongWords)
	}
	if status, to := guess("阿敏", "correct horse battery"); status != http.StatusSeeOther {
		t.Errorf("the right password: %d %s", status, to)
	}
	limited := 0
	for range 32 {
		if status, _ := guess("阿敏", "wrong horse battery"); status == http.StatusTooManyRequests {
			limited++
		}
	}
	status, words := guess("阿敏", "correct horse battery")
	if limited == 0 || status != http.StatusTooManyRequests || !strings.Contains(words, "10分钟") {
		t.Errorf("%d of 32 were limited; then the right password: %d", limited, status)
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(11 * time.Minute))
	if status, _ := guess("阿敏", "correct horse battery"); status != http.StatusSeeOther {
		t.Errorf("after ten minutes: %d", status)
	}
}

// TestConsoleLinks: robots that open a link use nothing up, the button does, once; a link
// ends after its time.
func TestConsoleLinks(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	path := link(t, c, "阿敏", moderation.RoleStaff)
	robot := &member{t: t, c: c}
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodGet, http.MethodOptions} {
		robot.ask(method, path, nil)
	}
	if robot.token != "" {
		t.Error("a preview got a session")
	}
	m := &member{t: t, c: c}
	if status, _ := m.post(path); status != http.StatusSeeOther || m.token == "" {
		t.Fatal("the button after the robots:", status)
	}
	if status, body := (&member{t: t, c: c}).post(path); status != http.StatusGone || !strings.Contains(body, "用过了") {
		t.Errorf("the second time: %d", status)
	}
	path = link(t, c, "阿敏", moderation.RoleStaff)
	c.app.clock.Freeze(c.app.clock.Now().Add(30 * time.Minute))
	if status, _ := (&member{t: t, c: c}).get(path); status != http.StatusOK {
		t.Errorf("after 30 minutes: %d", status)
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(time.Second))
	if status, _ := (&member{t: t, c: c}).post(path); status != http.StatusGone {
		t.Errorf("after more than 30 minutes: %d", status)
	}
}

// TestConsoleSetUp: the link of the first member makes an owner with a password, works for
// one only, and is worth nothing once there is somebody.
func TestConsoleSetUp(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	var paths []string
	for range 2 {
		l, err := c.app.SetUpLink(t.Context(), "https://class.example")
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, strings.TrimPrefix(l, "https://class.example"))
	}
	m := &member{t: t, c: c}
	if status, body := m.post(paths[0], "name=<b>", "password=correct horse battery"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "名字要") {
		t.Errorf("a name with markup: %d", status)
	}
	if status, body := m.post(paths[0], "name=王姐", "password=short"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "至少10个") {
		t.Errorf("a short password: %d", status)
	}
	if status, _ := m.post(paths[0], "name=王姐", "password=correct horse battery"); status != http.StatusSeeOther {
		t.Fatal("the first member:", status)
	}
	if status, _ := m.get("/console/members"); status != http.StatusOK {
		t.Error("the first member is no owner:", status)
	}
	if status, _ := (&member{t: t, c: c}).post(paths[1], "name=别人", "password=correct horse battery"); status != http.StatusGone {
		t.Errorf("the other link makes a second first member: %d", status)
	}
	if l, err := c.app.SetUpLink(t.Context(), "https://class.example"); l != "" || err != nil {
		t.Errorf("a link to set up again: %q, %v", l, err)
	}
	if status, _ := m.post("/console/members/remove", "name=王姐"); status != http.StatusConflict {
		t.Errorf("the last owner removes themselves: %d", status)
	}
}

// TestConsoleMembers: an owner invites and removes; who is removed is out at once, also of
// the chat, and a change of the role holds at the next click.
func TestConsoleMembers(t *testing.T) {
	t.Parallel()
	c := withTwoModerators(t)
	owner, other := signedIn(t, c, "王姐", moderation.RoleOwner), signedIn(t, c, "m2", moderation.RoleStaff)
	status, body := owner.post("/console/members/invite", "name=小李", "role=reader")
	found := regexp.MustCompile(`value="http://[^"]*(/console/in/\w+)"`).FindStringSubmatch(body)
	if status != http.StatusOK || found == nil {
		t.Fatalf("invite: %d %s", status, body)
	}
	li := &member{t: t, c: c}
	if status, _ := li.post(found[1]); status != http.StatusSeeOther {
		t.Fatal("the invited:", status)
	}
	if status, _ := li.get(home(c) + "stop"); status != http.StatusForbidden {
		t.Errorf("a reader may stop: %d", status)
	}
	owner.post("/console/members/invite", "name=小李", "role=moderator")
	if status, _ := li.get(home(c) + "stop"); status != http.StatusOK {
		t.Errorf("a moderator since a moment ago: %d", status)
	}
	if got := c.say(t, "m2", "#数据"); !strings.Contains(got, "报名 0/120") {
		t.Fatal("m2 is no moderator:", got)
	}
	if status, to := owner.post("/console/members/remove", "name=m2"); status != http.StatusSeeOther {
		t.Fatal(status, to)
	}
	if status, _ := other.get(home(c)); status != http.StatusSeeOther {
		t.Errorf("who was removed still sees the console: %d", status)
	}
	if got := c.say(t, "m2", "#数据"); strings.Contains(got, "报名 0/120") {
		t.Errorf("who was removed still gives commands: %q", got)
	}
	for _, role := range []string{"", "god", "OWNER"} {
		if status, _ := owner.post("/console/members/invite", "name=小张", "role="+role); status != http.StatusUnprocessableEntity {
			t.Errorf("the role %q: %d", role, status)
		}
	}
}

// TestConsoleFromChat: #控制台 gives the moderator who asks a link for themselves, for five
// minutes, and never more rights than they have.
func TestConsoleFromChat(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.PublicURL = "https://class.example" })
	ask := func() string {
		got := c.say(t, "m1", "#控制台")
		found := regexp.MustCompile(`https://class\.example(/console/in/\w+)`).FindStringSubmatch(got)
		if found == nil {
			t.Fatalf("#控制台: %q", got)
		}
		return found[1]
	}
	path := ask()
	m := &member{t: t, c: c}
	if status, _ := m.post(path); status != http.StatusSeeOther {
		t.Fatal("the link:", status)
	}
	if _, body := m.get("/console/me"); !strings.Contains(body, "m1") || !strings.Contains(body, "负责人") {
		t.Error("signed in as somebody else")
	}
	path = ask()
	c.app.clock.Freeze(c.app.clock.Now().Add(5*time.Minute + time.Second))
	if status, _ := m.post(path); status != http.StatusGone {
		t.Errorf("after more than five minutes: %d", status)
	}
	if got := c.say(t, "a", "#控制台"); strings.Contains(got, "console") {
		t.Errorf("an attendee got %q", got)
	}
	reader := wxsim.OpenID("crowd", "r1")
	bindAs(t, c, reader, "小王", moderation.RoleReader)
	signedIn(t, c, "小王", moderation.RoleOwner)
	if got := c.say(t, "r1", "#控制台"); strings.Contains(got, "console") {
		t.Errorf("a reader got a link to an owner's login: %q", got)
	}
	c2 := staffed(t, nil)
	if got := c2.say(t, "m1", "#控制台"); !strings.Contains(got, "ZHUJIAO_PUBLIC_URL") {
		t.Errorf("without a public address: %q", got)
	}
}

// bindAs makes somebody a moderator by an invitation.
func bindAs(t *testing.T, c *crowd, _, name string, r moderation.Role) {
	t.Helper()
	if err := c.app.store.Moderators.Invite(t.Context(), "ABCDEFGHIJ", moderation.Moderator{Name: name, Role: r}, c.app.clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	c.say(t, "r1", "#绑定 ABCDEFGHIJ")
}

// TestConsoleSecondStep: a code of the second step is taken once, also by another browser,
// and ending the step needs the password.
func TestConsoleSecondStep(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := &member{t: t, c: c}
	m.post(link(t, c, "阿敏", moderation.RoleStaff))
	m.post("/console/me/password", "password=correct horse battery")
	if status, _ := m.post("/console/me/second/begin"); status != http.StatusForbidden {
		t.Errorf("begun without the password: %d", status)
	}
	m.post("/console/me/second/begin", "before=correct horse battery")
	_, body := m.get("/console/me")
	secret := regexp.MustCompile(`密钥：<code class="break">(\w+)</code>`).FindStringSubmatch(body)
	if secret == nil || !strings.Contains(body, `src="data:image/png;base64,`) {
		t.Fatal("no secret:", body)
	}
	if status, _ := m.post("/console/me/second/on", "code=000000"); status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong first code: %d", status)
	}
	code := func(ago time.Duration) string {
		out, err := totp.GenerateCode(secret[1], time.Now().Add(-ago))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if status, _ := m.post("/console/me/second/on", "code="+code(30*time.Second)); status != http.StatusSeeOther {
		t.Fatal("the first code:", status)
	}
	in := func(code string) int {
		status, _ := (&member{t: t, c: c}).post("/console/signin", "name=阿敏", "password=correct horse battery", "code="+code)
		return status
	}
	now := code(0)
	for _, s := range []struct {
		code string
		want int
	}{{"", 401}, {code(10 * time.Minute), 401}, {now, 303}, {now, 401}} {
		if got := in(s.code); got != s.want {
			t.Errorf("the code %q: %d, want %d", s.code, got, s.want)
		}
	}
	if status, _ := m.post("/console/me/second/off"); status != http.StatusForbidden {
		t.Errorf("ended without the password: %d", status)
	}
}
