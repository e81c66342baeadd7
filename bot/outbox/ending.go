package outbox

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrEnding is returned by Settle when the program is about to end.
var ErrEnding = errors.New("the program is about to end: nothing more is sent")

// ending tells all parts of the outbox how far the end of the program has come.
type ending struct {
	started, cut       chan struct{} // closed at these moments
	startOnce, cutOnce sync.Once
}

func newEnding() *ending { return &ending{started: make(chan struct{}), cut: make(chan struct{})} }

// start makes everybody begin nothing more.
func (e *ending) start() { e.startOnce.Do(func() { close(e.started) }) }

// cutCalls ends the calls under way.
func (e *ending) cutCalls() {
	e.start()
	e.cutOnce.Do(func() { close(e.cut) })
}

func (e *ending) hasStarted() bool { return closed(e.started) }

func (e *ending) isCut() bool { return closed(e.cut) }

// call returns the context of one call. It ends after limit or when calls are cut, but
// not with ctx: a call that was made is worth its answer.
func (e *ending) call(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	cancelBy(ctx, cancel, e.cut)
	return ctx, cancel
}

// until returns a context that ends with ctx, or when the end starts.
func (e *ending) until(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	cancelBy(ctx, cancel, e.started)
	return ctx, cancel
}

// cancelBy cancels a context when over is closed.
func cancelBy(ctx context.Context, cancel context.CancelFunc, over <-chan struct{}) {
	go func() { // ends with ctx
		select {
		case <-over:
			cancel()
		case <-ctx.Done():
		}
	}()
}

// sleep waits before a call is repeated. It returns false at once if the program is about
// to end.
func (e *ending) sleep(d time.Duration) bool { return wait(d, e.started) }

// wait waits for a time, or returns false when over is closed.
func wait(d time.Duration, over <-chan struct{}) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-over:
		return false
	case <-t.C:
		return true
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
