package gate

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// probePause is the time between two attempts to reach Redis after a failure.
const probePause = 200 * time.Millisecond

// Fallback uses the gate on Redis, and a gate of this process while Redis fails. Limits
// are then kept per process. It returns to Redis as soon as Redis answers.
type Fallback struct {
	shared *Redis
	local  *Local
	log    *slog.Logger
	change func(down bool)
	down   atomic.Pointer[error] // nil while Redis answers
	mu     sync.Mutex            // guards closed, and probing starting after it
	closed bool
	stop   chan struct{} // closed by Close
	probe  sync.WaitGroup
}

// NewFallback returns a gate that falls back from shared to local. It does not connect;
// the first message does. onChange, which may be nil, is called when Redis fails and
// when it is back.
func NewFallback(shared *Redis, local *Local, log *slog.Logger, onChange func(down bool)) *Fallback {
	if onChange == nil {
		onChange = func(bool) {}
	}
	return &Fallback{shared: shared, local: local, log: log, change: onChange, stop: make(chan struct{})}
}

// Admit implements Gate; it never returns an error. The local gate also counts while
// Redis answers, so that a failure does not start a new window.
func (f *Fallback) Admit(ctx context.Context, a Ask) (Answer, error) {
	own, _ := f.local.Admit(ctx, a) // Local returns no errors
	if f.down.Load() != nil {
		return own, nil
	}
	ans, err := f.shared.Admit(ctx, a)
	if err == nil {
		return stricter(ans, own), nil
	}
	if !errors.Is(err, errSlow) {
		f.fail(ctx, err)
	}
	return own, nil
}

// stricter returns own instead of shared if it is stricter: Redis has not counted
// messages while it failed, or has lost its data.
func stricter(shared, own Answer) Answer {
	if shared.Verdict == Running || shared.Reply != nil || own.Verdict == Pass {
		return shared
	}
	if own.Verdict == Silent || shared.Verdict == Pass {
		return own
	}
	return shared
}

// Rung says what keeps the limits at the moment: Redis, or this process and why.
func (f *Fallback) Rung() string {
	if down := f.down.Load(); down != nil {
		return "local, redis failed: " + (*down).Error()
	}
	return "shared"
}

// Done implements Gate.
func (f *Fallback) Done(a Ask, reply []byte) {
	if f.down.Load() == nil {
		f.shared.Done(a, reply)
	}
}

// Close stops the attempts to reach Redis and closes the shared gate.
func (f *Fallback) Close() error {
	f.mu.Lock()
	if !f.closed {
		f.closed = true
		close(f.stop)
	}
	f.mu.Unlock()
	f.probe.Wait()
	return f.shared.Close()
}

// fail switches to the local gate. Concurrent calls have one effect.
func (f *Fallback) fail(ctx context.Context, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || !f.down.CompareAndSwap(nil, &err) {
		return
	}
	f.log.ErrorContext(ctx, "redis failed, limits are kept in this process until it is back", "error", err)
	f.change(true)
	f.probe.Go(f.await) // ends when Redis is back, or by Close
}

func (f *Fallback) await() {
	t := time.NewTicker(probePause)
	defer t.Stop()
	for {
		select {
		case <-f.stop:
			return
		case <-t.C:
		}
		if f.shared.Ping(context.Background()) == nil {
			f.down.Store(nil)
			f.change(false)
			f.log.Info("redis is back, limits are shared again")
			return
		}
	}
}
