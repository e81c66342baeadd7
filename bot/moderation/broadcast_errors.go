package moderation

import (
	"fmt"

	"zhujiao/bot/campaign"
	"zhujiao/bot/textcheck"
)

// Refusal is the reason why an action on a broadcast is refused.
type Refusal string

// The refusals.
const (
	// RefusedText means that the text may not go to many people: see Findings.
	RefusedText Refusal = "text"
	// RefusedUnfit means that the text was in order before and must not be sent now:
	// see Findings.
	RefusedUnfit Refusal = "unfit"
	// RefusedDraftSame means that a new text was sent already: see Same.
	RefusedDraftSame Refusal = "draft-same-text"
	// RefusedEmpty means that the audience has nobody in it.
	RefusedEmpty Refusal = "empty"
	// RefusedState means that the action is not possible in the state of the broadcast.
	RefusedState Refusal = "state"
	// RefusedCount means that the number of people is not that of the preview.
	RefusedCount Refusal = "count"
	// RefusedUnseen means that the text or the audience has changed since the last
	// preview.
	RefusedUnseen Refusal = "unseen"
	// RefusedConfirmed means that the broadcast was confirmed before.
	RefusedConfirmed Refusal = "confirmed"
	// RefusedHeld means that the broadcast did not start when it was due, and was not
	// previewed since.
	RefusedHeld Refusal = "held"
	// RefusedSameHand means that the author of the broadcast tries to approve it.
	RefusedSameHand Refusal = "same-hand"
	// RefusedPast means that the time is past.
	RefusedPast Refusal = "past"
	// RefusedQuietDue means that the time lies in the quiet hours.
	RefusedQuietDue Refusal = "quiet-due"
	// RefusedUntrue means that a word of the text will not be true at the time: see
	// Findings.
	RefusedUntrue Refusal = "untrue"
	// RefusedUnable means that the account cannot mass-send.
	RefusedUnable Refusal = "unable"
	// RefusedStopped means that sending is stopped.
	RefusedStopped Refusal = "stopped"
	// RefusedQuiet means that it is within the quiet hours.
	RefusedQuiet Refusal = "quiet"
	// RefusedSameText means that another broadcast with this text was sent.
	RefusedSameText Refusal = "same-text"
	// RefusedLeft means that it has started and cannot be taken back.
	RefusedLeft Refusal = "left"
	// RefusedBusy means that another broadcast is running.
	RefusedBusy Refusal = "busy"
)

// BroadcastError is returned when an action on a broadcast is refused.
type BroadcastError struct {
	Why Refusal
	// Broadcast is the broadcast in its current state. A draft that was not stored has
	// no number.
	Broadcast *campaign.Broadcast
	// Findings says what is wrong with the text of the broadcast.
	Findings []textcheck.Finding
	// Same is the number of the broadcast with the same text.
	Same int
}

// Error implements error.
func (e *BroadcastError) Error() string {
	return fmt.Sprintf("%s: refused: %s", e.Broadcast.Name(), e.Why)
}

// refuse returns the error of a refusal; nil for none.
func refuse(b *campaign.Broadcast, why Refusal) error {
	if why == "" {
		return nil
	}
	return &BroadcastError{Why: why, Broadcast: b}
}
