package outbox_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

// TestLostTrust leases a notice and loses the instance before the call: nothing is sent, and
// the notice waits with its credit. Later it is sent once.
func TestLostTrust(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(1, campaign.HumanAnswer{Text: "yes"})
	var asked, dead atomic.Int64
	o := w.dispatcher().Options
	o.Ready = func() bool { return asked.Add(1) == 1 || dead.Load() == 0 }
	dead.Store(1)
	d := outbox.New(o)
	settled(t, d)
	if r := w.rows[1]; len(w.calls) != 0 || r.outcome.State != campaign.NoticeQueued || r.Attempts != 0 {
		t.Errorf("calls %v, notice %+v after the instance was lost", w.calls, r)
	}
	dead.Store(0)
	settled(t, d)
	if r := w.rows[1]; len(w.calls) != 1 || r.outcome.State != campaign.NoticeSent {
		t.Errorf("calls %v, notice %+v afterwards", w.calls, r)
	}
}

// TestLostTrustOfOthers leases an alert and the call of a broadcast and loses the instance
// before the calls: neither is made, the alert is queued again, and the call waits.
func TestLostTrustOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.alert(1)
	w.calls = nil
	w.mass.calls = []*campaign.Call{massCall(1, 3)}
	var asked, dead atomic.Int64
	o := w.dispatcher().Options
	o.Ready = func() bool { return asked.Add(1) == 1 || dead.Load() == 0 }
	dead.Store(1)
	settled(t, outbox.New(o))
	if r := w.rows[1]; len(w.calls) != 0 || r.outcome.State != campaign.NoticeQueued {
		t.Errorf("calls %v, alert %+v after the instance was lost", w.calls, r)
	}
	if n := len(w.mass.ended); n != 1 || !w.mass.ended[0].Result.Postponed {
		t.Errorf("the call of the broadcast: %+v, want it postponed", w.mass.ended)
	}
	dead.Store(0)
	settled(t, outbox.New(o))
	if r := w.rows[1]; !slices.Contains(w.calls, "staff: words 1") || r.outcome.State != campaign.NoticeSent {
		t.Errorf("calls %v, alert %+v afterwards", w.calls, r)
	}
}

// TestCallTakenOver lets a call last so long that another process takes it over: its result
// is not stored, again and again, nor does that count as a failure.
func TestCallTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mass.calls, w.mass.taken = []*campaign.Call{massCall(1, 3)}, true
	tries := 0
	o := w.dispatcher().Options
	o.Unit = watched{w, func(err error) {
		if errors.Is(err, campaign.ErrTakenOver) {
			tries++
		}
	}}
	settled(t, outbox.New(o))
	if n := len(w.calls); n == 0 || !strings.HasPrefix(w.calls[n-1], "c1 to") || tries != 1 {
		t.Errorf("calls %v; the result was stored %d times, want once", w.calls, tries)
	}
}

// watched is a unit that tells how each ended.
type watched struct {
	campaign.Unit
	ended func(err error)
}

func (u watched) Do(ctx context.Context, f func(ctx context.Context) error) error {
	err := u.Unit.Do(ctx, f)
	u.ended(err)
	return err
}
