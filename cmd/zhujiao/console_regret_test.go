package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestConsoleRegretKilled kills the program within the ten seconds of a broadcast that was
// confirmed in the console: after the restart it is taken back and reaches nobody, or it is
// not and reaches everybody once.
func TestConsoleRegretKilled(t *testing.T) {
	t.Parallel()
	for name, taken := range map[string]bool{"taken back": true, "left": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			regretKilled(t, taken)
		})
	}
}

func regretKilled(t *testing.T, taken bool) {
	t.Helper()
	const words = "感谢报名，问题可以继续发给我，我会一条一条回。"
	p := newProcess(t, strings.NewReplacer())
	p.all(8, "报名")
	v := newVisitor(t)
	_, body := v.post(consoleLink(t, p, "阿敏", "班主任"), nil)
	home := p.url + regexp.MustCompile(`/console/at/[^/"]+/`).FindString(body)
	v.post(home+"sends/new", url.Values{"text": {words}})
	_, body = v.post(home+"sends/new/audience", url.Values{"of": {"seated"}})
	made := regexp.MustCompile(`name="made" value="(\d+)"`).FindStringSubmatch(body)
	if made == nil {
		t.Fatalf("no draft: %s", body)
	}
	page := home + "sends/B1"
	v.post(page+"/seen", url.Values{"made": {made[1]}})
	if _, body := v.post(page+"/confirm", url.Values{"when": {"now"}, "people": {"8"}}); !strings.Contains(body, "秒后发给8人") {
		t.Fatalf("confirmed: %s", body)
	}
	p.kill()
	p.start()
	p.set(p.clock().Add(9 * time.Second))
	p.settle()
	if n := received(p, words); n != 0 {
		t.Fatalf("%d people got it within the ten seconds", n)
	}
	if taken {
		if status, body := v.post(page+"/takeback", nil); status != http.StatusOK || !strings.Contains(body, "又是草稿了") {
			t.Fatalf("taken back: %d %s", status, body)
		}
		p.kill()
		p.start()
	}
	for _, later := range []time.Duration{time.Second, 3 * time.Minute, 10 * time.Minute} {
		p.set(p.clock().Add(later))
		p.settle()
		if later == time.Second {
			p.kill() // in the middle of sending, or after taking back
			p.start()
			p.settle()
		}
	}
	want, said := 8, "已发出，不能撤回，可以更正"
	if taken {
		want, said = 0, "没有发出去，现在是草稿"
	}
	if n := received(p, words); n != want {
		t.Errorf("%d people got it, want %d", n, want)
	}
	status, body := v.post(page+"/takeback", nil)
	if status != http.StatusConflict || !strings.Contains(body, said) {
		t.Errorf("taken back too late, or twice: %d", status)
	}
}

// received is how many messages with some words the platform has delivered.
func received(p *process, words string) (n int) {
	for _, a := range p.platform.Accepted() {
		if strings.Contains(a.Text, words) {
			n++
		}
	}
	return n
}
