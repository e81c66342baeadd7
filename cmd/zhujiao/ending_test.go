package main

import (
	"errors"
	"io"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// endMax is how long the program may take to end after a signal, whatever hangs.
const endMax = 10 * time.Second

// end sends signals to the program, a pause apart, and returns how it ended and how long
// it took from the last one.
func (p *process) end(pause time.Duration, signals ...syscall.Signal) (code int, took time.Duration) {
	p.t.Helper()
	done := make(chan error, 1)
	go func() { done <- p.cmd.Wait() }()
	var begin time.Time
	for i, s := range signals {
		if i > 0 {
			time.Sleep(pause)
		}
		begin = time.Now()
		if err := p.cmd.Process.Signal(s); err != nil {
			p.t.Fatalf("signal %d: %v", i+1, err)
		}
	}
	select {
	case err := <-done:
		var failed *exec.ExitError
		if err != nil && !errors.As(err, &failed) {
			p.t.Fatal(err)
		}
		return p.cmd.ProcessState.ExitCode(), time.Since(begin)
	case <-time.After(time.Minute):
		_ = p.cmd.Process.Kill()
		p.t.Fatalf("the program does not end:\n%s", p.log.String())
		return 0, 0
	}
}

// hangingRedis is a server that takes connections and never answers.
func hangingRedis(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() { // ends with l
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(io.Discard, c) }()
		}
	}()
	return "redis://" + l.Addr().String()
}

// TestEndsInTime asks the program to end while everything around it hangs: it ends in
// time, what was called may have arrived, and everything else is told after the start.
func TestEndsInTime(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_REDIS_URL="+hangingRedis(t))
	const people = 40
	h := p.hold(customSend, "/webhook/send")
	h.cut = true
	p.say("stranger", strayQuestion) // an alert to the moderators' group
	p.reminding(people)
	await(t, "calls hang", func() bool { return h.count(customSend) == workerCalls && h.count("/webhook/send") > 0 })
	code, took := p.end(0, syscall.SIGTERM)
	if code != 0 || took > endMax {
		t.Errorf("ended with %d after %v, want 0 within %v:\n%s", code, took, endMax, p.log.String())
	}
	states := p.reminders()
	if states[campaign.NoticeUnknown] != workerCalls || states[campaign.NoticeQueued] != people-workerCalls {
		t.Errorf("after the end the ledger has %v, want %d unknown and the others queued", states, workerCalls)
	}
	h.letGo()
	p.start()
	p.settle()
	if told, doubled := twice(p.platform.Accepted(), "还有1小时开课"); told != people || len(doubled) > 0 {
		t.Errorf("the platform took %d reminders, %d people got two; want each of %d once", told, len(doubled), people)
	}
	posted := 0
	for _, a := range p.platform.Accepted() {
		if a.Way == "robot" && strings.Contains(a.Text, strayQuestion) {
			posted++
		}
	}
	if posted == 0 {
		t.Error("the alert is lost")
	}
}

// TestEndsWithoutToken asks the program to end while the platform gives no token: no
// message was sent, so all of them are sent after the start.
func TestEndsWithoutToken(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	const people, token = 30, "/stable_token"
	h := p.hold(token)
	p.reminding(people)
	await(t, "the program asks for a token", func() bool { return h.count(token) > 0 })
	time.AfterFunc(8*time.Second, h.letGo)
	code, took := p.end(0, syscall.SIGINT)
	if code != 0 || took > endMax {
		t.Errorf("ended with %d after %v, want 0 within %v:\n%s", code, took, endMax, p.log.String())
	}
	if states := p.reminders(); states[campaign.NoticeQueued] != people {
		t.Errorf("after the end the ledger has %v, want all queued", states)
	}
	h.letGo()
	p.start()
	p.settle()
	if told, doubled := twice(p.platform.Accepted(), "还有1小时开课"); told != people || len(doubled) > 0 {
		t.Errorf("the platform took %d reminders, %d people got two; want each of %d once", told, len(doubled), people)
	}
}

// TestSecondSignal ends the program at once while calls hang.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			p := newProcess(t, strings.NewReplacer())
			h := p.hold(customSend)
			p.reminding(5)
			await(t, "calls hang", func() bool { return h.count(customSend) > 0 })
			code, took := p.end(300*time.Millisecond, syscall.SIGTERM, s)
			if code == 0 || took > 2*time.Second {
				t.Errorf("ended with %d after %v, want an error at once:\n%s", code, took, p.log.String())
			}
		})
	}
}
