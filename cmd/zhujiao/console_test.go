package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// visitor is a browser without scripts, with a session of its own.
type visitor struct {
	t *testing.T
	*http.Client
}

func newVisitor(t *testing.T) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{t, &http.Client{Jar: jar}}
}

// get opens an address and returns status and body, after redirects.
func (v visitor) get(address string) (int, string) {
	v.t.Helper()
	return v.ask(http.MethodGet, address, nil)
}

// post sends a form.
func (v visitor) post(address string, form url.Values) (int, string) {
	v.t.Helper()
	return v.ask(http.MethodPost, address, form)
}

func (v visitor) ask(method, address string, form url.Values) (int, string) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := v.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// consoleLink runs zhujiao console link beside the program and returns the address that it
// prints.
func consoleLink(t *testing.T, p *process, args ...string) string {
	t.Helper()
	cmd := program(t.Context(), t, append([]string{"console", "link"}, args...)...)
	cmd.Env = p.env
	out, err := cmd.CombinedOutput()
	found := regexp.MustCompile(`http://\S+/console/in/\w+`).Find(out)
	if err != nil || found == nil {
		t.Fatalf("console link %v: %v\n%s", args, err, out)
	}
	return string(found)
}

// TestConsoleProcess: the first start prints how to set the console up; a link that is made
// beside the running program signs in, by the lab's clock; what was typed is there after
// kill -9; and an open page does not keep the program from ending.
func TestConsoleProcess(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	p.kill() // its log can be read now
	setUp := regexp.MustCompile(`"link":"(http://[^"]+/console/in/\w+)"`).FindStringSubmatch(p.log.String())
	if setUp == nil || strings.Contains(setUp[1], "0.0.0.0") {
		t.Fatalf("the first start does not say how to set the console up:\n%s", p.log.String())
	}
	p.start()
	stranger := newVisitor(t)
	if status, body := stranger.get(setUp[1]); status != http.StatusOK || !strings.Contains(body, "你就是负责人") {
		t.Errorf("the link of the first start: %d", status)
	}
	link := consoleLink(t, p, "阿敏", "班主任")
	v := newVisitor(t)
	if status, body := v.post(link, nil); status != http.StatusOK || !strings.Contains(body, "总览") {
		t.Fatalf("the link: %d %s", status, body)
	}
	if status, _ := stranger.post(link, nil); status != http.StatusGone {
		t.Errorf("the link a second time: %d", status)
	}
	old := consoleLink(t, p, "小李", "只读")
	p.set(p.clock().Add(31 * time.Minute))
	if status, _ := stranger.post(old, nil); status != http.StatusGone {
		t.Errorf("a link of 31 minutes ago by the lab's clock: %d", status)
	}

	p.say("a", "课程会讲到SaaS多租户后台吗")
	ticket := p.url + "/console/go/U1"
	_, body := v.get(ticket)
	form := regexp.MustCompile(`action="(/console/at/[^"]+/tickets/U1)/answer"`).FindStringSubmatch(body)
	if form == nil {
		t.Fatalf("no form to answer: %s", body)
	}
	if status, _ := v.post(p.url+form[1]+"/draft", url.Values{"text": {"会提到，但重点是"}}); status != http.StatusNoContent {
		t.Fatal("the draft:", status)
	}
	p.kill()
	p.start()
	if _, body := v.get(ticket); !strings.Contains(body, "会提到，但重点是</textarea>") {
		t.Error("after kill -9 the words are gone, or the browser is signed out")
	}
	res, err := v.Get(p.url + strings.TrimSuffix(form[1], "tickets/U1") + "events")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := res.Body.Read(make([]byte, 10)); err != nil {
		t.Fatal("no events:", err)
	}
	begin := time.Now()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	if err := p.cmd.Wait(); err != nil || time.Since(begin) > 6*time.Second {
		t.Errorf("an open page keeps the program from ending: %v after %v", err, time.Since(begin))
	}
}
