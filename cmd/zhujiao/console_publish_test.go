package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// editor is a moderator who changes an answer of the class in the console of a process.
type editor struct {
	visitor
	home string
}

func newEditor(t *testing.T, p *process, name string) editor {
	t.Helper()
	v := newVisitor(t)
	_, body := v.post(consoleLink(t, p, name, "班主任"), nil)
	class := regexp.MustCompile(`/console/at/[^/"]+/`).FindString(body)
	if class == "" {
		t.Fatalf("%s is not signed in: %s", name, body)
	}
	return editor{v, p.url + class}
}

// priced is an answer to what the class costs.
func priced(n int) string { return fmt.Sprintf("这一场免费，第%d次写。", n) }

// drafts writes another answer, and returns the code that publishes it.
func (e editor) drafts(answer string) (code string) {
	e.t.Helper()
	if status, body := e.post(e.home+"faq/price", url.Values{"question": {"要钱吗"}, "text": {answer}}); status != http.StatusOK {
		e.t.Fatalf("the draft: %d %s", status, body)
	}
	_, body := e.post(e.home+"content/propose", url.Values{"kind": {"form"}})
	return hidden(e.t, body, "code")
}

// text is the newest version as a file.
func (e editor) text() string {
	e.t.Helper()
	status, body := e.get(e.home + "content/file")
	if status != http.StatusOK {
		e.t.Fatalf("the file: %d", status)
	}
	return body
}

// TestConsolePublishKilled kills the program while content is being published in the console. The
// version is there whole, and serves after the restart, or it is not there at all, and then the
// draft still is and can be published.
func TestConsolePublishKilled(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	e := newEditor(t, p, "阿敏")
	e.drafts(priced(0))
	publishes(t, e, 0)
	kept, lost := 0, 0
	for n := 1; n <= 2*kills(); n++ {
		before := e.text()
		code := e.drafts(priced(n))
		ctx, cancel := context.WithCancel(t.Context())
		var sent sync.WaitGroup
		sent.Go(func() {
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.home+"confirm", strings.NewReader("code="+code))
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if resp, err := e.Do(r); err == nil {
				_ = resp.Body.Close()
			}
		})
		time.Sleep(rand.N(60 * time.Millisecond))
		p.kill()
		cancel()
		sent.Wait()
		p.start()
		serves := n
		switch after := e.text(); after {
		case strings.Replace(before, priced(n-1), priced(n), 1):
			kept++
		case before:
			lost++
			serves--
		default:
			t.Fatalf("half of a version was stored:\n%s", after)
		}
		if got := p.say("a", "要钱吗").Text; got != priced(serves) {
			t.Errorf("after the restart they read %q, want %q", got, priced(serves))
		}
		if serves == n {
			continue
		}
		if _, body := e.get(e.home + "content/review?kind=form"); !strings.Contains(body, priced(n)) {
			t.Fatalf("the draft is lost: %s", body)
		}
		publishes(t, e, n)
	}
	t.Logf("%d versions were stored before the end, %d were not", kept, lost)
}

// publishes publishes the draft, which people then read.
func publishes(t *testing.T, e editor, n int) {
	t.Helper()
	_, body := e.post(e.home+"content/propose", url.Values{"kind": {"form"}})
	if status, body := e.post(e.home+"confirm", url.Values{"code": {hidden(t, body, "code")}}); status != http.StatusOK ||
		!strings.Contains(e.text(), priced(n)) {
		t.Fatalf("not published: %d %s", status, body)
	}
}

// TestSeveralPublish publishes at one process what others answer with at once. Of two moderators
// who publish at the same time at two processes one wins; the other one is told, and keeps what
// they wrote.
func TestSeveralPublish(t *testing.T) {
	t.Parallel()
	f := newFleet(t, strings.NewReplacer())
	one, two := newEditor(t, f.members[0], "阿敏"), newEditor(t, f.members[1], "小李")
	one.drafts(priced(0))
	publishes(t, one, 0)
	begin := time.Now()
	for _, p := range f.members {
		for got := ""; got != priced(0); time.Sleep(20 * time.Millisecond) {
			if got = p.say("a", "要钱吗").Text; time.Since(begin) > time.Minute {
				t.Fatalf("another process still answers %q", got)
			}
		}
	}
	t.Logf("all processes answer with it %v after it was published", time.Since(begin))
	for round := 1; round <= 3; round++ {
		was := one.text()
		codes := map[int]string{1: one.drafts(priced(10*round + 1)), 2: two.drafts(priced(10*round + 2))}
		said := map[int]string{}
		var mu sync.Mutex
		var both sync.WaitGroup
		for n, e := range map[int]editor{1: one, 2: two} {
			both.Go(func() {
				_, body := e.post(e.home+"confirm", url.Values{"code": {codes[n]}})
				mu.Lock()
				defer mu.Unlock()
				said[n] = body
			})
		}
		both.Wait()
		now := one.text()
		won, loser := 1, two
		if strings.Contains(now, priced(10*round+2)) {
			won, loser = 2, one
		}
		if !strings.Contains(now, priced(10*round+won)) || now == was || two.text() != now {
			t.Fatalf("round %d: nobody has won, or the processes have two texts:\n%s", round, now)
		}
		if strings.Contains(said[3-won], "已发布") || !strings.Contains(said[won], "已发布") {
			t.Errorf("round %d: the winner reads %.300s, the other one %.300s", round, said[won], said[3-won])
		}
		_, body := loser.get(loser.home + "content/review?kind=form")
		if !strings.Contains(body, priced(10*round+3-won)) || !strings.Contains(body, "你改的时候，别人也改了") {
			t.Errorf("round %d: the other one is not told, or their text is lost: %s", round, body)
		}
	}
}
