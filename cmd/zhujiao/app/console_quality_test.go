package app

import (
	"cmp"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// busyClass is a class in the middle of an evening: each page of the console has something
// to show.
func busyClass(t *testing.T) *crowd {
	t.Helper()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	for _, u := range []string{"a", "b", "d"} {
		c.say(t, u, "报名")
	}
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	c.say(t, "b", "课程会讲到SaaS多租户的后台吗")
	c.say(t, "d", "能开企业专票抬头写公司吗")
	c.say(t, "e", "海水为什么是咸的呢老师能开企业专票吗")
	c.say(t, "d", "人工")
	c.pusher.Image(t.Context(), wxsim.OpenID("crowd", "d"), wxsim.FaultNone)
	c.say(t, "a", "提问 我做线下零售3年，想转电商产品，订单和库存先学哪个？")
	c.say(t, "m1", "#群发 已报名 今晚20:30准时开课，直播间地址稍后发群里，请提前十分钟进入。")
	owner, li := signedIn(t, c, "阿敏", moderation.RoleOwner), signedIn(t, c, "小李", moderation.RoleStaff)
	owner.post("/console/me/password", "password=correct horse battery")
	li.post(home(c)+"tickets/H1/take", "")
	li.post(home(c)+"tickets/U2/assign", "to=阿敏")
	owner.post(home(c)+"tickets/U3/answer", "text=能开，下课后把抬头发来。")
	owner.post(home(c)+"tickets/U3/draft", "text=还有")
	owner.post(home(c)+"sends/new/draft", "text="+anyDayText)
	c.at(7, 19, 42, 0)
	return c
}

// pagesOf lists the addresses of all pages of the table that have something to show, and the
// addresses of the table that show nothing in this class.
func pagesOf(t *testing.T, c *crowd, m *member) (paths, nothing []string) {
	t.Helper()
	m.post(home(c)+"sends/new/draft", "text="+anyDayText)
	m.post(home(c)+"channels/code", "of=reg-poster")
	writesContent(t, m)
	there := strings.NewReplacer("people/zz", strings.TrimPrefix(somebody(m), home(c)))
	for _, r := range routeRows(t) {
		path := there.Replace(filled(c, r.path))
		if r.method != http.MethodGet || strings.HasSuffix(path, "/events") || strings.HasPrefix(path, "/console/in/") ||
			strings.HasPrefix(path, "/wall/") || strings.HasPrefix(path, "/r/") || strings.Contains(path, "/pictures/") {
			continue
		}
		if strings.HasSuffix(path, "/reach") {
			path += "?of=seated"
		}
		if strings.HasSuffix(path, "/behind") {
			path += "?what=signed"
		}
		if strings.Contains(path, "channels/code.") || strings.Contains(path, "channels/poster.") {
			path += "?of=reg-poster"
		}
		got := m.ask(http.MethodGet, path, nil)
		html := strings.HasPrefix(got.header.Get("Content-Type"), "text/html") && strings.Contains(got.body, "<html")
		switch {
		case got.status >= 400:
			nothing = append(nothing, path)
		case got.status == http.StatusOK && html:
			paths = append(paths, path)
		}
	}
	for _, also := range []string{
		"tickets?tab=done", "tickets?tab=mine", "tickets/H1", "tickets/U3", "record?who=nobody", "?span=all", "questions?tab=board",
		"seats?of=absent", "seats?of=waiting", "reach?of=came", "content/review?kind=text", "content/review?kind=form",
		"content/review?kind=made", "faq?q=老师是谁", "nothing",
	} {
		paths = append(paths, home(c)+also)
	}
	if len(paths) < 28 {
		t.Fatalf("there are %d pages: the test shows little: %q", len(paths), paths)
	}
	return paths, nothing
}

// somebody is the path of somebody who has registered.
func somebody(m *member) string {
	for _, list := range []string{"seats", "seats?of=waiting"} {
		_, body := m.get(home(m.c) + list)
		if path := regexp.MustCompile(regexp.QuoteMeta(home(m.c)) + `people/[0-9a-z]+`).FindString(body); path != "" {
			return path
		}
	}
	return home(m.c) + "people/nobody"
}

// check is what every page has to hold: an expression that lists what does not.
type check struct{ what, list string }

// checks are functions of testdata/console.js.
func checks() []check {
	return []check{
		{"has no name that can be read out", "nameless()"},
		{"is too small for a finger", "small()"},
		{"can hardly be read", "pale()"},
		{"names the page and is out of view", "hidden()"},
		{"comes after what stands below it", "order()"},
	}
}

// TestConsoleEveryPage opens each page of the console on a phone and on a desktop: nothing
// is complained about, each control has a name and is large enough for a finger, words can
// be read by day and by night, the focus moves as one reads, and with text half as large
// again nothing is cut off or has to be pushed sideways.
func TestConsoleEveryPage(t *testing.T) {
	t.Parallel()
	plain := strings.NewReplacer("/", "-", "?", "-", "=", "-")
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			c := busyClass(t)
			d := sit(t, "page-"+size.name, serveConsole(t, c), size.width, size.height)
			d.visit("/console/signin")
			d.lookAtEverything()
			d.visit(link(t, c, "阿敏", moderation.RoleOwner))
			d.lookAtEverything()
			d.tap("登录")
			d.see("总览")
			paths, nothing := pagesOf(t, c, signedIn(t, c, "阿敏", moderation.RoleOwner)) // what they have typed is theirs
			if len(nothing) > 0 {
				t.Errorf("nobody looks at %q", nothing)
			}
			screen, _ := opened(t, signedIn(t, c, "小张", moderation.RoleOwner), c)
			for _, path := range append(paths, screen) {
				d.visit(path)
				d.shoot(cmp.Or(strings.Trim(plain.Replace(strings.TrimPrefix(path, home(c))), "-"), "overview"))
				d.lookAtEverything()
			}
			signedIn(t, c, "小李", moderation.RoleStaff).post(home(c)+"stop", "level=all")
			d.visit(home(c))
			d.see("已全部停止")
			d.lookAtEverything()
			d.visit(home(c) + "stop")
			d.tap("断开")
			d.see("已断开")
			d.lookAtEverything()
			d.mu.Lock() // a page that is not there is a complaint, and the only one
			d.complaints = slices.DeleteFunc(d.complaints, func(s string) bool {
				return strings.HasSuffix(s, "/nothing") && strings.Contains(s, "404")
			})
			d.mu.Unlock()
		})
	}
}

