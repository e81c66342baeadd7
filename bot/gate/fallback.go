package gate

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// probePause is how long a process on its own waits before it asks for Redis
// again.
const probePause = 200 * time.Millisecond

// Fallback asks the gate on Redis, and this process's own while Redis fails:
// limits go on per process and nothing waits, and Redis is taken up again when
// it answers.
type Fallback struct {
	shared *Redis
	local  *Local
	log    *slog.Logger
	change func(down bool)
	down   atomic.Pointer[error] // nil while Redis serves
	mu     sync.Mutex            // guards closed, and probing starting after it
	closed bool
	stop   chan struct{} // closed by Close
	probe  sync.WaitGroup
}

// NewFallback joins the two. It does not connect: the first message finds out
// whether Redis is there. onChange, which may be nil, is told when Redis fails
// and when it is back.
func NewFallback(shared *Redis, local *Local, log *slog.Logger, onChange func(down bool)) *Fallback {
	if onChange == nil {
		onChange = func(bool) {}
	}
	return &Fallback{shared: shared, local: local, log: log, change: onChange, stop: make(chan struct{})}
}

// Admit implements Gate; it never fails. The process counts along while Redis
// serves, so that a failure in the middle of a window opens no new one.
func (f *Fallback) Admit(ctx context.Context, a Ask) (Answer, error) {
	own, _ := f.local.Admit(ctx, a) // a Local has no errors
	if f.down.Load() != nil {
		return own, nil
	}
	ans, err := f.shared.Admit(ctx, a)
	if err == nil {
		return ans, nil
	}
	if !errors.Is(err, errSlow) {
		f.fail(ctx, err)
	}
	return own, nil
}

// Done implements Gate.
func (f *Fallback) Done(a Ask, reply []byte) {
	if f.down.Load() == nil {
		f.shared.Done(a, reply)
	}
}

// Healthy returns nil while Redis serves, else why it does not.
func (f *Fallback) Healthy() error {
	if err := f.down.Load(); err != nil {
		return *err
	}
	return nil
}

// Down tells whether Redis fails at the moment.
func (f *Fallback) Down() bool { return f.down.Load() != nil }

// Close ends the probe and closes the shared gate.
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

// fail takes Redis out, once for however many messages see it fail.
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
