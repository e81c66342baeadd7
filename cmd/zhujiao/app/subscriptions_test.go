package app

import (
	"errors"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/wechat"
	"zhujiao/bot/wxsim"
)

// withSubscriptions gives the account a template of one-time subscriptions.
func withSubscriptions(cfg *Config) { cfg.Template, cfg.PublicURL = "TPL1", "https://bot.example.com" }

// agree follows the link of a reply as a phone would, with the platform's page
// in between, and returns the status of ours.
func (c *crowd) agree(t *testing.T, who, reply, action string) int {
	t.Helper()
	m := regexp.MustCompile(`<a href="([^"]+)">`).FindStringSubmatch(reply)
	if m == nil {
		t.Fatalf("no link in %q", reply)
	}
	page, err := url.Parse(html.UnescapeString(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	q := page.Query()
	back := url.Values{
		"openid": {wxsim.OpenID("crowd", who)}, "template_id": {q.Get("template_id")}, "action": {action}, "scene": {q.Get("scene")},
		"reserved": {q.Get("reserved")},
	}
	if action == "confirm" {
		c.platform.Agree(wxsim.OpenID("crowd", who))
	}
	to, err := url.Parse(q.Get("redirect_url"))
	if err != nil || to.Host != "bot.example.com" {
		t.Fatalf("the page leads back to %v, %v", to, err)
	}
	w := httptest.NewRecorder()
	c.app.Routes().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, to.Path+"?"+back.Encode(), nil))
	return w.Code
}

// sentByConsent lists what somebody got by a consent to one message.
func (c *crowd) sentByConsent(who string) (out []string) {
	for _, a := range c.platform.Accepted() {
		if a.Way == "once" && a.To == wxsim.OpenID("crowd", who) {
			out = append(out, a.Text)
		}
	}
	return out
}

// TestOneTimeSubscription scans (so that no credit lasts), agrees once and is
// reminded once; the way back cannot be used twice, by others or after a no.
func TestOneTimeSubscription(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) { cfg.Template, cfg.PublicURL = "TPL1", "https://bot.example.com" })
	at := func(s string) {
		when, _ := time.Parse(time.RFC3339, "2022-07-07T"+s+"+08:00")
		c.app.clock.Freeze(when)
	}
	at("19:00:00")
	yes, no, typed := c.scan(t, "yes"), c.scan(t, "no"), c.say(t, "typed", "报名")
	codes := []int{
		c.agree(t, "yes", yes, "confirm"), c.agree(t, "yes", yes, "confirm"), c.agree(t, "no", no, "cancel"),
		c.agree(t, "thief", yes, "confirm"), c.agree(t, "typed", typed, "confirm"),
	}
	if want := []int{200, 200, 200, 403, 200}; !slices.Equal(codes, want) {
		t.Errorf("statuses %v, want %v", codes, want)
	}
	at("19:30:00")
	c.settle(t)
	at("20:20:00")
	c.settle(t)
	if got := c.sentByConsent("yes"); len(got) != 1 || !strings.Contains(got[0], "20:30") {
		t.Errorf("who agreed got %q, want the first reminder once", got)
	}
	for _, who := range []string{"no", "thief", "typed"} {
		if got := c.sentByConsent(who); len(got) > 0 {
			t.Errorf("%s got %q by a consent, want nothing: %s", who, got, "no consent, or a credit that comes first")
		}
	}
	if n := c.platform.Answers()[43101]; n > 0 {
		t.Errorf("%d calls without a consent", n)
	}
	if my := c.say(t, "yes", "我的"); !strings.Contains(my, "已开启") {
		t.Errorf("after the consent 我的 says %q", my)
	}
}

// TestNoTemplate offers nothing when the account has no template.
func TestNoTemplate(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	if got := c.say(t, "a", "报名"); strings.Contains(got, "href") {
		t.Errorf("reply %q has a link", got)
	}
	w := httptest.NewRecorder()
	c.app.Routes().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, subscribedPath+"?openid=x", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d, want 404", w.Code)
	}
}

