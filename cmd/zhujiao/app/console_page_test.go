package app

import (
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// desk is a browser with the console of a crowd's class.
type desk struct {
	*screen
	base string
	mu   sync.Mutex // guards complaints
	// complaints are what the browser reports as an error: of scripts, of the policy of the
	// page, of requests.
	complaints []string
}

// serveConsole serves a crowd's console at an address that a browser can open.
func serveConsole(t *testing.T, c *crowd) (base string) {
	t.Helper()
	srv := httptest.NewServer(c.app.Routes())
	t.Cleanup(srv.Close)
	t.Cleanup(c.app.console.Close)
	return srv.URL
}

// sit opens a browser of some size. Whatever it complains about by the end of the test
// fails it.
func sit(t *testing.T, name, base string, width, height int64) *desk {
	t.Helper()
	d := &desk{screen: &screen{t: t, ctx: browser(t), name: name, url: strings.TrimPrefix(base, "http://")}, base: base}
	do(d.screen, chromedp.EmulateViewport(width, height))
	messages := chromedp.Console(d.ctx)
	go func() { // ends with the browser
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == "error" || m.Type == "warning" {
				d.mu.Lock()
				d.complaints = append(d.complaints, m.String()+" "+m.URL)
				d.mu.Unlock()
			}
		}
	}()
	t.Cleanup(func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		for _, c := range d.complaints {
			t.Errorf("%s: the browser complains: %s", name, c)
		}
	})
	return d
}

// until waits for a condition, also while one page follows another.
func (d *desk) until(condition string) {
	d.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		ok, err := chromedp.Run(d.ctx, chromedp.Evaluate[bool]("!!("+condition+")"))
		if err == nil && ok {
			return
		}
		if d.ctx.Err() != nil {
			break
		}
	}
	d.shoot("failed")
	got, _ := chromedp.Run(d.ctx, chromedp.Text("body"))
	d.t.Fatalf("%s: waited in vain; the page shows:\n%v", condition, got)
}

// see waits until a text can be seen.
func (d *desk) see(text string) {
	d.t.Helper()
	d.until(`document.readyState === "complete" && document.body.innerText.includes(` + quoted(text) + `)`)
}

// visit opens a page of the console.
func (d *desk) visit(path string) {
	d.t.Helper()
	do(d.screen, chromedp.Navigate(d.base+path))
	d.until(`document.readyState === "complete"`)
}

// fill types into the field with a label.
func (d *desk) fill(id, words string) {
	d.t.Helper()
	do(d.screen, chromedp.SendKeys("#"+id, words))
}

// tap clicks a link or button by its words and waits for the page that follows.
func (d *desk) tap(label string) {
	d.t.Helper()
	where := quoted(label)
	const find = `(label => {
  for (const e of document.querySelectorAll("a, button, summary")) {
    if (e.innerText.trim() !== label || e.disabled || !e.offsetParent) continue;
    e.scrollIntoView({block: "center"});
    const r = e.getBoundingClientRect();
    return [r.x + r.width / 2, r.y + r.height / 2, r.width, r.height];
  }
  return null;
})`
	d.until(find + "(" + where + ") !== null")
	at := eval[[]float64](d.screen, find+"("+where+")")
	for { // a page that has just changed may still move
		time.Sleep(60 * time.Millisecond)
		again := eval[[]float64](d.screen, find+"("+where+")")
		if slices.Equal(at, again) {
			break
		}
		at = again
	}
	do(d.screen, chromedp.MouseClickXY(at[0], at[1]))
	d.clicks++
}

// proper fails if the page is wider than the screen, if something to tap is smaller than a
// finger, or if a field has no label.
func (d *desk) proper() {
	d.t.Helper()
	if w := eval[[]int](d.screen, `[document.documentElement.scrollWidth, innerWidth]`); w[0] > w[1] {
		d.t.Errorf("%s: the page has %d pixels of width, the screen %d", d.name, w[0], w[1])
	}
	const fingers = "a.button, button, nav a, input:not([type=hidden], [type=checkbox], [type=radio]), label.check, select, textarea, " +
		"summary"
	small := eval[[]string](d.screen, `[...document.querySelectorAll("`+fingers+`")]
  .filter(e => e.offsetParent && (e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 40))
  .map(e => e.tagName + " " + e.innerText + " " + e.getBoundingClientRect().width + "x" + e.getBoundingClientRect().height)`)
	if len(small) > 0 {
		d.t.Errorf("%s: too small for a finger: %q", d.name, small)
	}
	unnamed := eval[[]string](d.screen, `[...document.querySelectorAll("input:not([type=hidden]):not([hidden]), select, textarea")]
  .filter(e => !e.labels.length && !e.getAttribute("aria-label")).map(e => e.outerHTML)`)
	if len(unnamed) > 0 {
		d.t.Errorf("%s: without a label: %q", d.name, unnamed)
	}
}

