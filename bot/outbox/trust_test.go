package outbox_test

import (
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
