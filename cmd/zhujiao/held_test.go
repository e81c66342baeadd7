package main

import (
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// held is a platform that takes calls to some paths and does not answer before it is
// let go.
type held struct {
	mu    sync.Mutex // guards below
	calls map[string]int
	paths []string
	free  chan struct{}
	// cut lets the calls be carried out without an answer when they are let go.
	cut bool
}

// hold makes the platform hold the calls to these paths.
func (p *process) hold(paths ...string) *held {
	h := &held{calls: map[string]int{}, paths: paths, free: make(chan struct{})}
	p.refuse(h.refuse)
	p.t.Cleanup(h.letGo)
	return h
}

func (h *held) refuse(path string) (wxsim.Refusal, bool) {
	for _, part := range h.paths {
		if !strings.HasSuffix(path, part) {
			continue
		}
		h.mu.Lock()
		h.calls[part]++
		h.mu.Unlock()
		<-h.free
		return wxsim.Refusal{Cut: true}, h.cut
	}
	return wxsim.Refusal{}, false
}

func (h *held) count(part string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls[part]
}

// letGo answers all calls, from now on at once.
func (h *held) letGo() {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.free:
	default:
		close(h.free)
	}
}

const (
	customSend  = "/message/custom/send"
	workerCalls = 16
)

// reminding registers people and makes their reminder due.
func (p *process) reminding(people int) {
	p.t.Helper()
	p.all(people, "报名")
	p.set(time.Date(2022, 7, 7, 11, 30, 0, 0, time.UTC))
}

// reminders counts the reminders in each state. The program must not run.
func (p *process) reminders() map[campaign.NoticeState]int {
	p.t.Helper()
	states, err := p.open().Ledger.States(p.t.Context(), sampleClass, campaign.NoticeReminder)
	if err != nil {
		p.t.Fatal(err)
	}
	return states
}

// TestKilledWhileHeld kills the program while the platform holds as many calls as there
// are workers: only these may be lost, and everybody else is told once after the start.
func TestKilledWhileHeld(t *testing.T) {
	t.Parallel()
	times := 1
	if long() {
		times = 10
	}
	for range times {
		const people = 100
		p := newProcess(t, strings.NewReplacer())
		h := p.hold(customSend)
		h.cut = true
		p.reminding(people)
		await(t, "the platform holds as many calls as there are workers", func() bool { return h.count(customSend) == workerCalls })
		time.Sleep(time.Second) // more would begin
		p.kill()
		begun := p.reminders()[campaign.NoticeSending]
		h.letGo()
		p.refuse(func(string) (wxsim.Refusal, bool) { return wxsim.Refusal{}, false })
		p.start()
		if !p.settle() {
			t.Fatal("the program does not settle")
		}
		p.kill()
		states := p.reminders()
		told, doubled := twice(p.platform.Accepted(), "还有1小时开课")
		if begun != workerCalls || states[campaign.NoticeUnknown] != workerCalls || states[campaign.NoticeSent] != people-workerCalls {
			t.Errorf("%d reminders had begun; then the ledger has %v, want %d unknown and the others sent", begun, states, workerCalls)
		}
		if told != people || len(doubled) > 0 {
			t.Errorf("the platform took %d reminders, %d people got two; want each of %d once", told, len(doubled), people)
		}
	}
}
