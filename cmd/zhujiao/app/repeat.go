package app

import (
	"context"
	"time"

	"zhujiao/bot"
)

// repeat calls f until ctx ends: as soon as scheduled work may run, and each time that
// the pause that f returned is over by the product's clock. After a panic f is called
// again in a minute.
func (a *App) repeat(ctx context.Context, what string, f func(now time.Time) (pause time.Duration)) {
	var next time.Time
	a.every(ctx, time.Second, what, func() {
		if now := a.clock.Now(); a.ready() && !now.Before(next) {
			next = now.Add(time.Minute)
			next = now.Add(f(now))
		}
	})
}

// every calls f after each interval, until ctx ends. A panic of f is logged, and f called
// again.
func (a *App) every(ctx context.Context, interval time.Duration, what string, f func()) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			a.guard(ctx, what, f)
		}
	}
}

// guard calls f. A panic is logged with its place and ends nothing else.
func (a *App) guard(ctx context.Context, what string, f func()) {
	if err := bot.Protect(f); err != nil {
		a.log.ErrorContext(ctx, "a fault in the program ended a task; the others go on: report the fault", "task", what, "error", err)
	}
}

// ready reports whether scheduled work may run: in the lab its clock must be set first.
func (a *App) ready() bool { return !a.lab || a.clock.Set() }
