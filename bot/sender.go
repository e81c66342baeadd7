package bot

import "fmt"

// ErrorClass says what to do after a call that the platform did not carry out.
type ErrorClass int

const (
	// Transient means that the call should be repeated after a pause.
	Transient ErrorClass = iota
	// BadConfig means that nothing can be sent until a person repairs the account's
	// settings (secret, IP whitelist, app id).
	BadConfig
	// NoRecipient means that this person cannot be reached: gone, blocked or unknown.
	NoRecipient
	// NoWindow means that the platform accepts no message to this person until the
	// person writes again.
	NoWindow
	// TooFast means that calls must pause for at least a minute.
	TooFast
	// NoQuota means that no more calls of this kind are allowed until the next day or
	// month.
	NoQuota
	// BadContent means that this text or picture will always be refused.
	BadContent
	// Forbidden means that the account may not use this feature; others are not
	// affected.
	Forbidden
	// Banned means that the account may not send anything: stop and tell the owner.
	Banned
	// Bug means that the call itself was wrong.
	Bug
)

// SendError says why a call was not carried out, or that its outcome is unknown.
type SendError struct {
	Class ErrorClass
	// Code is the platform's error code, 0 if there is none.
	Code int
	// Words are the platform's message, without secrets, tokens or addresses.
	Words string
	// MaybeSent is set if the request was sent and not answered: the platform may have
	// carried it out.
	MaybeSent bool
	// Gone is set with NoRecipient if the person does not follow the account or does
	// not exist. Otherwise only this message could not reach them.
	Gone bool
}

// Refused reports whether the platform answered with an error. Otherwise the call was
// not made or not answered.
func (e *SendError) Refused() bool { return e.Code != 0 }

// Error implements error.
func (e *SendError) Error() string {
	if e.MaybeSent {
		return "no answer from the platform, it may have been sent: " + e.Words
	}
	return fmt.Sprintf("the platform refused (%d): %s", e.Code, e.Words)
}