// TestConsoleForPhones: no page of the console tells moderators to press a key that a phone does not
// have, or to run a program. What they edit themselves may say anything.
func TestConsoleForPhones(t *testing.T) {
	t.Parallel()
	c := busyClass(t)
	m := signedIn(t, c, "小张", moderation.RoleOwner)
	m.post(home(c)+"content/new", "a-开始=昨天") // a refusal beside its question
	own := regexp.MustCompile(`(?s)<textarea.*?</textarea>|<pre.*?</pre>|<script.*?</script>`)
	terminal := regexp.MustCompile(`.{0,20}(?:回车|Enter|Ctrl|终端|命令行|zhujiao [a-z]+|[^\w-]--[a-z]{2,}).{0,20}`)
	paths, _ := pagesOf(t, c, m)
	for _, path := range append(paths, home(c)+"content/new") {
		_, page := m.get(path)
		for _, words := range terminal.FindAllString(own.ReplaceAllString(page, ""), -1) {
			t.Errorf("%s says %q", path, words)
		}
	}
	if _, page := m.get(home(c) + "content/new"); !strings.Contains(page, "留空就先待补") {
		t.Error("the questions for a class do not say what an empty answer means")
	}
}

// lookAtEverything checks the page that is open, with everything unfolded.
func (d *desk) lookAtEverything() {
	d.t.Helper()
	where := eval[string](d.screen, `location.pathname + location.search`)
	do(d.screen, chromedp.Evaluate[any](`document.querySelectorAll("main details").forEach(e => { e.open = true; })`))
	tools, err := os.ReadFile("testdata/console.js")
	if err != nil {
		d.t.Fatal(err)
	}
	eval[bool](d.screen, string(tools))
	for _, scheme := range []string{"dark", "light"} {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
		if _, err := chromedp.Call(d.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
			d.t.Fatal(err)
		}
		for _, c := range checks() {
			if scheme == "dark" && c.list != "pale()" {
				continue
			}
			for _, wrong := range eval[[]string](d.screen, c.list) {
				d.t.Errorf("%s, %s: %s: %s", where, scheme, c.what, wrong)
			}
		}
	}
	for _, size := range []string{"", "24px"} { // 150 % text
		do(d.screen, chromedp.Evaluate[any](`document.documentElement.style.fontSize = "`+size+`"`))
		if w := eval[[]int](d.screen, `[document.documentElement.scrollWidth, innerWidth]`); w[0] > w[1] {
			d.t.Errorf("%s: with text of %q the page has %d pixels of width, the screen %d: %q", where, size, w[0], w[1],
				eval[[]string](d.screen, "wide()"))
		}
	}
	do(d.screen, chromedp.Evaluate[any](`document.documentElement.style.fontSize = ""`))
}

// TestConsoleWithoutScripts answers a ticket and stops everything in a browser that runs no
// script.
func TestConsoleWithoutScripts(t *testing.T) {
	t.Parallel()
	c := busyClass(t)
	scripts := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".js") {
			scripts++
			w.Header().Set("Content-Type", "text/javascript")
			return
		}
		c.app.Routes().ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	t.Cleanup(c.app.console.Close)
	d := sit(t, "plain", srv.URL, 390, 844)
	d.visit(link(t, c, "阿敏", moderation.RoleOwner))
	d.tap("登录")
	d.see("总览")
	d.visit(home(c) + "tickets")
	d.see("课程会讲到SaaS多租户后台吗")
	d.visit(home(c) + "tickets/U1")
	d.fill("text", "会提到，但重点是电商后台。")
	d.tap("回复")
	d.see("已回复U1")
	c.at(7, 19, 42, 11) // it is held for ten seconds
	c.settle(t)
	d.tap("急停")
	d.tap("马上停")
	d.see("已急停")
	control, err := c.app.store.Moderators.Control(context.Background())
	if err != nil || control.Level != 1 || c.told("a", "会提到，但重点是电商后台。") != 1 || scripts == 0 {
		t.Errorf("stopped: %+v, %v; told %q; %d scripts were asked for", control, err, c.texts("a"), scripts)
	}
}
