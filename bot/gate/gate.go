package gate

import (
	"time"

	"zhujiao/bot"
)

// The engine's words for what is asked and answered here.
type (
	// Ask is one message at the gate.
	Ask = bot.Ask
	// Answer is the verdict and what goes with it.
	Answer = bot.Answer
	// Verdict is the gate's answer.
	Verdict = bot.Verdict
	// Gate is what the implementations offer.
	Gate = bot.Gate
)

// The verdicts: see bot.Verdict.
const (
	Pass    = bot.Pass
	Limited = bot.Limited
	Silent  = bot.Silent
	Running = bot.Running
)

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
