package main

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// hidden returns the value of a hidden field of a page.
func hidden(t *testing.T, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no %s in %s", name, page)
	}
	return found[1]
}

// onScreen is what a screen shows: the question that is up, and those that come next.
func onScreen(t *testing.T, v visitor, address string) string {
	t.Helper()
	status, body := v.get(address)
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", address, status, body)
	}
	up := regexp.MustCompile(`class="votes">(Q\d+)`).FindStringSubmatch(body)
	next := regexp.MustCompile(`<b>(Q\d+)</b>`).FindAllStringSubmatch(body, -1)
	out := "-"
	if up != nil {
		out = up[1]
	}
	for _, n := range next {
		out += " " + n[1]
	}
	return out
}

// wallClass lets people ask five questions at a class that runs, and approves them.
func wallClass(t *testing.T, p *process) {
	t.Helper()
	p.set(time.Date(2022, 7, 7, 21, 0, 0, 0, time.FixedZone("", 8*3600)))
	for i, topic := range []string{"订单拆单", "库存预占", "类目属性", "价格体系", "促销叠加"} {
		p.say(string(rune('a'+i)), "提问 我想知道"+topic+"在电商后台里到底该怎么设计才合理？")
	}
	p.say("m1", "#过 Q1 Q2 Q3 Q4 Q5")
}

// openScreen opens a screen that steers, and returns its path.
func openScreen(t *testing.T, v visitor, home string) string {
	t.Helper()
	_, body := v.post(home+"wall/screen", url.Values{"steers": {"1"}})
	found := regexp.MustCompile(`data-copy value="[^"]*(/wall/\w+)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("no link: %s", body)
	}
	return found[1]
}

// TestWallKilled kills the program while a question is up: after the restart the wall shows the
// same one, those that come next are in the frozen order, whatever votes have come, and the tap
// that nobody heard an answer to moves the wall once. The next one is the first of that order, and
// only then are the others ranked anew.
func TestWallKilled(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	wallClass(t, p)
	v := newVisitor(t)
	_, body := v.post(consoleLink(t, p, "阿敏", "班主任"), nil)
	home := p.url + regexp.MustCompile(`/console/at/[^/"]+/`).FindString(body)
	screen := p.url + openScreen(t, v, home)
	nobody := newVisitor(t)
	_, mirror := v.get(home + "wall")
	tap := url.Values{"seen": {hidden(t, mirror, "seen")}, "step": {"next"}}
	v.post(home+"wall/move", tap)
	if got := onScreen(t, nobody, screen); got != "Q1 Q2 Q3 Q4" {
		t.Fatalf("the wall shows %s", got)
	}
	for _, who := range []string{"x", "y"} {
		p.say(who, "顶5")
	}
	for range 3 {
		p.kill()
		p.start()
		if got := onScreen(t, nobody, screen); got != "Q1 Q2 Q3 Q4" {
			t.Errorf("after the end of the process the wall shows %s", got)
		}
		v.post(home+"wall/move", tap) // the phone sends it again
	}
	_, mirror = v.get(home + "wall")
	v.post(home+"wall/move", url.Values{"seen": {hidden(t, mirror, "seen")}, "step": {"next"}})
	p.kill()
	p.start()
	if got := onScreen(t, nobody, screen); got != "Q2 Q5 Q3 Q4" {
		t.Errorf("after the next question and another end the wall shows %s", got)
	}
}

// eventsOf reads a stream of events of a screen and returns a channel that gets the names of those
// that come.
func eventsOf(t *testing.T, address string) <-chan string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/events", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = res.Body.Close() })
	out := make(chan string, 100)
	go func() { // ends with its connection
		defer close(out)
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				out <- name
			}
		}
	}()
	return out
}

// TestSeveralWall steers the wall at one process and looks at it at all three: one question is up,
// the order is the frozen one everywhere, screens at other processes are told, taps of two phones
// at two processes move it once, and the end of a process changes nothing.
func TestSeveralWall(t *testing.T) {
	t.Parallel()
	f := newFleet(t, strings.NewReplacer())
	wallClass(t, f.front)
	v, nobody := newVisitor(t), newVisitor(t)
	first, last := f.members[0], f.members[2]
	_, body := v.post(consoleLink(t, first, "阿敏", "班主任"), nil)
	class := regexp.MustCompile(`/console/at/[^/"]+/`).FindString(body)
	screen := openScreen(t, v, first.url+class)
	same := func(want string, members ...*process) {
		t.Helper()
		for i, p := range members {
			if got := onScreen(t, nobody, p.url+screen); got != want {
				t.Errorf("process %d shows %s, want %s", i, got, want)
			}
		}
	}
	news := eventsOf(t, last.url+screen)
	<-news                              // the first one says to fetch everything
	time.Sleep(1500 * time.Millisecond) // the first reading of the marks
	_, mirror := v.get(first.url + class + "wall")
	tap := url.Values{"seen": {hidden(t, mirror, "seen")}, "step": {"next"}}
	v.post(first.url+class+"wall/move", tap)
	same("Q1 Q2 Q3 Q4", f.members...)
	for {
		select {
		case name, open := <-news:
			if !open {
				t.Fatal("the stream ended")
			}
			if name != "wall" {
				continue
			}
		case <-time.After(30 * time.Second):
			t.Fatal("a screen at another process was not told")
		}
		break
	}
	f.front.say("x", "顶5")
	f.front.say("y", "顶5")
	v.post(last.url+class+"wall/move", tap) // another phone, which saw the same
	same("Q1 Q2 Q3 Q4", f.members...)
	first.kill()
	same("Q1 Q2 Q3 Q4", f.members[1:]...)
	_, mirror = v.get(last.url + class + "wall")
	v.post(last.url+class+"wall/move", url.Values{"seen": {hidden(t, mirror, "seen")}, "step": {"next"}})
	first.start()
	same("Q2 Q5 Q3 Q4", f.members...)
}
