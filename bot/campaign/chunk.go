package campaign

import (
	"context"
	"time"

	"zhujiao/bot"
)

// ChunkState is where a chunk of a broadcast stands.
type ChunkState string

// The states of a chunk.
const (
	ChunkQueued    ChunkState = "queued"
	ChunkSending   ChunkState = "sending"
	ChunkAccepted  ChunkState = "accepted"
	ChunkFailed    ChunkState = "failed"
	ChunkUnknown   ChunkState = "unknown"
	ChunkCancelled ChunkState = "cancelled"
)

// Chunk is one mass-send call: a fixed list of people and what became of it.
type Chunk struct {
	Campaign            string
	Broadcast, Number   int
	State               ChunkState
	Due, Began          time.Time
	ClientID, MsgID     string
	Size                int
	Total, Filtered     int
	Delivered, Rejected int
	// Finished is set when the platform has told the result.
	Finished bool
	// Maybe is set once a call was made whose answer was lost: it may have been
	// accepted, whatever a repeat is told.
	Maybe bool
	Code  int
	Words string
}

// waits tells whether its call is still to be made, or under way.
func (c Chunk) waits() bool { return c.State == ChunkQueued || c.State == ChunkSending }

// MassResult is what the platform tells after a mass send.
type MassResult = bot.MassResult

// MassResults takes the platform's results, also those that come before the
// call's answer.
type MassResults interface {
	TakeMassResult(ctx context.Context, msgID string, r MassResult, at time.Time) error
}

// Totals add up to the audience (ruling 31).
type Totals struct {
	Audience, Delivered, Unreachable, Failed, Unknown, Cancelled int
	// Waiting were not sent yet; Called is who was in accepted calls.
	Waiting, Called int
	// OptedOut counts who opted out afterwards; it stands outside the sum.
	OptedOut int
}

// Sum counts a broadcast's chunks. Skipped is who was not put into its call. Of
// one that never started everybody waits.
func Sum(b *Broadcast, chunks []Chunk, skipped int) Totals {
	if len(chunks) == 0 {
		return Totals{Audience: b.Size, Waiting: b.Size}
	}
	t := Totals{Audience: b.Size, Unreachable: skipped}
	for _, c := range chunks {
		switch c.State {
		case ChunkAccepted:
			t.Called += c.called()
			if !c.Finished {
				t.Unknown += c.Size
				continue
			}
			t.Delivered += c.Delivered
			t.Failed += c.Rejected
			t.Unreachable += c.Size - c.Delivered - c.Rejected
		case ChunkFailed:
			t.Failed += c.Size
		case ChunkUnknown:
			t.Unknown += c.Size
			t.Called += c.Size
		case ChunkCancelled:
			t.Cancelled += c.Size
		case ChunkQueued, ChunkSending:
			t.Waiting += c.Size
		}
	}
	return t
}

// called is how many people were in an accepted call; a custom message to one
// counts when it was sent, for there may have been no call.
func (c Chunk) called() int {
	if c.MsgID == "" {
		return c.Delivered
	}
	return c.Size
}

// Sizes splits an audience into calls of at most limit people after a trial:
// no call is ever of one person, since a mass send needs two (ruling 20): 6 go
// 4 + 2. Only an audience of one is a call of one, which is made by
// custom message (R13a).
func Sizes(audience, trial, limit int) []int {
	if audience-trial == 1 {
		trial--
	}
	if audience <= trial || trial < 2 {
		trial = 0
	}
	var out []int
	rest := audience
	if trial > 0 {
		out, rest = append(out, trial), audience-trial
	}
	for rest > 0 {
		n := min(rest, limit)
		if rest-n == 1 {
			n--
		}
		out, rest = append(out, n), rest-n
	}
	return out
}
