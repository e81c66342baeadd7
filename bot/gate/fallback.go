package gate

import (
	"context"
	"strings"
)

// Fallback uses the gate on Redis, and a gate of this process while Redis fails. Limits
// are then kept per process. It returns to Redis as soon as Redis answers.
type Fallback struct {
	shared *Redis
	local  *Local
}

// NewFallback returns a gate that falls back from shared to local.
func NewFallback(shared *Redis, local *Local) *Fallback {
	return &Fallback{shared: shared, local: local}
}

// Admit implements Gate; it never returns an error. The local gate also counts while
// Redis answers, and learns what other processes have counted, so that neither a failure
// nor the loss of Redis' data starts a new window (ruling 44).
func (f *Fallback) Admit(ctx context.Context, a Ask) (Answer, error) {
	asked := f.local.now()
	own, _ := f.local.Admit(ctx, a) // Local returns no errors
	shared, err := f.shared.ask(ctx, a)
	if err != nil {
		return own, nil //nolint:nilerr // the gate of this process decides
	}
	f.local.learn(a, shared, asked)
	return stricter(shared.Answer, own), nil
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

// Rung says in one line what keeps the limits at the moment: Redis, or this process and
// why.
func (f *Fallback) Rung() string {
	if err := f.shared.failure(); err != nil {
		reason, _, _ := strings.Cut(err.Error(), "\n")
		return "local, redis failed: " + reason
	}
	if f.shared.live.Load() == nil {
		return "local until redis is connected"
	}
	return "shared"
}

// Done implements Gate.
func (f *Fallback) Done(a Ask, reply []byte) { f.shared.Done(a, reply) }

// Close ends the attempts to reach Redis and closes the shared gate.
func (f *Fallback) Close() error { return f.shared.Close() }
