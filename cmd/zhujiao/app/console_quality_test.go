package app

import (
	"cmp"
	"context"
	"net/http"
	"net/http/httptest"
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
	c.at(7, 19, 42, 0)
	return c
}

// pagesOf lists the addresses of all pages of the table that have something to show.
func pagesOf(t *testing.T, c *crowd, m *member) (paths []string) {
	t.Helper()
	for _, r := range routeRows(t) {
		path := filled(c, r.path)
		if r.method != http.MethodGet || strings.HasSuffix(path, "/events") || strings.HasPrefix(path, "/console/in/") || strings.Contains(path, "{") {
			continue
		}
		got := m.ask(http.MethodGet, path, nil)
		html := strings.HasPrefix(got.header.Get("Content-Type"), "text/html") && strings.Contains(got.body, "<html")
		if got.status == http.StatusOK && html {
			paths = append(paths, path)
		}
	}
	for _, also := range []string{"tickets?tab=done", "tickets?tab=mine", "tickets/H1", "tickets/U3", "record?who=nobody", "nothing"} {
		paths = append(paths, home(c)+also)
	}
	if len(paths) < 14 {
		t.Fatalf("there are %d pages: the test shows little: %q", len(paths), paths)
	}
	return paths
}

// checks are what every page has to hold, each as an expression that lists what does not.
var checks = map[string]string{ //nolint:gochecknoglobals // a table of this test
	"has no name that can be read out": `seen("a, button, input, select, textarea, summary, img, svg[role=img], nav, form button")
  .filter(e => !named(e)).map(e => e.outerHTML.slice(0, 160))`,
	"is too small for a finger": `seen("a, button, input, select, textarea, summary").filter(e => {
    if (e.tagName === "A" && getComputedStyle(e).display === "inline" && [...e.parentNode.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim())) return false;
    if (e.matches(".skip")) return false;
    const r = (e.closest("label") || e).getBoundingClientRect();
    return r.height < 43.9 || r.width < 43.9;
  }).map(e => e.outerHTML.slice(0, 120) + " " + e.getBoundingClientRect().width + "x" + e.getBoundingClientRect().height)`,
	"can hardly be read": `texts().map(([e, words]) => [contrast(e), words, e]).filter(([c, , e]) => c < 4.5 && !e.closest("[disabled]"))
  .map(([c, words, e]) => c.toFixed(2) + " " + words + " " + e.outerHTML.slice(0, 80))`,
	"comes after what stands below it": `order()`,
}

