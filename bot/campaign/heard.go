package campaign

import (
	"context"
	"errors"
	"strings"
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

// PhrasingStore keeps the phrasings that moderators add to entries; every
// instance answers by them at once. Both methods tell whether anything changed.
type PhrasingStore interface {
	AddPhrasing(ctx context.Context, campaign string, p Phrasing, by string, at time.Time) (bool, error)
	DropPhrasing(ctx context.Context, campaign string, p Phrasing) (bool, error)
}

// ErrClaimed is a phrasing that an entry has already.
var ErrClaimed = errors.New("an entry has this phrasing already")

// Phrasebook adds phrasings to entries.
type Phrasebook struct {
	Campaign *Campaign
	Store    PhrasingStore
	// Fold makes texts comparable.
	Fold func(string) string
}

// Claim returns the entry that has a phrasing; "" for none.
func (b *Phrasebook) Claim(words string) string {
	folded := b.Fold(words)
	for _, e := range b.Campaign.FAQ {
		for _, p := range append([]string{e.Question}, e.Aliases...) {
			if b.Fold(p) == folded {
				return e.ID
			}
		}
	}
	return ""
}

// Add gives an entry a further phrasing. ErrNotFound is an entry that does not
// exist, ErrClaimed a phrasing that one has.
func (b *Phrasebook) Add(ctx context.Context, p Phrasing, by string, at time.Time) error {
	p.Words = strings.TrimSpace(p.Words)
	if _, ok := b.Campaign.Entry(p.Entry); !ok || b.Fold(p.Words) == "" {
		return ErrNotFound
	}
	if b.Claim(p.Words) != "" {
		return ErrClaimed
	}
	fresh, err := b.Store.AddPhrasing(ctx, b.Campaign.ID, p, by, at)
	if err == nil && !fresh {
		return ErrClaimed
	}
	return err
}
