package middleware

import (
	"context"
	"sync/atomic"
	"time"

	"zhujiao/bot"
)

// Tracker counts the goroutines that may outlive their request, so that a shutdown or a
// test can wait for them. The zero value is ready to use.
type Tracker struct {
	// Lost receives the error of a message whose push had been answered already. It may be
	// nil and must be set before the first use.
	Lost func(ctx context.Context, m *bot.Message, err error)

	n atomic.Int64
}

// lost reports an error that nobody else receives.
func (t *Tracker) lost(ctx context.Context, m *bot.Message, err error) {
	if t.Lost != nil {
		t.Lost(ctx, m, err)
	}
}

// Go runs f in a new goroutine and counts it until f returns.
func (t *Tracker) Go(f func()) {
	t.n.Add(1)
	go func() {
		defer t.n.Add(-1)
		f()
	}()
}

// Wait returns when no goroutine is running, or with the error of ctx.
func (t *Tracker) Wait(ctx context.Context) error {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for t.n.Load() > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}