// tools are what the checks call.
const tools = `(() => {
  const shown = e => e.checkVisibility({checkOpacity: false, checkVisibilityCSS: true}) && e.getClientRects().length > 0;
  window.seen = q => [...document.querySelectorAll(q)].filter(e => shown(e) && e.type !== "hidden");
  window.named = e => {
    if (e.tagName === "INPUT" && /submit|button/.test(e.type)) return e.value;
    if (/INPUT|SELECT|TEXTAREA/.test(e.tagName)) return [...e.labels].map(l => l.innerText).join("").trim() || e.getAttribute("aria-label");
    return (e.getAttribute("aria-label") || e.getAttribute("alt") || e.innerText || e.querySelector("img")?.alt || "").trim();
  };
  const rgb = s => { const m = s.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const ground = e => {
    const all = [];
    for (let n = e; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor); if (c[3]) all.push(c); if (c[3] === 1) break; }
    return all.reduceRight((b, a) => over(a, b), rgb(getComputedStyle(document.body).backgroundColor));
  };
  const light = c => [0.2126, 0.7152, 0.0722].reduce((s, k, i) => { const v = c[i] / 255; return s + k * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  window.contrast = e => {
    let a = rgb(getComputedStyle(e).color), b = ground(e);
    let clear = 1; for (let n = e; n; n = n.parentElement) clear *= +getComputedStyle(n).opacity;
    a[3] *= clear; a = over(a, b);
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  window.texts = () => {
    const out = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n; n = walk.nextNode();) if (n.nodeValue.trim() && shown(n.parentElement) && !/SCRIPT|STYLE|TITLE|OPTION/.test(n.parentElement.tagName)) out.push([n.parentElement, n.nodeValue.trim().slice(0, 30)]);
    for (const e of seen("input, textarea, select")) out.push([e, "value of " + (e.name || e.id)]);
    return out;
  };
  window.order = () => {
    scrollTo(0, 0);
    const wrong = [...document.querySelectorAll("[tabindex]")].filter(e => e.tabIndex > 0).map(e => "tabindex " + e.outerHTML.slice(0, 80));
    const all = seen("a[href], button, input, select, textarea, summary").filter(e => !e.matches(".skip") && e.tabIndex >= 0);
    for (let i = 1; i < all.length; i++) {
      const a = all[i - 1].getBoundingClientRect(), b = all[i].getBoundingClientRect();
      const above = b.bottom <= a.top + 1 && b.left < a.right, before = b.right <= a.left + 1 && b.bottom > a.top + 1 && b.top < a.bottom - 1;
      if (above || before) wrong.push(all[i - 1].outerHTML.slice(0, 80) + " then " + all[i].outerHTML.slice(0, 80));
    }
    return wrong;
  };
  return true;
})()`

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
			for _, path := range pagesOf(t, c, signedIn(t, c, "小张", moderation.RoleOwner)) {
				d.visit(path)
				d.shoot(cmp.Or(strings.Trim(plain.Replace(strings.TrimPrefix(path, home(c))), "-"), "overview"))
				d.lookAtEverything()
			}
			signedIn(t, c, "小李", moderation.RoleStaff).post(home(c)+"stop", "level=all")
			d.visit(home(c))
			d.see("已全部停止")
			d.lookAtEverything()
			d.mu.Lock() // a page that is not there is a complaint, and the only one
			d.complaints = slices.DeleteFunc(d.complaints, func(s string) bool { return strings.HasSuffix(s, "/nothing") && strings.Contains(s, "404") })
			d.mu.Unlock()
		})
	}
}

// lookAtEverything checks the page that is open, with everything unfolded.
func (d *desk) lookAtEverything() {
	d.t.Helper()
	where := eval[string](d.screen, `location.pathname + location.search`)
	do(d.screen, chromedp.Evaluate[any](`document.querySelectorAll("main details").forEach(e => { e.open = true; })`))
	eval[bool](d.screen, tools)
	for _, scheme := range []string{"dark", "light"} {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
		if _, err := chromedp.Call(d.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
			d.t.Fatal(err)
		}
		for what, check := range checks {
			if scheme == "dark" && what != "can hardly be read" {
				continue
			}
			for _, wrong := range eval[[]string](d.screen, check) {
				d.t.Errorf("%s, %s: %s: %s", where, scheme, what, wrong)
			}
		}
	}
	for _, size := range []string{"", "24px"} { // 150 % text
		do(d.screen, chromedp.Evaluate[any](`document.documentElement.style.fontSize = "`+size+`"`))
		if w := eval[[]int](d.screen, `[document.documentElement.scrollWidth, innerWidth]`); w[0] > w[1] {
			d.t.Errorf("%s: with text of %q the page has %d pixels of width, the screen %d: %q", where, size, w[0], w[1], eval[[]string](d.screen,
				`seen("*").filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(-3).map(e => e.outerHTML.slice(0, 100))`))
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
	c.settle(t)
	d.tap("急停")
	d.tap("马上停")
	d.see("已急停")
	control, err := c.app.store.Moderators.Control(context.Background())
	if err != nil || control.Level != 1 || c.told("a", "会提到，但重点是电商后台。") != 1 || scripts == 0 {
		t.Errorf("stopped: %+v, %v; told %q; %d scripts were asked for", control, err, c.texts("a"), scripts)
	}
}
