package app

import (
	"context"
	"fmt"

	"zhujiao/bot/sqlstore"
)

// heart renews the instance of this process, from New to Close: messages that are still
// under way at the end must be settled by this process and no other.
type heart struct {
	a      *App
	cancel context.CancelFunc
	ended  chan struct{}
}

// startHeart leases an instance and renews it until stop.
func startHeart(ctx context.Context, a *App) (*heart, error) {
	if err := a.store.Instances().Beat(ctx); err != nil {
		return nil, fmt.Errorf("take part as an instance: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	h := &heart{a: a, cancel: cancel, ended: make(chan struct{})}
	go func() { // ends with stop
		defer close(h.ended)
		a.every(ctx, sqlstore.HeartbeatEvery, "the heartbeat", func() {
			if err := a.store.Instances().Beat(ctx); err != nil && ctx.Err() == nil {
				a.log.ErrorContext(ctx, "the heartbeat failed; nothing is sent until the database takes it again", "error", err)
			}
		})
	}()
	return h, nil
}

// stop ends the heartbeat and the instance. An instance that cannot be ended expires by
// itself.
func (h *heart) stop(ctx context.Context) {
	h.cancel()
	<-h.ended
	if err := h.a.store.Instances().Leave(context.WithoutCancel(ctx)); err != nil {
		h.a.log.WarnContext(ctx, "the instance of this process was not ended; it expires in seconds", "error", err)
	}
}
