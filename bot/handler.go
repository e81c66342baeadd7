package bot

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Handler answers a message. It returns its reply and never sends: a push of
// the platform carries exactly one passive reply, so the return value is the
// protocol.
type Handler interface {
	Handle(ctx context.Context, m *Message) (Reply, error)
}

// HandlerFunc is a function as a Handler.
type HandlerFunc func(ctx context.Context, m *Message) (Reply, error)

// Handle calls f.
func (f HandlerFunc) Handle(ctx context.Context, m *Message) (Reply, error) { return f(ctx, m) }

// Middleware happens around every message.
type Middleware func(next Handler) Handler

// Chain wraps h so that the first middleware is the outermost:
// Chain(h, m1, m2) = m1(m2(h)).
func Chain(h Handler, ms ...Middleware) Handler {
	for _, m := range slices.Backward(ms) {
		h = m(h)
	}
	return h
}

// ErrBusy tells the receiver that the message was not taken on: nothing
// happened and the platform should push it again.
var ErrBusy = errors.New("too many messages in work")

// Clock tells the business time: windows, limits, schedules, codes. The lab
// can set it. Real time (time-outs, leases) never goes by it.
type Clock func() time.Time
