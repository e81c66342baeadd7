package console

import (
	"context"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// Studio knows what content says to people before it serves.
type Studio interface {
	// Tell returns what people would read with a text as the next version of a class, and what
	// else follows. Kind is that of the draft: of a new class it shows the whole timeline. It
	// takes some tenths of a second.
	Tell(ctx context.Context, class, kind, words string, now time.Time) (Told, error)
	// Next asks for the class after another one, with some answers by field.
	Next(ctx context.Context, class string, answers map[string]string, now time.Time) (NextClass, error)
	// Rewrite returns the text of the newest version of a class with what a form changes, and
	// nothing else changed, with the number of that version. It returns content.ErrUneditable for
	// what only a person can change.
	Rewrite(ctx context.Context, class string, change FormChange) (words string, base int, err error)
}

// FormChange is what a form changes in the text of a class: a frequent question, a test case, or
// some values. One of them is set.
type FormChange struct {
	Entry  *content.EntryEdit
	Test   *campaign.TestCase
	Values []content.Value
}

// NextClass is a class that is being made from another one.
type NextClass struct {
	Questions []Question
	// Text is the class as a file, the same that zhujiao new writes for these answers; empty
	// while something is wrong or missing.
	Text string
	// Left are the lines about what is not taken over.
	Left []string
}

// Question is a question for a new class.
type Question struct {
	// Field names it. Ask is what it asks, How how an answer is written, Keeps what an empty
	// answer means: empty if it means nothing.
	Field, Ask, How, Keeps string
	// Answer is what was written, Wrong why it cannot be taken.
	Answer, Wrong string
	Lines         []string
	// Quiet questions need no look in most weeks.
	Quiet bool
}

// Told is what people would read, part by part, and what happens when.
type Told struct {
	Phases []Phase
	// Times is the timeline, Pending what is still to be filled in, both a line each.
	Times, Pending []string
	// Inherits says which frequent questions get the built-in phrasings; empty for none.
	Inherits string
}

// Phase is what people read at some time of a class.
type Phase struct {
	Name string
	// Said are the texts with the occasions on which they are read.
	Said []Said
}

// Said is a text with its occasion.
type Said struct{ When, Words string }
