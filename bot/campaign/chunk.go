package campaign

import (
	"time"

	"zhujiao/bot"
)

// ChunkState is the state of a chunk of a broadcast.
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

// Chunk is one mass-send call: a fixed list of people, and the result of the call.
type Chunk struct {
	Campaign          string
	Broadcast, Number int
	State             ChunkState
	Due, Began        time.Time
	ClientID, MsgID   string
	// Owner is the process that has leased its call last; empty for none.
	Owner               string
	Size                int
	Total, Filtered     int
	Delivered, Rejected int
	// Finished is set when the platform has told the result.
	Finished bool
	// Maybe is set when the answer to a call was lost. The platform may have accepted
	// that call, even if it refuses a repeat.
	Maybe bool
	// Approval says whether the call waits for an administrator, or failed for one.
	Approval bot.Approval
	Code     int
	Words    string
}

// Awaits reports whether the call waits for an administrator.
func (c *Chunk) Awaits() bool { return c.Approval == bot.ApprovalWaiting && !c.Finished }

// Denied reports whether no administrator has approved the call.
func (c *Chunk) Denied() bool {
	return c.Approval == bot.ApprovalRefused || c.Approval == bot.ApprovalExpired
}

// Waits reports whether its call is still to be made, or under way.
func (c *Chunk) Waits() bool { return c.State == ChunkQueued || c.State == ChunkSending }

// Call is a leased chunk: a call that is to be made now.
type Call struct {
	Chunk
	Text string
	// People are the platform's ids of those who are still on its list.
	People []string
	// Waiting counts the broadcast's calls that are still to be made, this one
	// included.
	Waiting int
	// Person is the only person of the list, with their credit; nil for a list of
	// several or of none.
	Person *Person
	// Paid is set for a call to one person once a credit was spent on it.
	Paid bool
}

// Single reports whether the call is to one person: a custom message within the
// person's credit, since a mass send needs two (R13a).
func (c *Call) Single() bool { return c.Size == 1 }

// First reports whether this is the first call of a broadcast, so that nobody can have
// received anything yet.
func (c *Call) First() bool { return c.Number == 1 && !c.Maybe && !c.Single() }

// MayRepeat reports whether a call that failed may be made again at once. A mass
// send whose answer was lost may, with the same client id; a custom message may not.
func (c *Call) MayRepeat(e *bot.SendError) bool {
	return e.MaybeSent && !c.Single() || !e.MaybeSent && e.Class == bot.Transient
}

// CallResult is how a call ended.
type CallResult struct {
	// MsgID is what the platform calls an accepted mass send.
	MsgID string
	// Err is the last refusal; nil when the call was accepted.
	Err *bot.SendError
	// Approval is set when the accepted call waits for an administrator.
	Approval bot.Approval
	// Maybe is set when an answer was lost on the way: an earlier try may have been
	// accepted.
	Maybe bool
	// Postponed is set when sending was stopped, or the process had to end, before
	// the call could be repeated.
	Postponed bool
}

// MassResult is what the platform tells after a mass send.
type MassResult = bot.MassResult

// Finish joins the platform's result to the call. The platform's numbers may not
// add up; more people than were called are never counted.
func (c *Chunk) Finish(r MassResult) {
	c.Finished, c.Total, c.Filtered, c.Words, c.Approval = true, r.Total, r.Filtered, r.Status, r.Approval
	c.Delivered = min(r.Sent, c.Size)
	c.Rejected = min(r.Failed, c.Size-c.Delivered)
}

// Totals add up to the audience (ruling 31).
type Totals struct {
	Audience, Delivered, Unreachable, Failed, Unknown, Cancelled int
	// Waiting counts the people who were not sent anything yet, Called those in
	// accepted calls.
	Waiting, Called int
}

// Sum counts a broadcast's chunks. skipped is the number of people who were removed
// from their chunk before it was sent. If no chunk exists yet, the whole audience
// counts as waiting. People who did not fit any more when the audience was made count as
// unreachable.
func Sum(b *Broadcast, chunks []Chunk, skipped int) Totals {
	if len(chunks) == 0 && b.Gone == 0 {
		return Totals{Audience: b.Size, Waiting: b.Size}
	}
	t := Totals{Audience: b.Size, Unreachable: skipped + b.Gone}
	for i := range chunks {
		c := &chunks[i]
		switch c.State {
		case ChunkAccepted:
			if c.Awaits() {
				t.Waiting += c.Size
				continue
			}
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

// called is the number of people in an accepted call. A custom message to one person
// counts only if it was sent, because the call may have been skipped.
func (c *Chunk) called() int {
	if c.MsgID == "" || c.Denied() {
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
