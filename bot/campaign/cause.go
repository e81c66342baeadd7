package campaign

import (
	"time"

	"zhujiao/bot"
)

// Cause says why a notice did not arrive, for those who were told that it would.
type Cause string

// The causes.
const (
	// CauseUnreachable means that the platform takes no more messages for the person
	// before they write again.
	CauseUnreachable Cause = "unreachable"
	CauseLeft        Cause = "left"
	// CauseGone means that the notice was cancelled, because the person left or erased their
	// data.
	CauseGone     Cause = "gone"
	CauseOptedOut Cause = "opted-out"
	CauseStopped  Cause = "stopped"
	// CauseLost means that the platform did not answer: the person may have it.
	CauseLost    Cause = "lost"
	CauseQuota   Cause = "quota"
	CauseRefused Cause = "refused"
	// CauseFault is a fault of ours, or a reason that concerns only the program.
	CauseFault Cause = "fault"
)

// Failure is how a notice was given up.
type Failure struct {
	Cause Cause
	// Code is the platform's, 0 if it gave none.
	Code int
	// Kept is set when the person's next reply carries the notice, Called when its call was
	// made.
	Kept, Called bool
	At           time.Time
}

// GivenUp reports whether an outcome means that the notice does not arrive by itself in
// the next minutes: it was given up, or waits for the person's next message.
func (o NoticeOutcome) GivenUp() bool {
	return o.State == NoticeFailed || o.State == NoticeShelved || o.State == NoticeUnknown
}

// CauseOf returns why a notice was given up. e is the error of its call; nil if no call
// was made.
func CauseOf(o NoticeOutcome, e *bot.SendError) Cause {
	if e == nil {
		return causeBefore(o.Words)
	}
	switch {
	case e.MaybeSent:
		return CauseLost
	case e.Gone:
		return CauseLeft
	case e.Class == bot.NoWindow:
		return CauseUnreachable
	case e.Class == bot.NoQuota:
		return CauseQuota
	case e.Refused():
		return CauseRefused
	default:
		return CauseFault
	}
}

// causeBefore returns the cause for a notice without a call.
func causeBefore(reason string) Cause {
	switch reason {
	case ReasonUnreachable:
		return CauseUnreachable
	case ReasonLeft:
		return CauseGone
	case ReasonOptedOut:
		return CauseOptedOut
	case ReasonStopped:
		return CauseStopped
	case ReasonInterrupted:
		return CauseLost
	default:
		return CauseFault
	}
}
