package app

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/wxsim"
)

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

func (c *crowd) scan(t *testing.T, who string) string {
	t.Helper()
	c.platform.Touch(wxsim.OpenID("crowd", who), "scan")
	return c.pusher.Event(t.Context(), wxsim.OpenID("crowd", who), "SCAN", "reg-poster", wxsim.FaultNone).Text
}

// once lists what somebody got by a consent.
func (c *crowd) once(who string) (out []string) {
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
	if got := c.once("yes"); len(got) != 1 || !strings.Contains(got[0], "20:30") {
		t.Errorf("who agreed got %q, want the first reminder once", got)
	}
	for _, who := range []string{"no", "thief", "typed"} {
		if got := c.once(who); len(got) > 0 {
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
