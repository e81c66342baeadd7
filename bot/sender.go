package bot

import (
	"fmt"
	"math"
)

// ErrorClass tells what to do about a call that a platform did not carry out.
type ErrorClass int

const (
	// Transient asks to try again after a pause.
	Transient ErrorClass = iota
	// BadConfig means that nothing can be sent until a person repairs the account's
	// settings (secret, IP whitelist, app id).
	BadConfig
	// NoRecipient means that this person can't be reached: gone, blocked or unknown.
	NoRecipient
	// NoWindow means that the platform takes nothing for this person now; it may after
	// the person's next message.
	NoWindow
	// TooFast asks to pause for a minute at least, then slower.
	TooFast
	// NoQuota allows nothing more of this kind until the next day or month.
	NoQuota
	// BadContent means that this text or picture is refused, and will be again.
	BadContent
	// Forbidden means that the account has no right to this feature; others go on.
	Forbidden
	// Banned means that the account is banned from sending; stop everything and tell
	// the owner.
	Banned
	// Bug means that the call itself was wrong.
	Bug
)

// SendError is why a call was not carried out, or not known to be.
type SendError struct {
	Class ErrorClass
	// Code is the platform's, 0 if it gave none.
	Code int
	// Words are the platform's, without secrets, tokens or addresses.
	Words string
	// MaybeSent is set when the request had left and no answer came: the
	// platform may have carried it out.
	MaybeSent bool
	// Gone is set with NoRecipient when the person does not follow the account or
	// does not exist, rather than that this one message could not reach them.
	Gone bool
}

// Refused tells whether the platform itself said no; otherwise the call was not
// made or not answered.
func (e *SendError) Refused() bool { return e.Code != 0 }

// MassStatus is how the platform says that a mass send stands.
type MassStatus struct {
	// Words are the platform's.
	Words string
	// Failed is set when the whole call failed or was taken back.
	Failed bool
}

// MassResult is what the platform tells after a mass send. Its numbers may not
// add up: they are told slightly before the end.
type MassResult struct {
	// MsgID is what the platform calls the mass send.
	MsgID string
	// Total is the size of the audience, Filtered how many were left out of it.
	// Sent were reached, Failed were not; see AllFailed.
	Total, Filtered, Sent, Failed int
	// Status is the outcome in the platform's words.
	Status string
}

// AllFailed is MassResult.Failed of a call that failed as a whole, for which
// platforms give no numbers.
const AllFailed = math.MaxInt32

// Error implements error.
func (e *SendError) Error() string {
	if e.MaybeSent {
		return "no answer from the platform, it may have been sent: " + e.Words
	}
	return fmt.Sprintf("the platform refused (%d): %s", e.Code, e.Words)
}
