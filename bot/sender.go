package bot

import "fmt"

// ErrorClass tells what to do about a call that a platform did not carry out
// (platform.md §2.8).
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
}

// Error implements error.
func (e *SendError) Error() string {
	if e.MaybeSent {
		return "no answer from the platform, it may have been sent: " + e.Words
	}
	return fmt.Sprintf("the platform refused (%d): %s", e.Code, e.Words)
}
