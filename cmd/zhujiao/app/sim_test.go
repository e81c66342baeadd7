package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// screen is a page of a demo in a browser of some size. It is used as a person would:
// by the labels that can be seen.
type screen struct {
	t      *testing.T
	ctx    context.Context //nolint:containedctx // the browser, which the library keeps in a context
	name   string          // of its screenshots
	url    string
	clicks int
}

// wide and handheld are the screens that the page is made for.
func wide(t *testing.T, name, url string) *screen {
	t.Helper()
	return open(t, name, url, 1400, 900)
}

func handheld(t *testing.T, name, url string) *screen {
	t.Helper()
	return open(t, name+"-phone", url, 390, 800)
}

func open(t *testing.T, name, url string, width, height int64) *screen {
	t.Helper()
	s := &screen{t: t, ctx: browser(t), name: name, url: url}
	do(s, chromedp.EmulateViewport(width, height))
	s.load()
	return s
}

// load loads the page, again if it is there.
func (s *screen) load() {
	s.t.Helper()
	do(s, chromedp.Navigate("http://"+s.url+"/sim"))
	s.until(`document.querySelectorAll("#people button").length > 0`)
}

// do runs one action of the browser.
func do[T any](s *screen, a chromedp.Action[T]) T {
	s.t.Helper()
	v, err := chromedp.Run(s.ctx, a)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// eval evaluates an expression in the page.
func eval[T any](s *screen, expression string) T {
	s.t.Helper()
	return do(s, chromedp.Evaluate[T](expression))
}

// until waits for a condition in the page.
func (s *screen) until(condition string) {
	s.t.Helper()
	if _, err := chromedp.Run(s.ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(30*time.Second))); err != nil {
		s.shoot("failed")
		got, _ := chromedp.Run(s.ctx, chromedp.Text("body"))
		s.t.Fatalf("%s: %v; the page shows:\n%v", condition, err, got)
	}
}

// spot finds something that can be seen and used by its label: the middle of it, or null.
const spot = `(label => {
  for (const e of document.querySelectorAll("button, summary, select, input")) {
    const own = [e.innerText, e.firstChild?.nodeValue, e.getAttribute("aria-label"), e.placeholder].map(s => (s || "").trim());
    if (!own.includes(label) || e.disabled) continue;
    e.scrollIntoView({block: "nearest", inline: "nearest"});
    const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
    const top = document.elementFromPoint(x, y);
    if (r.width > 0 && top && (e === top || e.contains(top))) return [x, y];
  }
  return null;
})`

// press clicks what carries a label.
func (s *screen) press(label string) {
	s.t.Helper()
	where := quoted(label)
	s.until(spot + "(" + where + ") !== null")
	at := eval[[]float64](s, spot+"("+where+")")
	do(s, chromedp.MouseClickXY(at[0], at[1]))
	s.clicks++
}

// see waits until a text can be seen.
func (s *screen) see(text string) {
	s.t.Helper()
	s.until(`document.body.innerText.includes(` + quoted(text) + `)`)
}

// lack fails if a text can be seen.
func (s *screen) lack(text string) {
	s.t.Helper()
	if eval[bool](s, `document.body.innerText.includes(`+quoted(text)+`)`) {
		s.shoot("failed")
		s.t.Errorf("the page shows %q", text)
	}
}

// say types a message on the first phone and waits for words of the reply.
func (s *screen) say(text, want string) {
	s.t.Helper()
	s.until(`!document.querySelector("#phone-0 [data-role=input]").disabled`)
	do(s, chromedp.SendKeys("#phone-0 [data-role=input]", text))
	do(s, chromedp.Click("#phone-0 [data-role=send]"))
	s.until(`[...document.querySelectorAll("#phone-0 li.bot")].at(-1)?.textContent.includes(` + quoted(want) + `) === true`)
}

