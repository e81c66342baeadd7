package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"zhujiao/bot/wxsim"
)

// wire is a network between a browser and the program, which can be cut.
type wire struct {
	net.Listener
	to    string
	mu    sync.Mutex // guards below
	cut   bool
	conns map[net.Conn]bool
}

// newWire leads to an address.
func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l, to: to, conns: map[net.Conn]bool{}}
	t.Cleanup(func() { _ = l.Close(); w.set(true) })
	go func() { // ends when the listener closes
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(c) // ends with the connection
		}
	}()
	return w
}

// hold notes a connection; false while the wire is cut.
func (w *wire) hold(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.cut {
		w.conns[c] = true
	}
	return !w.cut
}

// carry carries what both ends say.
func (w *wire) carry(c net.Conn) {
	defer func() { _ = c.Close() }()
	far, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", w.to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	if !w.hold(c) || !w.hold(far) {
		return
	}
	go func() { // ends with either connection
		_, _ = io.Copy(far, c)
		_ = far.Close()
	}()
	_, _ = io.Copy(c, far)
}

// set cuts the wire, with everything on it, or mends it.
func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	for c := range w.conns {
		if cut {
			_ = c.Close()
		}
		delete(w.conns, c)
	}
}

// moderating is a moderator with a browser, whose tab, network and server may go at any
// moment.
type moderating struct {
	t     *testing.T
	p     *process
	w     *wire
	all   context.Context //nolint:containedctx // the browser, which the library keeps in a context
	tab   context.Context //nolint:containedctx // its tab
	close context.CancelFunc
}

// moderate opens a browser that is signed in.
func moderate(t *testing.T, p *process) *moderating {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		if slices.Contains(strings.Split(os.Getenv("ZHUJIAO_TEST_REQUIRE"), ","), "chromium") {
			t.Fatal("chromium is required and not installed")
		}
		t.Skip("chromium is not installed")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath("chromium"),
		chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	t.Cleanup(cancel)
	ctx, cancelAll := chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(cancelAll)
	ctx, cancelBrowser := chromedp.NewContext(ctx)
	t.Cleanup(cancelBrowser)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	m := &moderating{t: t, p: p, w: newWire(t, strings.TrimPrefix(p.url, "http://")), all: ctx}
	m.reopen()
	_, path, _ := strings.Cut(consoleLink(t, p, "阿敏", "班主任"), "/console/")
	m.goTo("/console/" + path)
	m.run(`document.querySelector("main form button").click()`)
	m.until(`document.readyState === "complete" && !!document.querySelector("header nav")`)
	return m
}

// reopen opens a new tab in place of the one before.
func (m *moderating) reopen() {
	if m.close != nil {
		m.close()
	}
	m.tab, m.close = chromedp.NewContext(m.all)
}

// goTo opens a page of the console, whatever it takes.
func (m *moderating) goTo(path string) {
	m.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if chromedp.Do(m.tab, chromedp.Navigate("http://"+m.w.Addr().String()+path)) == nil &&
			m.is(`document.readyState === "complete" && location.pathname.startsWith("/console/") && !!document.querySelector("main")`) {
			return
		}
	}
	m.t.Fatalf("%s cannot be opened", path)
}

// is reports whether a condition holds in the page.
func (m *moderating) is(condition string) bool {
	ok, err := chromedp.Run(m.tab, chromedp.Evaluate[bool]("!!("+condition+")"))
	return err == nil && ok
}

func (m *moderating) until(condition string) {
	m.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if m.is(condition) {
			return
		}
	}
	text, _ := chromedp.Run(m.tab, chromedp.Text("body"))
	m.t.Fatalf("waited in vain for %s; the page shows:\n%s", condition, text)
}

// run runs a script; what becomes of it is seen later.
func (m *moderating) run(script string) { _, _ = chromedp.Run(m.tab, chromedp.Evaluate[any](script)) }

// typed types a text while something goes wrong, and returns what had been typed by then.
func (m *moderating) typed(words string, wrong func()) (done string) {
	var letters sync.WaitGroup
	stop := make(chan struct{})
	letters.Go(func() {
		for _, r := range words {
			select {
			case <-stop:
				return
			default:
			}
			if chromedp.Do(m.tab, chromedp.SendKeys("#text", string(r))) != nil {
				return
			}
			done += string(r)
		}
	})
	time.Sleep(rand.N(600 * time.Millisecond))
	wrong()
	close(stop)
	letters.Wait()
	return done
}

