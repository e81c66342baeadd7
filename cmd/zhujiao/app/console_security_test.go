package app

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// evil is what somebody writes who wants their words to be more than words.
const evil = `"'><img src=x onerror=alert(1)><script>alert(2)</script>{{.Who}}</textarea><a href="javascript:alert(3)">`

// TestConsoleMarkupEverywhere puts markup into every field that people supply: no page, part
// of a page or table has it as markup.
func TestConsoleMarkupEverywhere(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 20, 0, 0)
	id := func(who string) string { return wxsim.OpenID("crowd", who) }
	c.register(t, "a", "b")
	c.say(t, "a", evil+"课程会讲到SaaS多租户后台吗")
	c.say(t, "b", "人工")
	c.say(t, "b", evil)
	c.pusher.Picture = "http://mmbiz.qpic.cn/" + evil
	c.pusher.Image(t.Context(), id("b"), wxsim.FaultNone)
	for _, event := range []string{"CLICK", "subscribe", "SCAN", "VIEW"} {
		c.pusher.Event(t.Context(), id("d"), event, evil, wxsim.FaultNone)
	}
	c.say(t, "a", "提问 "+evil+"我做线下零售3年，想转电商产品，订单和库存先学哪个？")
	c.say(t, "a", "链接失效 "+evil)
	c.say(t, "m1", "#群发 已报名 "+evil+"今晚20:30准时开课，直播间地址稍后发群里。")
	c.say(t, "m1", "#换链 99 https://pan.example.com/"+evil+" abcd")
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	bound := moderation.Moderator{Name: evil, Role: moderation.RoleStaff} // as a name of an earlier version may be
	err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
		return c.app.store.Moderators.Invite(ctx, "ABCDEFGHIJ", bound, c.app.clock.Now().Add(time.Hour))
	})
	if err != nil {
		t.Fatal(err)
	}
	c.say(t, "m3", "#绑定 ABCDEFGHIJ")
	c.say(t, "m3", "#接管 H1")
	m.post(home(c)+"tickets/U1/answer", "text="+evil)
	m.post(home(c)+"tickets/U1/draft", "text="+evil)
	m.post(home(c)+"tickets/U1/assign", "to="+evil)
	m.post(home(c)+"tickets/H1/assign", "to="+evil)
	paths, _ := pagesOf(t, c, m)
	writesMarkup(t, m)
	for _, p := range paths {
		sep := "?"
		if strings.Contains(p, "?") {
			sep = "&"
		}
		paths = append(paths, p+sep+"fragment=1")
	}
	q := url.QueryEscape(evil)
	for _, ask := range []string{
		"record?who=", "record?target=", "record?kind=", "record?day=", "record?of=", "record?after=", "tickets?tab=", "tickets?after=",
		"faq?q=", "faq?find=", "faq/new?q=", "faq/new?also=", "content?below=", "content/edit?line=", "content/review?kind=",
	} {
		paths = append(paths, home(c)+ask+q)
	}
	for _, at := range []string{"/console/go/", home(c) + "tickets/", "/console/at/", "/console/in/"} {
		paths = append(paths, at+url.PathEscape(evil))
	}
	paths = append(paths, "/console/signin?to="+q)
	bad := regexp.MustCompile(`<img src=x|<script>alert|onerror=alert\(1\)>|href="javascript:`)
	shown := 0
	for _, p := range paths {
		got := m.ask(http.MethodGet, p, func(r *http.Request) { r.Header.Set("User-Agent", evil); r.Header.Set("Referer", evil) })
		if hit := bad.FindString(got.body); hit != "" || got.status >= 500 {
			t.Errorf("%s: %d, markup %q in %s", p, got.status, hit, got.body)
		}
		shown += strings.Count(got.body, "&lt;img src=x")
	}
	if shown < 25 {
		t.Errorf("the words are shown %d times: the test shows little", shown)
	}
	got := m.ask(http.MethodGet, home(c)+"record.csv?who="+url.QueryEscape(evil), nil)
	if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/csv") ||
		got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the table: %d %v", got.status, got.header)
	}
}

