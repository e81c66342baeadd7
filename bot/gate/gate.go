package gate

import (
	"context"
	"time"
)

// Ask is one message at the gate.
type Ask struct {
	// Key is the message's; the same for each of its repeats.
	Key string
	// Person is a keyed hash, never an openid; empty for system events.
	Person string
	// Count is false for what is always answered: exempt words, moderators'
	// commands, system events.
	Count bool
}

// Verdict is the gate's answer.
type Verdict int8

// The verdicts. A repeat gets the verdict of its first.
const (
	// Pass: go on.
	Pass Verdict = iota
	// Limited: the first message over the limit; say so, once a window.
	Limited
	// Silent: over the limit and told already.
	Silent
	// Running: a repeat of a message that another process has in work. Asking
	// again after a while gives its reply, or Pass when that process died.
	Running
)

// String names the verdict in logs and tests.
func (v Verdict) String() string {
	switch v {
	case Pass:
		return "pass"
	case Limited:
		return "limited"
	case Silent:
		return "silent"
	case Running:
		return "running"
	default:
		return "unknown"
	}
}

// Answer is the verdict and what goes with it.
type Answer struct {
	Verdict Verdict
	// Wait is how long the window still lasts, with Limited.
	Wait time.Duration
	// Reply is the encoded reply of a repeat whose first is done; nil when it
	// is not at hand. The journal has it.
	Reply []byte
}

// Rules are the limits of R11: a fixed window of Span, opened by the first
// counted message, in which Messages are answered.
type Rules struct {
	Messages int
	Span     time.Duration
}

// Lives of what the gate remembers.
const (
	// keyLife is how long a message's verdict is remembered, by the business
	// clock; the platform repeats within 15 seconds.
	keyLife = 10 * time.Minute
	// markLife is how long, in real time, a repeat takes a message for being in
	// work elsewhere. A unit takes milliseconds, so a mark that old was left by
	// a dead process; if not, the journal sorts it out. It leaves a retry half
	// of the platform's five seconds to run in.
	markLife = 2 * time.Second
	// replyLife is how long, in real time, a reply is at hand for repeats.
	replyLife = 15 * time.Second
)

// Gate is what the implementations offer.
type Gate interface {
	// Admit asks about one message. A message is counted once however often it
	// is asked about. It never blocks longer than the implementation's time-out.
	Admit(ctx context.Context, a Ask) (Answer, error)
	// Done notes that a message that had passed, or was limited, was handled,
	// with its encoded reply; nil means that it failed and a repeat is to be
	// handled anew. It does not wait.
	Done(a Ask, reply []byte)
}
