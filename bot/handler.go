package bot

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Handler answers a message. It returns the reply and never sends anything itself,
// because the answer to a push contains exactly one reply.
type Handler interface {
	Handle(ctx context.Context, m *Message) (Reply, error)
}

// HandlerFunc is a function that implements Handler.
type HandlerFunc func(ctx context.Context, m *Message) (Reply, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, m *Message) (Reply, error) { return f(ctx, m) }

// Middleware returns a handler that adds something to every message of next.
type Middleware func(next Handler) Handler

// Chain wraps h so that the first middleware is the outermost:
// Chain(h, m1, m2) = m1(m2(h)).
func Chain(h Handler, ms ...Middleware) Handler {
	for _, m := range slices.Backward(ms) {
		h = m(h)
	}
	return h
}

// ErrBusy means that the message was not handled because there are too many others. The
// platform should push it again.
var ErrBusy = errors.New("too many messages in work")

// Clock returns the business time, which a test environment (the lab) can set. It is
// used for windows, limits, schedules and codes, but not for time-outs and leases.
type Clock func() time.Time
