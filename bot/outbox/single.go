package outbox

import (
	"context"
	"sync"

	"zhujiao/bot"
)

// single runs one job at a time beside the passes of the dispatcher, because a slow
// platform must not delay other notices.
type single struct {
	inFlight *bot.Tracker
	end      *ending
	guard    func(ctx context.Context, what string, f func())
	// trusted reports whether the leases of this process still hold. Between leasing and
	// calling others may have taken it for dead.
	trusted func() bool
	// wake makes the dispatcher look again when the job is over.
	wake func()
	mu   sync.Mutex // guards busy
	busy bool
}

// mayCall reports whether a call may be made now for what was leased.
func (s *single) mayCall() bool { return !s.end.hasStarted() && s.trusted() }

// acquire reserves the place of the job. It returns false while a job is running.
func (s *single) acquire() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.busy
	s.busy = true
	return !was
}

func (s *single) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = false
}

// run starts the job whose place was acquired, and releases it at its end.
func (s *single) run(ctx context.Context, what string, job func(ctx context.Context)) {
	s.inFlight.Go(func() {
		defer s.wake()
		defer s.release()
		s.guard(ctx, what, func() { job(context.WithoutCancel(ctx)) })
	})
}