// TestRefusedFeature lets the platform refuse one-time messages: answers still leave.
func TestRefusedFeature(t *testing.T) {
	t.Parallel()
	for _, code := range []int{48001, 48008, 50001} {
		c := staffed(t, withSubscriptions)
		c.at(7, 19, 0, 0)
		c.agree(t, "a", c.scan(t, "a"), "confirm")
		*c.refuse("/template/subscribe") = code
		c.say(t, "q", "课程会讲到SaaS后台吗")
		c.at(7, 19, 30, 0)
		c.settle(t)
		c.say(t, "m1", "#答 U1 会的。")
		c.settle(t)
		if ctl, _ := c.app.store.Moderators.Control(t.Context()); c.told("q", "会的") == 0 {
			t.Errorf("one-time messages are refused with %d: q's answer does not leave, level %v", code, ctl.Level)
		}
		if n := len(c.alerts("一次性订阅")); n != 1 {
			t.Errorf("%d alarms that one-time messages are refused, want 1", n)
		}
	}
}

// TestReserved looks at the link of consent: the platform takes letters and digits only.
func TestReserved(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, withSubscriptions)
	_, rest, _ := strings.Cut(c.app.subscriptions.Link("oABC", "ecom-backend-0707", time.Unix(1657193400, 0)), "reserved=")
	v, _, _ := strings.Cut(rest, "&")
	if !regexp.MustCompile("^[0-9a-zA-Z]{1,128}$").MatchString(v) {
		t.Errorf("reserved=%s: the platform takes a-zA-Z0-9 only, 128 at most", v)
	}
	for _, reserved := range []string{v, strings.Replace(v, "Z", ".", 1)} { // the second is a link of an older version
		q := url.Values{"openid": {"oABC"}, "template_id": {"TPL1"}, "action": {"confirm"}, "reserved": {reserved}}
		got, err := c.app.subscriptions.Confirmed(q, []string{"talk", "ecom-backend-0707"})
		if err != nil || got != (wechat.Consent{User: "oABC", Class: "ecom-backend-0707", Token: reserved}) {
			t.Errorf("%s: %+v, %v", reserved, got, err)
		}
	}
}

// TestConsentOfAClass agrees to a reminder of next week's class while this week's is near: that
// one's reminder does not use it up.
func TestConsentOfAClass(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, func(cfg *Config) {
		inFolder(t, 0, 1)(cfg)
		withSubscriptions(cfg)
	})
	c.at(7, 19, 0, 0)
	c.scan(t, "a")
	link := c.app.subscriptions.Link(bot.UserID(wxsim.OpenID("crowd", "a")), "class-1", c.app.clock.Now())
	if code := c.agree(t, "a", `<a href="`+html.EscapeString(link)+`">`, "confirm"); code != http.StatusOK {
		t.Errorf("status %d", code)
	}
	c.at(7, 19, 30, 0)
	c.settle(t)
	got := c.rows(t, "SELECT campaign || ' ' || spent FROM subscription")
	if !slices.Equal(got, []string{"class-1 0"}) || len(c.sentByConsent("a")) > 0 {
		t.Errorf("consents %v, sent by them %q", got, c.sentByConsent("a"))
	}
}

// TestConsentAfterLeaving loads the page of consent again after leaving: it counts for nothing.
func TestConsentAfterLeaving(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, withSubscriptions)
	c.at(7, 19, 0, 0)
	r := c.scan(t, "a")
	c.agree(t, "a", r, "confirm")
	c.unfollow(t, "a")
	code := c.agree(t, "a", r, "confirm") // the page is loaded again
	if rows := c.rows(t, "SELECT token FROM subscription"); len(rows) > 0 {
		t.Errorf("status %d; the link counts a second time, for somebody who left: %v", code, rows)
	}
}

// TestConsentsDoNotAddUp agrees twice: as on the platform, that allows one message, not two.
func TestConsentsDoNotAddUp(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, withSubscriptions)
	c.at(7, 19, 0, 0)
	c.agree(t, "a", c.scan(t, "a"), "confirm")
	c.say(t, "a", "取消报名")
	c.say(t, "a", "确认取消")
	c.at(7, 19, 5, 0)
	c.agree(t, "a", c.say(t, "a", "报名"), "confirm")
	if n := c.rows(t, "SELECT token FROM subscription WHERE spent=0"); len(n) != 1 {
		t.Errorf("%d messages are counted on; the platform allows one a scene", len(n))
	}
}

// TestDeclinedWithoutOpenid says no on the page of consent, which then names nobody.
func TestDeclinedWithoutOpenid(t *testing.T) {
	t.Parallel()
	s := &wechat.Subscriptions{Template: "T", Sign: func(string) string { return "sig" }}
	_, err := s.Confirmed(map[string][]string{"template_id": {"T"}, "action": {"cancel"}, "scene": {"1"}, "reserved": {"x.sig"}}, nil)
	if !errors.Is(err, wechat.ErrDeclined) {
		t.Error(err)
	}
}
