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

// Shared is the gate on Redis with the process itself as the fallback: when
// Redis fails, limits go on per process and nothing waits for it, and it is
// taken up again when it answers.
type Shared struct {
	redis *Redis
	local *Local
	opt   Options
	down  atomic.Pointer[error] // nil while Redis serves
	end   context.CancelFunc    // ends the probes
	alive context.Context       //nolint:containedctx // the life of the probes, from Open to Close
	probe sync.WaitGroup
}

// Open returns the gate of the options. A Redis that can't be reached is
// logged and waited for, not an error: an error names a URL that can't be read.
func Open(ctx context.Context, o Options) (*Shared, error) {
	r, err := NewRedis(o)
	if err != nil {
		return nil, err
	}
	s := &Shared{redis: r, local: NewLocal(o.Rules, o.Clock), opt: o}
	s.alive, s.end = context.WithCancel(context.WithoutCancel(ctx))
	if err := r.Probe(ctx); err != nil {
		s.fail(err)
	}
	return s, nil
}

// Admit implements Gate; it never fails. The process counts along while Redis
// serves, so that a failure in the middle of a window opens no new one.
func (s *Shared) Admit(ctx context.Context, a Ask) (Answer, error) {
	own, _ := s.local.Admit(ctx, a) // a Local has no errors
	if s.down.Load() != nil {
		return own, nil
	}
	ans, err := s.redis.Admit(ctx, a)
	if err == nil {
		return ans, nil
	}
	if !errors.Is(err, errSlow) {
		s.fail(err)
	}
	return own, nil
}

// Done implements Gate.
func (s *Shared) Done(a Ask, reply []byte) {
	if s.down.Load() == nil {
		s.redis.Done(a, reply)
	}
}

// Healthy returns nil while Redis serves, else why it does not.
func (s *Shared) Healthy() error {
	if err := s.down.Load(); err != nil {
		return *err
	}
	return nil
}

// Close ends the probes and the connections.
func (s *Shared) Close() error {
	s.end()
	s.probe.Wait()
	return s.redis.Close()
}

// fail takes Redis out, once for however many messages see it fail.
func (s *Shared) fail(err error) {
	if s.alive.Err() != nil || !s.down.CompareAndSwap(nil, &err) {
		return
	}
	s.opt.Log.LogAttrs(s.alive, slog.LevelError, "redis failed, limits are per process now", slog.Any("error", err))
	if s.opt.Down != nil {
		s.opt.Down(err)
	}
	s.probe.Go(s.await) // ends when Redis is back, or by Close
}

func (s *Shared) await() {
	t := time.NewTicker(probePause)
	defer t.Stop()
	for {
		select {
		case <-s.alive.Done():
			return
		case <-t.C:
		}
		if s.redis.Probe(s.alive) == nil {
			s.down.Store(nil)
			s.opt.Log.LogAttrs(s.alive, slog.LevelInfo, "redis is back, limits are shared again")
			return
		}
	}
}
