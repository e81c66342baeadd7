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

// Errors of messages that must not be acknowledged, so that the platform pushes them
// again (ruling 43), as after every other error.
var (
	// ErrBusy means that the message was not handled because the process is full. Nothing
	// has happened.
	ErrBusy = errors.New("too many messages in work")
	// ErrLate means that the message was not committed in time. It may be committed yet.
	ErrLate = errors.New("not committed in time")
)

// Clock returns the business time, which tests can set. Windows, limits, schedules and
// codes follow it; time-outs and leases follow real time.
type Clock func() time.Time
