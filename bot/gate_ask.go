package bot

import "time"

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
