package moderation

import (
	"errors"
	"fmt"

	"zhujiao/bot/campaign"
)

// Refusals, for the callers to put into words.
var (
	// ErrDenied means that the actor's role does not allow the action.
	ErrDenied = errors.New("the role does not allow it")
	// ErrNotFound means that nothing has this reference, name or number.
	ErrNotFound = campaign.ErrNotFound
	// ErrBadCode means that a code is wrong, used or too old.
	ErrBadCode = errors.New("no action waits for this code")
	// ErrUnconfirmed means that an action needs a code and was asked for without
	// one.
	ErrUnconfirmed = errors.New("the action was not confirmed by a code")
)

// BlockedError refuses a text that holds a word of the class's block list.
type BlockedError struct{ Word string }

// Error implements error.
func (e *BlockedError) Error() string {
	return fmt.Sprintf("the text holds the blocked word %q", e.Word)
}

// LongError refuses a text that would not fit into one message.
type LongError struct {
	// Runes are the characters of the text, Max how many may be sure to fit.
	Runes, Max int
}

// Error implements error.
func (e *LongError) Error() string {
	return fmt.Sprintf("the text has %d characters, at most %d fit", e.Runes, e.Max)
}