// whole fails if the page is wider than the screen or a title is cut.
func (s *screen) whole() {
	s.t.Helper()
	const titles = ".bar > *, #class, #steps li, #steps li *, button, .tools select, form *"
	cut := eval[[]string](s, `[...document.querySelectorAll("`+titles+`")].filter(e => {
		if (!e.offsetParent) return false;
		const r = e.getBoundingClientRect(), box = e.closest(".phone, aside, #tour, #people, header, body").getBoundingClientRect();
		const outside = r.left < box.left - 1 || r.right > box.right + 1 || r.height > 0 && r.bottom > box.bottom + 1;
		return outside || e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline";
	}).map(e => e.tagName + " " + e.innerText)`)
	if len(cut) > 0 {
		s.t.Errorf("%s: cut: %q", s.name, cut)
	}
	if w := eval[[]int](s, `[document.documentElement.scrollWidth, innerWidth]`); w[0] > w[1] {
		s.t.Errorf("%s: the page has %d pixels of width, the screen %d", s.name, w[0], w[1])
	}
}

// shoot keeps a screenshot if ZHUJIAO_SHOTS names a directory.
func (s *screen) shoot(what string) {
	s.t.Helper()
	dir := os.Getenv("ZHUJIAO_SHOTS")
	if dir == "" {
		return
	}
	png := do(s, chromedp.CaptureScreenshot())
	if err := os.WriteFile(filepath.Join(dir, s.name+"-"+what+".png"), png, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // cannot happen: it is a string
	}
	return string(b)
}

// startDemo runs a demo of a campaign file on a free port and returns its address; without
// a file, of the sample.
func startDemo(t *testing.T, file string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := DemoOptions{Dir: t.TempDir(), Addr: l.Addr().String(), File: file}
	d, err := NewDemo(context.Background(), o, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	end, ended := make(chan struct{}), make(chan error)
	go func() { ended <- d.Run(context.Background(), l, func() error { <-end; return nil }) }()
	t.Cleanup(func() {
		close(end)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		if slices.Contains(strings.Split(os.Getenv("ZHUJIAO_TEST_REQUIRE"), ","), "chromium") {
			t.Fatal("chromium is required and not installed")
		}
		t.Skip("chromium is not installed")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath("chromium"),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	ctx, cancel2 := chromedp.NewContext(ctx)
	t.Cleanup(cancel2)
	ctx, cancel3 := context.WithTimeout(ctx, 4*time.Minute) // every page, on a busy machine
	t.Cleanup(cancel3)
	return ctx
}

// TestSimTour follows the six steps of the tour by their labels, on a wide screen and on
// one of a phone: somebody registers, checks in, claims, asks, and a broadcast reaches
// them, in at most 15 clicks. Set ZHUJIAO_SHOTS to a directory to keep screenshots.
func TestSimTour(t *testing.T) {
	t.Parallel()
	for _, start := range []func(*testing.T, string, string) *screen{wide, handheld} {
		s := start(t, "tour", startDemo(t, ""))
		s.see("先点「关注」")
		s.see("「后台先行」")
		s.shoot("0")
		s.whole()
		for i, step := range []struct{ label, want string }{
			{"让学员A关注", "欢迎来到"},
			{"让学员A报名", "你是第1位"},
			{"开播，让学员A签到", "签到成功"},
			{"让学员A领99", "提取码：8k2m"},
			{"问一句，让班主任答", "#答 U1 "},
			{"班主任群发", "#确认 B1 1"},
		} {
			s.press(step.label)
			s.see(step.want)
			s.shoot(fmt.Sprint(i + 1))
			s.whole()
		}
		s.press("学员A")
		s.see("感谢报名，有问题可以继续发给我。")
		s.see("六步走完了")
		s.until(`(l => l.scrollTop + l.clientHeight > l.scrollHeight - 3)(document.querySelector("#phone-0 ol"))`) // to the newest line
		s.shoot("7")
		if s.clicks > 15 {
			t.Errorf("%s: %d clicks, at most 15", s.name, s.clicks)
		}
	}
}
