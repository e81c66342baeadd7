package outbox_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot/campaign"
)

// TestRetries repeats a call after a quarter of a second, half a second and a second.
func TestRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.errs = []error{transient(), transient(), transient()}
		w.add(1, campaign.HumanAnswer{})
		begin := time.Now()
		var at []time.Duration
		w.during = func() { w.locked(func() { at = append(at, time.Since(begin).Round(50*time.Millisecond)) }) }
		w.settle(w.dispatcher())
		want := []time.Duration{0, 250 * time.Millisecond, 750 * time.Millisecond, 1750 * time.Millisecond}
		if !slices.Equal(at, want) {
			t.Errorf("calls at %v, want %v", at, want)
		}
	})
}
