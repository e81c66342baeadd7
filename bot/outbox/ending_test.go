package outbox_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

// crowd queues a notice each for many people, from id 1 on.
func (w *world) crowd(n int64, b campaign.Body) {
	for id := int64(1); id <= n; id++ {
		r := w.add(id, b)
		r.Person = bot.PersonID(100 + id)
		w.set(r)
	}
}

// count counts the notices in a state.
func (w *world) count(s campaign.NoticeState) (n int) {
	w.locked(func() {
		for _, r := range w.rows {
			if r.outcome.State == s {
				n++
			}
		}
	})
	return n
}

// called counts the calls.
func (w *world) called() (n int) {
	w.locked(func() { n = len(w.calls) })
	return n
}

// unanswered hangs until the call is cut, as a platform does that took the message.
func unanswered(ctx context.Context, _ string) error {
	<-ctx.Done()
	return &bot.SendError{Class: bot.Transient, Words: ctx.Err().Error(), MaybeSent: true}
}

// running starts a dispatcher until stop is called; done is closed when Run has ended.
func (w *world) running(d *outbox.Dispatcher) (stop func(), done chan bool) {
	ctx, cancel := context.WithCancel(w.t.Context())
	done = make(chan bool)
	go func() { d.Run(ctx); close(done) }()
	return cancel, done
}

// TestLeaseFits begins as many notices as there are workers, since what is begun and not
// called when the program is killed is told to nobody.
func TestLeaseFits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.crowd(100, campaign.ReminderText{Planned: noon()})
		w.hang = unanswered
		d := w.dispatcher()
		stop, done := w.running(d)
		for range 20 {
			time.Sleep(400 * time.Millisecond)
			if begun, called := w.count(campaign.NoticeSending), w.called(); begun != 16 || called != 16 {
				t.Fatalf("%d notices have begun, %d were called, want 16", begun, called)
			}
		}
		stop()
		d.Cut()
		<-done
	})
}

// TestEndGivesBack ends while calls hang: what was not called is queued as before, and
// calls that are cut end as lost answers.
func TestEndGivesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.crowd(20, campaign.ReminderText{Planned: noon()})
		answer := w.add(21, campaign.HumanAnswer{})
		answer.Person = 200
		w.alert(22)
		noToken := w.add(1, campaign.ReminderText{Planned: noon()})
		noToken.to = "o1"
		w.hang = func(ctx context.Context, call string) error {
			if call == "o1: words 1" {
				<-ctx.Done() // waits for a token
				return &bot.SendError{Class: bot.Transient, Words: ctx.Err().Error()}
			}
			return unanswered(ctx, call)
		}
		w.set(answer)
		w.set(noToken)
		d := w.dispatcher()
		stop, done := w.running(d)
		time.Sleep(time.Second)
		calls := w.called()
		stop()
		if err := d.Settle(context.WithoutCancel(t.Context())); !errors.Is(err, outbox.ErrEnding) {
			t.Errorf("settle: %v", err)
		}
		time.Sleep(4 * time.Second)
		if n := w.called(); n != calls {
			t.Errorf("%d calls began after the end", n-calls)
		}
		begin := time.Now()
		d.Cut()
		<-done
		if took := time.Since(begin); took > 0 {
			t.Errorf("the end took %v after the calls were cut", took)
		}
		if n := w.count(campaign.NoticeSending); n > 0 {
			t.Errorf("%d are still under way", n)
		}
		if n := w.count(campaign.NoticeUnknown); n != 15 {
			t.Errorf("%d are unknown, want those of 15 calls", n)
		}
		for _, id := range []int64{1, 22} {
			if r := w.rows[id]; r.outcome.State != campaign.NoticeQueued || r.Attempts != 0 {
				t.Errorf("notice %d, which was not sent, is %s after %d attempts", id, r.outcome.State, r.Attempts)
			}
		}
		if r := w.rows[1]; r.outcome.Credit != campaign.CreditRefunded {
			t.Error("the credit of a notice that was given back is spent")
		}
	})
}

// TestEndBeforeCall ends between a lease and its call: the notice and its credit are
// given back, and the call is not made.
func TestEndBeforeCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.add(1, campaign.HumanAnswer{})
		w.alert(2)
		w.mass.calls = []*campaign.Call{massCall(2, 2)}
		d := w.dispatcher()
		w.leased = d.Cut // the process is told to end within the unit that leases
		_ = d.Settle(t.Context())
		synctest.Wait()
		for _, id := range []int64{1, 2} {
			r := w.rows[id]
			if r.outcome.State != campaign.NoticeQueued || r.Attempts != 0 || r.outcome.Credit != campaign.CreditRefunded {
				t.Errorf("notice %d is %+v after %d attempts", id, r.outcome, r.Attempts)
			}
		}
		if len(w.calls) > 0 {
			t.Errorf("calls %q", w.calls)
		}
		if n := len(w.mass.ended); n != 1 || !w.mass.ended[0].Result.Postponed {
			t.Errorf("mass sends ended %+v, want one that was postponed", w.mass.ended)
		}
	})
}

