package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestRetryHoldsPerson lets an answer wait for its retry: what ends the talk does not
// overtake it, also when the program starts again meanwhile, and others do not wait.
func TestRetryHoldsPerson(t *testing.T) {
	t.Parallel()
	tooFast := &bot.SendError{Class: bot.TooFast}
	for name, c := range map[string]struct {
		first   error
		restart bool
		wait    time.Duration
	}{
		"a busy platform":              {first: transient()},
		"a busy platform, and restart": {first: transient(), restart: true},
		"a minute's pause":             {first: tooFast, wait: time.Minute},
		"a minute's pause, restart":    {first: tooFast, restart: true, wait: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				link := w.add(1, campaign.LinkReplaced{}) // of a lower priority, but it was first
				link.Priority = campaign.PriorityLink
				w.set(link)
				w.errs = []error{c.first}
				d := w.dispatcher()
				ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
				defer cancel()
				_ = d.Settle(ctx)
				w.add(2, campaign.HumanAnswer{})
				other := w.add(3, campaign.HumanAnswer{})
				other.Person, other.to = 8, "o8"
				w.set(other)
				if c.restart {
					d = w.dispatcher()
				}
				w.locked(func() { w.calls, w.now = nil, w.now.Add(c.wait) })
				w.settle(d)
				mine := slices.DeleteFunc(slices.Clone(w.calls), func(s string) bool { return s == "o8: words 3" })
				if want := []string{"o7: words 1", "o7: words 2"}; !slices.Equal(mine, want) || len(w.calls) != 3 {
					t.Errorf("calls %q, want %q and one to o8", w.calls, want)
				}
			})
		})
	}
}

// TestHoldIsBounded lets a notice fail that the platform never takes: the next one of the
// person leaves after five tries.
func TestHoldIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.errs = slices.Repeat([]error{transient()}, 5)
		w.add(1, campaign.ReminderText{Planned: noon()})
		w.add(2, campaign.HumanAnswer{})
		begin := time.Now()
		w.settle(w.dispatcher())
		if w.state(1) != campaign.NoticeFailed || w.state(2) != campaign.NoticeSent || time.Since(begin) > 10*time.Second {
			t.Errorf("notice 1 is %s, notice 2 %s after %v", w.state(1), w.state(2), time.Since(begin))
		}
	})
}

// TestWaitsAreForgotten cancels a notice that waits for its retry: nobody is remembered
// afterwards.
func TestWaitsAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		d := w.dispatcher()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan bool)
		go func() { d.Run(ctx); close(done) }()
		for id := range int64(50) {
			w.locked(func() {
				r := w.add(id+1, campaign.HumanAnswer{})
				r.Person = bot.PersonID(100 + id)
				w.set(r)
				w.errs = append(w.errs, transient())
			})
		}
		d.Wake()
		time.Sleep(100 * time.Millisecond)
		w.locked(func() {
			for id, r := range w.rows {
				r.outcome.State = campaign.NoticeCancelled
				w.rows[id] = r
			}
		})
		if n := d.Waits(); n == 0 {
			t.Error("nobody waits: the test shows nothing")
		}
		time.Sleep(time.Minute)
		if n := d.Waits(); n != 0 {
			t.Errorf("%d people are remembered for notices that were cancelled", n)
		}
		stop()
		<-done
	})
}

// TestShelfWakesInOrder wakes more than one unit holds before anything is sent: a
// person's next notice does not leave before one of theirs that wakes last.
func TestShelfWakesInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id := int64(1); id <= 200; id++ {
		r := w.add(id, campaign.HumanAnswer{})
		r.Person, r.to = bot.PersonID(1000+id), bot.UserID(fmt.Sprint("o", 1000+id))
		r.outcome = campaign.NoticeOutcome{State: campaign.NoticeShelved, Due: noon()}
		if id < 200 {
			r.Priority = campaign.PriorityLink
		}
		w.set(r)
	}
	r := w.add(201, campaign.TalkEnded{})
	r.Person, r.to = 1200, "o1200"
	w.set(r)
	w.settle(w.dispatcher())
	of := slices.DeleteFunc(slices.Clone(w.calls), func(s string) bool { return s[:5] != "o1200" })
	if want := []string{"o1200: words 200", "o1200: words 201"}; !slices.Equal(of, want) {
		t.Errorf("calls %q, want %q", of, want)
	}
}

// TestOtherProcess lets another process begin a person's first notice at the same moment:
// the second one does not leave beside it.
func TestOtherProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(1, campaign.HumanAnswer{})
	w.add(2, campaign.HumanAnswer{})
	w.stolen = map[int64]bool{1: true}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_ = w.dispatcher().Settle(ctx)
	if len(w.calls) > 0 {
		t.Errorf("calls %q", w.calls)
	}
}
