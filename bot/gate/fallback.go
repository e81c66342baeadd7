package gate

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// probeEvery is how often a failed server is asked whether it is back.
const probeEvery = 250 * time.Millisecond

// Fallback asks a shared gate, and this process's own while the shared one
// fails. Limits are then per process; nothing is granted twice, for that is the
// journal's and the constraints' business.
type Fallback struct {
	shared *Redis
	local  *Local
	log    *slog.Logger
	failed func(down bool) // told of each change
	down   atomic.Bool
	mu     sync.Mutex // guards probing
	wg     sync.WaitGroup
	stop   chan struct{}
	once   sync.Once
}

// NewFallback joins the two. OnChange may be nil.
func NewFallback(shared *Redis, local *Local, log *slog.Logger, onChange func(down bool)) *Fallback {
	if onChange == nil {
		onChange = func(bool) {}
	}
	return &Fallback{shared: shared, local: local, log: log, failed: onChange, stop: make(chan struct{})}
}

// Admit implements Gate; it never fails, and a failing server costs a message
// one time-out at most.
func (f *Fallback) Admit(ctx context.Context, a Ask) (Answer, error) {
	if !f.down.Load() {
		ans, err := f.shared.Admit(ctx, a)
		if err == nil || errors.Is(ctx.Err(), context.Canceled) {
			return ans, err
		}
		f.open(ctx, err)
	}
	return f.local.Admit(ctx, a)
}

// open switches to this process once, with one alarm, and probes in a
// goroutine that ends when the server is back or at Close.
func (f *Fallback) open(ctx context.Context, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down.Swap(true) {
		return
	}
	f.failed(true)
	f.log.ErrorContext(ctx, "redis failed: limits are kept in this process until it is back", "error", err)
	f.wg.Go(f.probe)
}

func (f *Fallback) probe() {
	t := time.NewTicker(probeEvery)
	defer t.Stop()
	for {
		select {
		case <-f.stop:
			return
		case <-t.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), redisCall)
		err := f.shared.Ping(ctx)
		cancel()
		if err == nil {
			f.down.Store(false)
			f.failed(false)
			f.log.Info("redis is back")
			return
		}
	}
}

// Done implements Gate.
func (f *Fallback) Done(a Ask, reply []byte) {
	if !f.down.Load() {
		f.shared.Done(a, reply)
	}
}

// Down tells whether the shared gate fails at the moment.
func (f *Fallback) Down() bool { return f.down.Load() }

// Close ends the probe and closes the shared gate.
func (f *Fallback) Close() error {
	f.once.Do(func() { close(f.stop) })
	f.wg.Wait()
	return f.shared.Close()
}