// TestConsoleEveryForm sends every form of the table from another site, and as nobody: all
// are refused. Every page and every refusal forbids that another site frames it.
func TestConsoleEveryForm(t *testing.T) {
	t.Parallel()
	c := busyClass(t)
	m := signedIn(t, c, "小张", moderation.RoleOwner)
	before := c.rows(t, "SELECT count(*) FROM audit")
	n := 0
	for _, r := range routeRows(t) {
		path := filled(c, r.path)
		if strings.HasSuffix(path, "/events") {
			continue
		}
		if r.method == http.MethodPost {
			n++
			for what, change := range map[string]func(r *http.Request){
				"another site": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
				"a sister":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
				"an origin":    func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
				"no origin":    func(r *http.Request) { r.Header.Set("Origin", "null") },
				"no browser, and nobody": func(r *http.Request) { // a form without any of the headers has no cookie: it is SameSite
					r.Header.Del("Cookie")
				},
			} {
				got := m.ask(http.MethodPost, path, change,
					"text=x", "to=小张", "from=小李", "level=all", "name=小李", "password=correct horse battery")
				if ok := got.status == http.StatusForbidden || what == "no browser, and nobody" && (got.status == http.StatusUnauthorized ||
					r.least == "anyone" && got.status >= 400); !ok {
					t.Errorf("%s from %s: %d", path, what, got.status)
				}
			}
		}
		for _, who := range []*member{m, {t: t, c: c}} {
			h := who.ask(r.method, path, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }).header
			if h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
				t.Errorf("%s %s can be framed: %v", r.method, path, h)
			}
		}
	}
	if after := c.rows(t, "SELECT count(*) FROM audit"); n < 15 || fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("%d forms; the record had %v lines and has %v", n, before, after)
	}
}

// TestConsoleGuessedCodes: whoever knows a password cannot try codes of the second step for
// long, nor can whoever sits at a browser that was left open try passwords.
func TestConsoleGuessedCodes(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	m := &member{t: t, c: c}
	m.post(link(t, c, "阿敏", moderation.RoleStaff))
	m.post("/console/me/password", "password=correct horse battery")
	m.post("/console/me/second/begin", "before=correct horse battery")
	_, body := m.get("/console/me")
	secret := regexp.MustCompile(`密钥：<code class="break">(\w+)</code>`).FindStringSubmatch(body)
	if secret == nil {
		t.Fatal("no secret:", body)
	}
	code, err := totp.GenerateCode(secret[1], time.Now().Add(-30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := m.post("/console/me/second/on", "code="+code); status != http.StatusSeeOther {
		t.Fatal("the first code:", status)
	}
	in := func(code string) int {
		status, _ := (&member{t: t, c: c}).post("/console/signin", "name=阿敏", "password=correct horse battery", "code="+code)
		return status
	}
	limited := 0
	for i := range 35 {
		if in(fmt.Sprintf("%06d", i)) == http.StatusTooManyRequests {
			limited++
		}
	}
	if code, err = totp.GenerateCode(secret[1], time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := in(code); limited == 0 || got != http.StatusTooManyRequests {
		t.Errorf("%d of 35 codes were limited; then the right one: %d", limited, got)
	}
	c.app.clock.Freeze(c.app.clock.Now().Add(11 * time.Minute))
	for range 35 {
		status, _ := m.post("/console/me/password", "before=wrong horse battery", "password=another long password")
		if status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("passwords can be tried at a browser that was left open")
}

// TestConsoleHeadersOfWords: no words get into a header, and no path leaves its place.
func TestConsoleHeadersOfWords(t *testing.T) {
	t.Parallel()
	c := busyClass(t)
	m := signedIn(t, c, "小张", moderation.RoleOwner)
	for _, path := range []string{
		"/console/go/U1%0d%0aX-Evil:%201", home(c) + "tickets/U1%0d%0aX-Evil:%201/answer", home(c) + "record.csv?who=%0d%0aX-Evil:%201",
		"/console/signin?to=%2Fconsole%2F%0d%0aX-Evil:%201", "/console/at/x%0d%0aX-Evil:%201/", home(c) + "go/%2f%2fevil.example",
		"/console/go/%2f%2fevil.example", home(c) + "tickets/..%2f..%2fme/answer", "/console/in/..%2fme",
		"/console/static/..%2ftemplates%2flayout.html",
		home(c) + "tickets/U1%00", home(c) + "record?who=%00%ff", home(c) + "tickets/H1/pictures/1%2f..%2f..",
	} {
		got := m.ask(http.MethodGet, path, nil)
		to := got.header.Get("Location")
		if got.header.Get("X-Evil") != "" || strings.Contains(to, "evil") || strings.Contains(to, "\n") ||
			to != "" && !strings.HasPrefix(to, "/console/") || got.status >= 500 || strings.Contains(got.body, `{{define`) {
			t.Errorf("%s: %d, to %q, %v", path, got.status, to, got.header)
		}
	}
}
