package app

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
)

// TestConsoleOfDemo: the demo's page has a button that opens the console signed in, beside
// the phones.
func TestConsoleOfDemo(t *testing.T) {
	t.Parallel()
	addr := startDemo(t, "")
	d := sit(t, "demo", "http://"+addr, 1280, 900)
	d.visit("/sim")
	d.until(`document.getElementById("clock").innerText !== "…"`)
	do(d.screen, chromedp.Evaluate[any](`document.querySelector("header form").target = ""`)) // in this tab
	d.tap("控制台")
	d.see("现在最急的一件")
	if at := eval[string](d.screen, "location.pathname"); !strings.HasPrefix(at, "/console/at/") {
		t.Errorf("the button leads to %s", at)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/sim/console", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", "https://evil.example")
	here := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := here.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("another site's button: %d", res.StatusCode)
	}
}

// TestConsoleFromAlert follows the link of an alert on a phone that is signed in: the answer
// has left after at most three taps.
func TestConsoleFromAlert(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.PublicURL = "https://class.example" })
	c.at(7, 19, 0, 0)
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	c.settle(t)
	told := strings.Join(append(c.alerts("U1"), c.texts("m1")...), "\n")
	found := regexp.MustCompile(`https://class\.example(/console/\S+)`).FindStringSubmatch(told)
	if found == nil {
		t.Fatalf("no link in the alert: %q", told)
	}
	d := sit(t, "alert", serveConsole(t, c), 390, 844)
	d.visit(link(t, c, "阿敏", moderation.RoleStaff))
	d.tap("登录")
	d.see("总览")
	before := d.clicks
	d.clicks++ // the link
	d.visit(found[1])
	d.see("课程会讲到SaaS多租户后台吗")
	d.clicks++ // into the box
	d.fill("text", "会提到，但重点是电商后台。")
	d.tap("回复")
	d.see("已回复U1")
	c.at(7, 19, 0, 11) // it is held for ten seconds
	c.settle(t)
	if n := d.clicks - before; n > 3 || c.told("a", "会提到，但重点是电商后台。") != 1 {
		t.Errorf("%d taps, and they got %q", n, c.texts("a"))
	}
}

// TestConsoleShots: the pictures of the console in the documents, which the tests of every
// page make with ZHUJIAO_SHOTS, are small and are shown somewhere.
func TestConsoleShots(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..")
	pictures, err := filepath.Glob(filepath.Join(root, "docs", "img", "*.png"))
	if err != nil || len(pictures) < 4 {
		t.Fatalf("%d pictures, %v", len(pictures), err)
	}
	documents := ""
	for _, name := range []string{"README.md", filepath.Join("docs", "handbook.zh.md")} {
		b, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		documents += string(b)
	}
	for _, p := range pictures {
		b, err := os.ReadFile(p)
		if err != nil || len(b) >= 200_000 {
			t.Errorf("%s: %d bytes, %v", p, len(b), err)
		}
		if !strings.Contains(documents, "img/"+filepath.Base(p)) {
			t.Errorf("%s is shown nowhere", p)
		}
	}
}
