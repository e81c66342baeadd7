package app

import (
	"context"
	"fmt"
	"log/slog"

	"zhujiao/bot/sqlstore"
)

// heart renews the instance of this process, from New to Close: messages that are still
// under way at the end must be settled by this process and no other.
type heart struct {
	instances *sqlstore.InstanceStore
	cancel    context.CancelFunc
	ended     chan struct{}
}

// startHeart leases an instance and renews it until stop.
func startHeart(ctx context.Context, instances *sqlstore.InstanceStore, log *slog.Logger) (*heart, error) {
	if err := instances.Beat(ctx); err != nil {
		return nil, fmt.Errorf("take part as an instance: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	h := &heart{instances: instances, cancel: cancel, ended: make(chan struct{})}
	go func() { // ends with stop
		defer close(h.ended)
		every(ctx, sqlstore.HeartbeatEvery, func() {
			if err := instances.Beat(ctx); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "the heartbeat failed; nothing is sent until the database takes it again", "error", err)
			}
		})
	}()
	return h, nil
}

// stop ends the heartbeat and the instance.
func (h *heart) stop(ctx context.Context) error {
	h.cancel()
	<-h.ended
	if err := h.instances.Leave(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("end the instance: %w", err)
	}
	return nil
}
