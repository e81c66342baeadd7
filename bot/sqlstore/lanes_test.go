package sqlstore_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// TestLanesUnderLastingLoad lets fifteen times as many units come as a lane takes, for half a
// minute: nearly as many are committed as without any wait. None is begun that would be cut
// in the middle.
func TestLanesUnderLastingLoad(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const life, work, span = 4 * time.Second, 150 * time.Millisecond, 30 * time.Second
		lanes := &sqlstore.Lanes{Rest: time.Second}
		var committed, cut atomic.Int64
		unit := func(ctx context.Context, f sqlstore.Body) error {
			select {
			case <-time.After(work):
				committed.Add(1)
				return f(ctx)
			case <-ctx.Done():
				cut.Add(1)
				return ctx.Err()
			}
		}
		var all sync.WaitGroup
		for begin := time.Now(); time.Since(begin) < span; time.Sleep(10 * time.Millisecond) {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(campaign.WithLane(t.Context(), "class"), life)
				defer cancel()
				_ = lanes.Do(ctx, func(context.Context) error { return nil }, unit)
			})
		}
		all.Wait()
		if most := int64(span / work); committed.Load() < most*9/10 || cut.Load() > 0 {
			t.Errorf("%d units were committed and %d cut in the middle, want nearly %d and none", committed.Load(), cut.Load(), most)
		}
	})
}
