package campaign

import (
	"context"
	"time"

	"zhujiao/bot"
)

// Outcome is what became of a question that was not answered at once.
type Outcome string

// The outcomes.
const (
	// HeardUnknown went to a moderator.
	HeardUnknown Outcome = "unknown"
	// HeardSuggested was asked back, and none of the choices was taken.
	HeardSuggested Outcome = "suggested"
	// HeardChosen was asked back, and Entry was chosen: its words are a phrasing to
	// propose.
	HeardChosen Outcome = "chosen"
)

// Heard is a question that was not answered at once.
type Heard struct {
	Person  bot.PersonID
	Text    string
	Outcome Outcome
	Entry   string
}

// HeardStore remembers what the matcher did not answer; texts are forgotten like
// messages. Its methods join the unit of the context.
type HeardStore interface {
	Hear(ctx context.Context, campaign string, h Heard, at time.Time) error
	// Chosen notes which entry somebody took of the last choices they were given.
	Chosen(ctx context.Context, campaign string, p bot.PersonID, entry string) error
}

// Phrasing is a further way to ask for an entry.
type Phrasing struct{ Entry, Words string }
