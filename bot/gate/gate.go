package gate

import (
	"time"

	"zhujiao/bot"
)

// Aliases for the types that the engine defines.
type (
	// Ask describes a message to the gate.
	Ask = bot.Ask
	// Answer is the gate's answer.
	Answer = bot.Answer
	// Verdict is the decision about a message.
	Verdict = bot.Verdict
	// Gate is the interface that this package implements.
	Gate = bot.Gate
)

// Aliases for the verdicts.
const (
	Pass    = bot.Pass
	Limited = bot.Limited
	Silent  = bot.Silent
	Running = bot.Running
)

// Rules are the rate limit (R11): Messages are answered in a window of length Span that
// starts with the first counted message.
type Rules struct {
	Messages int
	Span     time.Duration
}

// The wider limit for exempt words (ruling 40).
const (
	wideMessages = 30
	wideSpan     = 10 * time.Minute
)

// of returns the limit that a message counts towards; ok is false if there is none.
func (r Rules) of(a Ask) (limit Rules, ok bool) {
	switch {
	case a.Person == "":
		return r, false
	case a.Wide:
		return Rules{Messages: wideMessages, Span: wideSpan}, true
	default:
		return r, a.Count
	}
}

// How long the gate remembers.
const (
	// keyLife is how long a verdict is kept, in business time. The platform repeats a
	// push within 15 seconds.
	keyLife = 10 * time.Minute
	// markLife is how long, in real time, a process is believed to be handling a
	// message. Handling takes milliseconds, so an older mark is from a dead process; if
	// not, the journal prevents a second handling. A repeated push then still has half
	// of the platform's five seconds.
	markLife = 2 * time.Second
	// replyLife is how long, in real time, a reply is kept for repeated pushes.
	replyLife = 15 * time.Second
)
