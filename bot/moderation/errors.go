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
	// ErrGone means that everybody behind a ticket has left or erased their data.
	ErrGone = errors.New("nobody is behind it any more")
	// ErrAlready means that the action would change nothing.
	ErrAlready = errors.New("it is so already")
	// ErrNotAnswered means that a ticket has no answer to publish.
	ErrNotAnswered = errors.New("nobody has answered it yet")
	// ErrTooLate means that the time to take something back is over.
	ErrTooLate = errors.New("it is too late to take it back")
	// ErrLeft means that something was sent and cannot be taken back.
	ErrLeft = errors.New("it was sent already")
	// ErrNoPhrasing means that moderators added no such phrasing.
	ErrNoPhrasing = errors.New("no such phrasing was added")
	// ErrSelf means that a question cannot join itself.
	ErrSelf = errors.New("a question cannot join itself")
	// ErrNoLink means that a pack has no link with this number.
	ErrNoLink = errors.New("the pack has no such link")
	// ErrNumber means that a number of seats or of stock is out of bounds.
	ErrNumber = errors.New("the number is out of bounds")
	// ErrPlace means that a page should go on after no place of its list.
	ErrPlace = errors.New("no place of this list")
	// ErrBadCode means that a code is wrong, used or too old.
	ErrBadCode = errors.New("no action waits for this code")
	// ErrSaid means that an answer was told already, so that it cannot be taken back.
	ErrSaid = errors.New("the answer was told already")
	// ErrAddress means that something is no address that a QR code can say.
	ErrAddress = errors.New("no address for a QR code")
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

// TakenError refuses what another moderator has done already.
type TakenError struct{ By string }

// Error implements error.
func (e *TakenError) Error() string { return "done by " + e.By }

// ReservedError refuses words that somebody answers to already.
type ReservedError struct {
	Words string
	Reservation
}

// Error implements error.
func (e *ReservedError) Error() string {
	return fmt.Sprintf("%q is reserved: %s %s", e.Words, e.Kind, e.Name)
}

// ClaimedError refuses words that are a wording of Entry already.
type ClaimedError struct {
	Words string
	Entry campaign.Entry
}

// Error implements error.
func (e *ClaimedError) Error() string { return "the words belong to entry " + e.Entry.ID }

// LongPhrasingError refuses words that matching would not read to the end.
type LongPhrasingError struct {
	Words      string
	Runes, Max int
}

// Error implements error.
func (e *LongPhrasingError) Error() string {
	return fmt.Sprintf("the phrasing has %d characters, matching reads %d", e.Runes, e.Max)
}

// ManyPhrasingsError refuses N further ways to ask at once.
type ManyPhrasingsError struct{ N, Max int }

// Error implements error.
func (e *ManyPhrasingsError) Error() string {
	return fmt.Sprintf("there are %d further ways to ask, at most %d may be", e.N, e.Max)
}

// MissingError says which of several references does not exist. It wraps ErrNotFound or
// the error of the store.
type MissingError struct {
	Ref Ref
	Err error
}

// Error implements error.
func (e *MissingError) Error() string { return e.Ref.Name() + ": " + e.Err.Error() }

// Unwrap implements errors.Unwrap.
func (e *MissingError) Unwrap() error { return e.Err }

// QuestionStateError refuses what a question's state does not allow.
type QuestionStateError struct{ Question *campaign.Question }

// Error implements error.
func (e *QuestionStateError) Error() string {
	return fmt.Sprintf("question Q%d is %s", e.Question.Number, e.Question.State)
}

// HigherRoleError refuses an invitation to fewer rights than Name has.
type HigherRoleError struct{ Name string }

// Error implements error.
func (e *HigherRoleError) Error() string { return e.Name + " has a higher role" }
