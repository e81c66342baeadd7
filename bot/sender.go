package bot

import "fmt"

// ErrorClass says what to do about a call that a platform did not carry out.
type ErrorClass int

const (
	// Transient means that the call may be tried again after a pause.
	Transient ErrorClass = iota
	// BadConfig means that nothing can be sent until somebody corrects the settings of the
	// account (secret, IP whitelist, app id).
	BadConfig
	// NoRecipient means that this person cannot be reached: they unfollowed, blocked the
	// account, or do not exist.
	NoRecipient
	// NoWindow means that the platform accepts nothing for this person until their next
	// message.
	NoWindow
	// TooFast means that calls have to pause for at least a minute and then be slower.
	TooFast
	// NoQuota means that calls of this kind are refused until the next day or month.
	NoQuota
	// BadContent means that the platform refuses this text or picture permanently.
	BadContent
	// Forbidden means that the account may not use this feature; others still work.
	Forbidden
	// Banned means that the account must not send at all; all sending has to stop.
	Banned
	// Bug means that the call was malformed.
	Bug
)

// SendError says why a call was not carried out, or may not have been.
type SendError struct {
	Class ErrorClass
	// Code is the platform's error code, 0 if it gave none.
	Code int
	// Words is the platform's error text, without secrets, tokens and addresses.
	Words string
	// MaybeSent is set if the request was sent but not answered: the platform may have
	// carried it out.
	MaybeSent bool
	// Gone is set with NoRecipient if the person does not follow the account or does not
	// exist, as opposed to a single message that could not be delivered.
	Gone bool
}

// Refused reports whether the platform answered with an error. Otherwise the call was not
// made or not answered.
func (e *SendError) Refused() bool { return e.Code != 0 }

// Error implements error.
func (e *SendError) Error() string {
	if e.MaybeSent {
		return "no answer from the platform, it may have been sent: " + e.Words
	}
	return fmt.Sprintf("the platform refused (%d): %s", e.Code, e.Words)
}