// TestMassCut ends while a mass send hangs: it waits for another try with its client id.
func TestMassCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.mass.calls, w.hang = []*campaign.Call{massCall(2, 2)}, unanswered
		d := w.dispatcher()
		stop, done := w.running(d)
		time.Sleep(time.Second)
		stop()
		d.Cut()
		<-done
		if len(w.mass.ended) != 1 {
			t.Fatalf("mass sends ended %+v", w.mass.ended)
		}
		if r := w.mass.ended[0].Result; !r.Postponed || !r.Maybe || len(w.calls) != 1 {
			t.Errorf("%+v after calls %q", r, w.calls)
		}
	})
}

// TestPanics lets the words of one notice, and the channel of another, panic: they have
// failed, the others are sent, and the log has the place.
func TestPanics(t *testing.T) {
	t.Parallel()
	w, logged := newWorld(t), newLog()
	w.log = logged.logger()
	w.panicking = map[int64]bool{1: true, 11: true}
	w.add(1, campaign.HumanAnswer{})
	w.add(2, campaign.HumanAnswer{})
	for _, id := range []int64{11, 12, 13} {
		w.alert(id)
	}
	w.hang = func(_ context.Context, call string) error {
		if call == "o7: words 2" || call == "o7: words 3" || call == "staff: words 14" {
			panic("no such channel")
		}
		return nil
	}
	d := w.dispatcher()
	w.settle(d)
	for id := int64(3); id <= 4; id++ {
		w.add(id, campaign.ReminderText{Planned: noon()})
	}
	w.alert(14)
	w.settle(d)
	got := map[int64]campaign.NoticeState{}
	for id, r := range w.rows {
		got[id] = r.outcome.State
	}
	for id, want := range map[int64]campaign.NoticeState{
		1: campaign.NoticeFailed, 2: campaign.NoticeFailed, 3: campaign.NoticeFailed, 4: campaign.NoticeSent,
		11: campaign.NoticeFailed, 12: campaign.NoticeSent, 13: campaign.NoticeSent, 14: campaign.NoticeFailed,
	} {
		if got[id] != want {
			t.Errorf("notice %d is %q, want %s", id, got[id], want)
		}
	}
	if w.rows[1].outcome.Credit != campaign.CreditRefunded || w.rows[2].outcome.Credit != campaign.CreditSpent {
		t.Error("a credit is spent by a call, and by nothing else")
	}
	if n := logged.count("ending_test.go"); n < 2 {
		t.Errorf("%d places in the log:\n%s", n, logged)
	}
}

// TestMassPanics takes a mass send whose channel panics for one whose answer was lost.
func TestMassPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.mass.calls = []*campaign.Call{massCall(2, 2)}
		w.hang = func(context.Context, string) error { panic("no such channel") }
		w.settle(w.dispatcher())
		if len(w.mass.ended) != 1 || !w.mass.ended[0].Result.Maybe {
			t.Errorf("mass sends ended %+v", w.mass.ended)
		}
	})
}

// TestReportsWhatIsGivenUp reports each notice that was given up in the unit that stores
// it: after its call, without a call, and after a crash.
func TestReportsWhatIsGivenUp(t *testing.T) {
	t.Parallel()
	answer := campaign.HumanAnswer{Text: "yes"}
	for name, c := range map[string]struct {
		err    error
		change func(w *world, r *row)
		want   []string
	}{
		"sent":      {},
		"no window": {err: &bot.SendError{Class: bot.NoWindow, Code: 45047}, want: []string{"1 unreachable true true"}},
		"left": {
			err:  &bot.SendError{Class: bot.NoRecipient, Code: 43004, Gone: true},
			want: []string{"1 left true true"},
		},
		"lost":                   {err: lost(), want: []string{"1 lost true true"}},
		"no quota":               {err: &bot.SendError{Class: bot.NoQuota, Code: 45009}, want: []string{"1 quota true true"}},
		"refused":                {err: &bot.SendError{Class: bot.BadContent, Code: 45002}, want: []string{"1 refused true true"}},
		"waits for its settings": {err: &bot.SendError{Class: bot.BadConfig, Code: 40164}},
		"the credit is gone": {
			change: func(_ *world, r *row) { r.who.Credits = 0 },
			want:   []string{"1 unreachable false true"},
		},
		"opted out": {change: func(_ *world, r *row) { r.who.Consent = campaign.ConsentOut }, want: []string{"1 opted-out false true"}},
		"stopped":   {change: func(w *world, _ *row) { w.level = campaign.StopFirst }, want: []string{"1 stopped false true"}},
		"no words":  {change: func(w *world, _ *row) { w.panicking = map[int64]bool{1: true} }, want: []string{"1 fault true false"}},
		"interrupted": {
			change: func(_ *world, r *row) { r.outcome.State, r.owner = campaign.NoticeSending, "dead" },
			want:   []string{"1 lost true true"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.add(1, answer)
			if c.change != nil {
				c.change(w, r)
			}
			w.set(r)
			w.errs = []error{c.err}
			d := w.dispatcher()
			if err := d.Recover(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.settle(d)
			if !slices.Equal(w.undelivered, c.want) {
				t.Errorf("reports %q, want %q; the notice is %+v", w.undelivered, c.want, w.rows[1].outcome)
			}
		})
	}
}
