package middleware

import (
	"context"
	"sync/atomic"
	"time"

	"zhujiao/bot"
)

// Tracker counts work that may outlive its request, so that a shutdown or a
// settle can wait for it. The zero value is ready to use.
type Tracker struct {
	// Lost, if set before the first use, is told of the error of a message
	// whose push was answered before; nobody else gets to see it.
	Lost func(ctx context.Context, m *bot.Message, err error)

	n atomic.Int64
}

func (t *Tracker) lost(ctx context.Context, m *bot.Message, err error) {
	if t.Lost != nil {
		t.Lost(ctx, m, err)
	}
}

// Go runs f in a goroutine of its own, which ends with f.
func (t *Tracker) Go(f func()) {
	t.n.Add(1)
	go func() {
		defer t.n.Add(-1)
		f()
	}()
}

// Wait returns when nothing is at work, or with the error of ctx.
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
