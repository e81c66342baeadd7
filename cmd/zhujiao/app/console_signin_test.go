package app

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"zhujiao/bot/moderation"
)

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
		l, err := (front{c.app}).setUpLink(t.Context(), "https://class.example")
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, strings.TrimPrefix(l, "https://class.example"))
	}
	m := &member{t: t, c: c}
	for _, wrong := range []struct{ name, password, want string }{
		{"<b>", "correct horse battery", "名字要"}, {"王姐", "short", "至少10个"},
	} {
		status, body := m.post(paths[0], "name="+wrong.name, "password="+wrong.password)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, wrong.want) {
			t.Errorf("%s with the password %s: %d", wrong.name, wrong.password, status)
		}
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
	if l, err := (front{c.app}).setUpLink(t.Context(), "https://class.example"); l != "" || err != nil {
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
	reader := moderation.Moderator{Name: "小王", Role: moderation.RoleReader}
	if err := c.app.store.Moderators.Invite(t.Context(), "ABCDEFGHIJ", reader, c.app.clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	c.say(t, "r1", "#绑定 ABCDEFGHIJ")
	signedIn(t, c, "小王", moderation.RoleOwner)
	if got := c.say(t, "r1", "#控制台"); strings.Contains(got, "console") {
		t.Errorf("a reader got a link to an owner's login: %q", got)
	}
	c2 := staffed(t, nil)
	if got := c2.say(t, "m1", "#控制台"); !strings.Contains(got, "ZHUJIAO_PUBLIC_URL") {
		t.Errorf("without a public address: %q", got)
	}
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
