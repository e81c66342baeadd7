package console

import (
	"context"
	"time"
)

// Studio knows what content says to people before it serves.
type Studio interface {
	// Tell returns what people would read with a text as the next version of a class, and what
	// else follows. Kind is that of the draft: of a new class it shows the whole timeline. It
	// takes some tenths of a second.
	Tell(ctx context.Context, class, kind, words string, now time.Time) (Told, error)
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
