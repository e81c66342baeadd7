package bot

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Handler answers a message. It returns its reply and never sends anything itself,
// because the platform accepts exactly one passive reply to a push (R1).
type Handler interface {
	Handle(ctx context.Context, m *Message) (Reply, error)
}

// HandlerFunc is a function that implements Handler.
type HandlerFunc func(ctx context.Context, m *Message) (Reply, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, m *Message) (Reply, error) { return f(ctx, m) }

// Middleware wraps the handling of every message.
type Middleware func(next Handler) Handler

// Chain wraps h so that the first middleware is the outermost:
// Chain(h, m1, m2) = m1(m2(h)).
func Chain(h Handler, ms ...Middleware) Handler {
	for _, m := range slices.Backward(ms) {
		h = m(h)
	}
	return h
}

// ErrBusy means that a message was not handled because the process is full. Nothing has
// happened, and the platform should push the message again (ruling 43).
var ErrBusy = errors.New("too many messages in flight")

// Clock returns the business time, which tests can set. Windows, limits, schedules and
// codes follow it; time-outs and leases follow real time.
type Clock func() time.Time
