package app

import (
	"context"
	"time"
)

// repeat calls f until ctx ends: as soon as scheduled work may run, and each time that
// the pause that f returned is over by the product's clock.
func (a *App) repeat(ctx context.Context, f func(now time.Time) (pause time.Duration)) {
	var next time.Time
	every(ctx, time.Second, func() {
		if now := a.clock.Now(); a.ready() && !now.Before(next) {
			next = now.Add(f(now))
		}
	})
}

// every calls f after each interval, until ctx ends.
func every(ctx context.Context, interval time.Duration, f func()) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			f()
		}
	}
}

// ready reports whether scheduled work may run: in the lab its clock must be set first.
func (a *App) ready() bool { return !a.lab || a.clock.Set() }