// TestConsoleEvening goes through an evening in the console, on a phone and on a desktop:
// the first member is made, signs out and in, answers, publishes, finds it in the record,
// stops everything in two taps, and resumes.
func TestConsoleEvening(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			evening(t, size.name, size.width, size.height)
		})
	}
}

func evening(t *testing.T, name string, width, height int64) {
	t.Helper()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	base := serveConsole(t, c)
	for _, u := range []string{"a", "b", "d"} {
		c.say(t, u, "报名")
	}
	c.say(t, "a", "课程会讲到SaaS多租户后台吗")
	c.say(t, "b", "<script>alert(1)</script>能开企业专票抬头写公司吗")
	c.say(t, "d", "人工")
	c.at(7, 19, 42, 0)
	link, err := (front{c.app}).setUpLink(t.Context(), base)
	if err != nil || link == "" {
		t.Fatal("no link to set up:", link, err)
	}

	d := sit(t, "console-"+name, base, width, height)
	d.visit(strings.TrimPrefix(link, base))
	d.see("你就是负责人")
	d.proper()
	d.shoot("0-setup")
	d.fill("name", "阿敏")
	d.fill("password", "correct horse battery")
	d.tap("开始")
	d.see("现在最急的一件")
	d.proper()
	d.shoot("1-overview")
	d.tap("我")
	d.see("登录的设备")
	d.proper()
	d.shoot("2-me")
	d.tap("退出登录")
	d.see("登录控制台")
	d.proper()
	d.shoot("3-signin")
	d.fill("name", "阿敏")
	d.fill("password", "correct horse battery")
	d.tap("登录")
	d.see("现在最急的一件")

	d.tap("待答")
	d.see("课程会讲到SaaS多租户后台吗")
	d.see("<script>alert(1)</script>能开企业专票")
	d.proper()
	d.shoot("4-tickets")
	d.tap("总览")
	d.see("现在最急的一件")
	d.visit(home(c) + "tickets/U1")
	d.see("课程会讲到SaaS多租户后台吗")
	d.proper()
	d.shoot("5-ticket")
	d.fill("text", "会提到，但重点是电商后台。")
	d.until(`document.getElementById("kept").textContent === "已存草稿"`)
	d.tap("回复并发布")
	d.see("发布成常见问题？")
	d.proper()
	d.shoot("6-publish")
	d.tap("确认发布")
	d.see("已发布常见问题")
	d.proper()
	d.shoot("7-published")
	if got := c.say(t, "e", "课程会讲到SaaS多租户后台吗"); !strings.Contains(got, "会提到，但重点是电商后台。") {
		t.Errorf("what was published is not said: %q", got)
	}
	d.tap("记录")
	d.see("发布常见问题")
	d.see("阿敏")
	d.proper()
	d.shoot("8-record")
	before := d.clicks
	d.tap("急停")
	d.see("停主动发送")
	d.proper()
	d.shoot("9-stop")
	d.tap("马上停")
	d.see("已急停")
	if d.clicks-before != 2 {
		t.Errorf("%d taps to stop, want 2", d.clicks-before)
	}
	if control, err := c.app.store.Moderators.Control(t.Context()); err != nil || control.Level != 1 {
		t.Errorf("stopped: %+v, %v", control, err)
	}
	d.proper()
	d.shoot("10-stopped")
	d.tap("恢复")
	d.see("要恢复发送吗")
	d.shoot("11-resume")
	d.tap("确认恢复")
	d.see("已恢复")
	d.tap("成员")
	d.see("能登录的人")
	d.proper()
	d.shoot("12-members")
	d.until(`document.body.innerText.includes("阿敏")`)
	do(d.screen, chromedp.Evaluate[any](`document.documentElement.style.fontSize = "24px"`)) // 150 % text
	d.visit(home(c) + "tickets/U2")
	do(d.screen, chromedp.Evaluate[any](`document.documentElement.style.fontSize = "24px"`))
	if w := eval[[]int](d.screen, `[document.documentElement.scrollWidth, innerWidth]`); w[0] > w[1] {
		t.Errorf("with large text the page has %d pixels of width, the screen %d", w[0], w[1])
	}
	d.shoot("13-large")
}

// home is the path of the crowd's class in the console.
func home(c *crowd) string { return "/console/at/" + c.app.Campaign().ID + "/" }
