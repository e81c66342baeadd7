package app

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/moderation"
)

// filled is a path of the table with things that there are.
func filled(c *crowd, path string) string {
	return strings.NewReplacer(
		"{$}", "", "{class}", c.app.Campaign().ID, "{ref}", "U1", "{name}", "U1", "{token}", "x", "{deed}", "answer",
		"{pack}", "99", "{send}", "B1", "{person}", "zz", "{n}", "1", "{what}", "people", "{code}", "x",
		"{form}", "reply", "{subject}", "Q1", "{version}", "1", "{entry}", "intro",
	).Replace(path)
}

// TestConsoleRoles asks every route with every role: whoever has fewer rights than the
// table says gets nothing, and nobody signed in is led to the page to sign in.
func TestConsoleRoles(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	signedIn(t, c, "负责", moderation.RoleOwner)
	ranks := map[string]int{"anyone": 0, "reader": 1, "viewer": 1, "lecturer": 2, "staff": 3, "owner": 4}
	roles := []moderation.Role{"", moderation.RoleReader, moderation.RoleLecturer, moderation.RoleStaff, moderation.RoleOwner}
	for _, r := range routeRows(t) {
		path := filled(c, r.path)
		if strings.HasSuffix(path, "/events") {
			continue // it does not end; it has a test of its own
		}
		for rank, role := range roles {
			m := &member{t: t, c: c}
			if rank > 0 {
				m = signedIn(t, c, "阿"+string(role), role)
			}
			got := m.ask(r.method, path, nil)
			status, body := got.status, got.body
			inside := !strings.HasPrefix(got.header.Get("Location"), "/console/signin") || path == "/console/signout"
			switch {
			case rank >= ranks[r.least] && (r.least != "viewer" || role != moderation.RoleLecturer):
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

// TestConsoleFixation: a session that somebody planted in another's browser is not theirs
// after the sign-in, nor is the one of before a change of the password.
func TestConsoleFixation(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	planted := signedIn(t, c, "小李", moderation.RoleReader).token
	m := &member{t: t, c: c, token: planted}
	if status, to := m.post(link(t, c, "阿敏", moderation.RoleStaff)); status != http.StatusSeeOther || to != "/console/" {
		t.Fatal(status, to)
	}
	if _, body := (&member{t: t, c: c, token: planted}).get("/console/me"); m.token == planted || strings.Contains(body, "阿敏") {
		t.Error("the planted session is signed in as somebody else")
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
		got := m.ask(http.MethodPost, home(c)+"stop", change, "level=all")
		if got.status != http.StatusForbidden || !strings.Contains(got.body, "不是从控制台的页面发出的") {
			t.Errorf("%s: %d %s", what, got.status, got.body)
		}
	}
	for _, r := range routeRows(t) {
		if r.method == http.MethodPost { // GET changes nothing: a link in a message could
			m.get(filled(c, r.path))
		}
	}
	if control, err := c.app.store.Moderators.Control(t.Context()); err != nil || control.Level != 0 {
		t.Errorf("a forged stop has stopped: %+v %v", control, err)
	}
	got := m.ask(http.MethodPost, home(c)+"stop", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") })
	if got.status != http.StatusSeeOther {
		t.Errorf("our own form: %d", got.status)
	}
	if cookie := got.header.Get("Set-Cookie"); cookie != "" && !strings.Contains(cookie, "HttpOnly; SameSite=Lax") {
		t.Errorf("the cookie: %s", cookie)
	}
}

// TestConsoleHeaders: every answer keeps other sites from framing it, and the cookie is
// only for https if people come by https.
func TestConsoleHeaders(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.PublicURL = "https://class.example" })
	for _, path := range []string{"/console/signin", "/console/nothing", "/console/in/x", "/console/static/x.js", home(c)} {
		h := signedIn(t, c, "阿敏", moderation.RoleOwner).ask(http.MethodGet, path, nil).header
		if h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") ||
			strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	got := (&member{t: t, c: c}).ask(http.MethodPost, link(t, c, "阿敏", moderation.RoleOwner), nil)
	if cookie := got.header.Get("Set-Cookie"); !strings.Contains(cookie, "Secure") || !strings.Contains(cookie, "HttpOnly") {
		t.Errorf("the cookie: %q", cookie)
	}
}

// TestConsoleWhereTo: what an address asks for leads to no other site and into no header.
func TestConsoleWhereTo(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	for _, to := range []string{
		"https://evil.example", "//evil.example", "/\\evil.example", "/console//evil.example", "/console/\r\nX-Evil: 1",
		"javascript:alert(1)", "/evil",
	} {
		h := m.ask(http.MethodGet, "/console/signin?to="+url.QueryEscape(to), nil).header
		if got := h.Get("Location"); got != "/console/" || h.Get("X-Evil") != "" {
			t.Errorf("to %q leads to %q", to, got)
		}
	}
	back := m.ask(http.MethodGet, "/console/signin?to="+url.QueryEscape(home(c)+"tickets/U1"), nil)
	if got := back.header.Get("Location"); got != home(c)+"tickets/U1" {
		t.Errorf("back to the ticket: %q", got)
	}
	for _, path := range []string{
		"/console/static/..%2f..%2froutes.go", "/console/static/%2e%2e%2fdoor.go", "/console/static/console.css",
		"/console/at/..%2f..%2f/tickets",
		"/console/at/nothing/tickets", home(c) + "tickets/U99999999999999999999", home(c) + "tickets/%3Cscript%3E",
		home(c) + "tickets?after=1.2.x",
	} {
		if status, _ := m.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, status)
		}
	}
}
