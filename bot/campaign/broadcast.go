package campaign

import (
	"fmt"
	"time"

	"zhujiao/bot"
)

// BroadcastState is where a broadcast stands.
type BroadcastState string

// The states. A stopped broadcast was halted by #停 and goes on only when a moderator
// continues it. A held one reached its time but could not be sent (late, quiet hours,
// stopped, audience grown by more than a fifth): it needs a new preview and
// confirmation.
const (
	BroadcastDraft     BroadcastState = "draft"
	BroadcastApproval  BroadcastState = "approval"
	BroadcastScheduled BroadcastState = "scheduled"
	// BroadcastLeaving was confirmed in the console and starts at Due, a few seconds later:
	// until it has started it can be taken back.
	BroadcastLeaving   BroadcastState = "leaving"
	BroadcastHeld      BroadcastState = "held"
	BroadcastSending   BroadcastState = "sending"
	BroadcastPaused    BroadcastState = "paused"
	BroadcastStopped   BroadcastState = "stopped"
	BroadcastCancelled BroadcastState = "cancelled"
	BroadcastDone      BroadcastState = "done"
	// BroadcastDenied ended because no administrator of the account approved it.
	BroadcastDenied BroadcastState = "denied"
)

// Broadcast is one message to many people.
type Broadcast struct {
	Campaign string
	Number   int
	Audience Audience
	Text     string
	State    BroadcastState
	// Size is how many people the audience had at the moment when it was counted, the
	// number to confirm. Moment is a stamp: see AudienceCount.
	Size   int
	Moment int64
	// Listing is set while the audience of a confirmed broadcast is being made. Gone is
	// how many of Size did not fit any more then.
	Listing   bool
	Gone      int
	Previewed bool
	// DateMeant is set if a moderator has said that a date in the text which is not the
	// class's is meant.
	DateMeant bool
	// By made it, Approved is the second person above the limit.
	By, Approved string
	// Owner is the person behind By, who is told how it ended.
	Owner bot.PersonID
	// Made is when its text was written.
	Made, Due, Sent, Ended time.Time
	// Told is set once its report has been given.
	Told bool
}

// Name is the broadcast as people write it: B3.
func (b *Broadcast) Name() string { return fmt.Sprint("B", b.Number) }

// OptOutSpan is when those who opt out are counted with the broadcast: from its beginning to a
// day after its end (ruling 31). until is the zero time while it is sent.
func (b *Broadcast) OptOutSpan() (since, until time.Time) {
	if !b.Ended.IsZero() {
		until = b.Ended.Add(24 * time.Hour)
	}
	return b.Sent.Truncate(time.Second), until // a message says its second
}