// TestConsoleChaos: while an answer is typed and while it is sent, the program is killed,
// the network is cut, or the tab is closed. Nothing that was typed is lost, and nobody gets
// an answer twice.
func TestConsoleChaos(t *testing.T) {
	t.Parallel()
	rounds := 3
	if long() {
		rounds = 50
	}
	p := newProcess(t, strings.NewReplacer())
	m := moderate(t, p)
	wrongs := []struct {
		name string
		do   func()
	}{
		{"the program is killed", func() { p.kill(); p.start() }},
		{"the network is cut", func() { m.w.set(true); time.Sleep(300 * time.Millisecond); m.w.set(false) }},
		{"the tab is closed", func() { m.reopen() }},
	}
	want := map[string]string{}
	for i := range rounds {
		who, wrong := fmt.Sprint("p", i), wrongs[i%len(wrongs)]
		if x := p.say(who, fmt.Sprintf("第%o个门牌号在火星的哪条街上呀", i+1)); x.Failure != "" {
			t.Fatal(x.Failure)
		}
		name := fmt.Sprint("U", i+1)
		m.goTo("/console/go/" + name)
		m.until(`document.getElementById("text")`)
		words := fmt.Sprintf("第%d条回答：先看课程介绍，再看资料包，还不清楚就来直播里问老师。", i)
		kept := m.typed(words, wrong.do)
		m.goTo("/console/go/" + name)
		if !m.is(fmt.Sprintf(`document.getElementById("text").value.startsWith(%q)`, kept)) {
			box, _ := chromedp.Run(m.tab, chromedp.Evaluate[string](`document.getElementById("text").value`))
			t.Errorf("%s, %s: %q was typed, the box has %q", name, wrong.name, kept, box)
		}
		want[who] = m.sent(name, words, wrongs[(i+i/3)%len(wrongs)].do)
	}
	p.set(p.clock().Add(11 * time.Second)) // an answer of the console can be taken back for ten
	p.settle()
	got := map[string][]string{}
	for _, a := range p.platform.Accepted() {
		if strings.Contains(a.Text, "条回答：") {
			got[a.To] = append(got[a.To], a.Text)
		}
	}
	for who, words := range want {
		if all := got[wxsim.OpenID("crowd", who)]; len(all) != 1 || !strings.Contains(all[0], words) {
			t.Errorf("%s got %q, want once %q", who, all, words)
		}
	}
}

// sent writes the rest of an answer and sends it while something goes wrong; whoever sees
// that it was not sent sends it again, and whoever does not know does, too.
func (m *moderating) sent(name, words string, wrong func()) string {
	m.t.Helper()
	m.run(fmt.Sprintf(`(b => { b.value = %q; b.dispatchEvent(new Event("input", {bubbles: true})); })(document.forms.answer.text)`, words))
	const send = `document.querySelector("#answer button.main").click()`
	var both sync.WaitGroup
	both.Go(func() { time.Sleep(rand.N(40 * time.Millisecond)); wrong() })
	tab := m.tab
	_, _ = chromedp.Run(tab, chromedp.Evaluate[any](send))
	both.Wait()
	for range 20 {
		m.goTo("/console/go/" + name)
		answered := m.is(`!!document.querySelector(".given")`)
		left := m.is(fmt.Sprintf(`document.getElementById("text").value === %q`, words))
		if answered && !left { // a browser that has not heard of it sends the form again
			const again = `again = fetch(document.forms.answer.action, {method: "POST", body: new URLSearchParams({text: %q})})`
			m.run(fmt.Sprintf(again, words))
			m.until(fmt.Sprintf(`again.then(r => { window.heard = %q; }) && window.heard === %q`, name, name))
			return words
		}
		if !left {
			m.t.Errorf("%s was not answered, and its words are gone", name)
			return words
		}
		m.run(send)
		m.until(`document.readyState === "complete" && !document.querySelector("#answer button.main[disabled]")`)
	}
	m.t.Errorf("%s cannot be answered", name)
	return words
}
