package outbox_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestRobot merges alerts into few messages.
func TestRobot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id := int64(1); id <= 3; id++ {
		w.alert(id)
	}
	w.settle(w.dispatcher())
	if want := []string{"staff: words 1|words 2", "staff: words 3"}; !slices.Equal(w.calls, want) {
		t.Errorf("calls %q", w.calls)
	}
	for id := int64(1); id <= 3; id++ {
		if got := w.rows[id].outcome.State; got != campaign.NoticeSent {
			t.Errorf("alert %d: %s", id, got)
		}
	}
}

// alert queues an alert for the moderators' group.
func (w *world) alert(id int64) {
	r := w.add(id, campaign.AccountAlert{})
	r.Person, r.Robot, r.who = 0, "staff", nil
	w.set(r)
}

// TestRobotOutcomes looks where two alerts of two messages stand after a failed call.
func TestRobotOutcomes(t *testing.T) {
	t.Parallel()
	soon := noon().Add(time.Minute)
	type stand struct {
		State    campaign.NoticeState
		Due      time.Time
		Attempts int
	}
	sent, failed := stand{campaign.NoticeSent, noon(), 1}, stand{campaign.NoticeFailed, noon(), 1}
	queued := func(due time.Time, attempts int) stand { return stand{campaign.NoticeQueued, due, attempts} }
	for name, c := range map[string]struct {
		errs  []error
		free  int
		level campaign.StopLevel
		calls int
		first stand
		third stand
	}{
		"taken":          {nil, 20, 0, 2, sent, sent},
		"a short outage": {[]error{transient(), transient(), transient()}, 20, 0, 5, sent, sent},
		"a long outage":  {slices.Repeat([]error{transient()}, 4), 20, 0, 4, queued(soon, 1), queued(noon(), 0)},
		"too fast":       {[]error{&bot.SendError{Class: bot.TooFast}}, 20, 0, 1, queued(soon, 0), queued(noon(), 0)},
		"no such robot":  {[]error{&bot.SendError{Class: bot.BadConfig}}, 20, 0, 2, failed, sent},
		"odd":            {[]error{errors.New("odd")}, 20, 0, 1, queued(soon, 1), queued(noon(), 0)},
		"a full minute":  {nil, 0, 0, 0, queued(noon(), 0), queued(noon(), 0)},
		"room for one":   {nil, 1, 0, 1, sent, queued(noon(), 0)},
		"all is stopped": {nil, 20, campaign.StopAll, 2, sent, sent},
		"cut off":        {nil, 20, campaign.StopRobots, 0, queued(noon(), 0), queued(noon(), 0)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.errs, w.free, w.level, w.next = c.errs, c.free, c.level, soon.Add(5)
			for id := int64(1); id <= 3; id++ {
				w.alert(id)
			}
			if c.free == 1 {
				w.during = func() { w.locked(func() { w.free = 0; w.next = noon() }) }
				ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond) // the third waits for the clock
				defer cancel()
				_ = w.dispatcher().Settle(ctx)
			} else {
				w.settle(w.dispatcher())
			}
			if len(w.calls) != c.calls {
				t.Errorf("calls %q, want %d", w.calls, c.calls)
			}
			for id, want := range map[int64]stand{1: c.first, 2: c.first, 3: c.third} {
				r := w.rows[id]
				if d := cmp.Diff(want, stand{r.outcome.State, r.Due, r.Attempts}, cmpopts.EquateEmpty()); d != "" {
					t.Errorf("alert %d (-want +got)\n%s", id, d)
				}
			}
		})
	}
}

// TestLongAlert waits for a minute that has room for all of its messages, or leaves
// alone in as many as it needs.
func TestLongAlert(t *testing.T) {
	t.Parallel()
	for free, calls := range map[int]int{1: 0, 2: 2} {
		w := newWorld(t)
		w.alert(1)
		w.words[1] = bot.Text("a text that is too long for one message")
		w.free = free
		d := w.dispatcher()
		w.settle(d)
		if len(w.calls) != calls {
			t.Errorf("room for %d: calls %q, want %d", free, w.calls, calls)
		}
		w.free = 20
		if w.settle(d); len(w.calls) != calls {
			t.Errorf("room for %d: calls %q before the minute is over", free, w.calls)
		}
		w.locked(func() { w.now = w.now.Add(time.Minute) })
		if w.settle(d); len(w.calls) != 2 {
			t.Errorf("room for %d: calls %q a minute later, want 2", free, w.calls)
		}
	}
}

// TestEndlessAlert posts of an alert what a minute can hold, so that it does not keep the
// others back for ever.
func TestEndlessAlert(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.alert(1)
	w.alert(2)
	w.words[1] = bot.Text(strings.Repeat("words ", 500))
	w.settle(w.dispatcher())
	if n := len(w.calls); n > 20 || !slices.Contains(w.calls, "staff: words 2") {
		t.Errorf("%d calls, the last %q", n, w.calls[n-1])
	}
}

// TestRobotOrder keeps the order of alerts past an outage, also after a restart.
func TestRobotOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id := int64(1); id <= 3; id++ {
		w.alert(id)
	}
	w.errs = slices.Repeat([]error{transient()}, 4)
	w.settle(w.dispatcher())
	w.calls = nil
	w.settle(w.dispatcher())
	if len(w.calls) > 0 {
		t.Errorf("after a restart %q overtakes the alerts that wait", w.calls)
	}
	w.locked(func() { w.now = w.now.Add(time.Minute) })
	w.settle(w.dispatcher())
	if want := []string{"staff: words 1|words 2", "staff: words 3"}; !slices.Equal(w.calls, want) {
		t.Errorf("calls %q", w.calls)
	}
}
