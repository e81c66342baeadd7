package bot

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
type Verdict int

// The verdicts. A repeat gets the verdict of its first.
const (
	// Pass: go on.
	Pass Verdict = iota
	// Limited: the first message over the limit; say so, once a window.
	Limited
	// Silent: over the limit and told already.
	Silent
	// Running: a repeat of a message that another process has in work.
	Running
)

// Answer is the verdict and what goes with it.
type Answer struct {
	Verdict Verdict
	// Wait is how long the window still lasts, with Limited.
	Wait time.Duration
	// Reply is the encoded reply of a repeat whose first is done; nil when it
	// is not at hand. The journal has it.
	Reply []byte
}

// Gate detects duplicates and limits the rate of messages over all processes.
type Gate interface {
	// Admit asks about one message. A message is counted once however often it
	// is asked about. It never blocks longer than the implementation's time-out.
	// An error means that the gate cannot decide.
	Admit(ctx context.Context, a Ask) (Answer, error)
	// Done must be called once for each message that Admit let pass or limited,
	// with its encoded reply. A nil reply means that the message failed and a
	// repeat is handled anew. It does not wait.
	Done(a Ask, reply []byte)
}
