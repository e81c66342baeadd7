package campaign

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
)

// BroadcastState is where a broadcast stands.
type BroadcastState string

// The states. A stopped one was halted by #停 and never goes on by itself; a
// grown one was due when it might not leave, such as when its audience had grown
// by more than a fifth: it waits for a new preview and confirmation.
const (
	BroadcastDraft     BroadcastState = "draft"
	BroadcastApproval  BroadcastState = "approval"
	BroadcastScheduled BroadcastState = "scheduled"
	BroadcastGrown     BroadcastState = "grown"
	BroadcastSending   BroadcastState = "sending"
	BroadcastPaused    BroadcastState = "paused"
	BroadcastStopped   BroadcastState = "stopped"
	BroadcastCancelled BroadcastState = "cancelled"
	BroadcastDone      BroadcastState = "done"
)

// Open tells whether it has been confirmed and has not ended.
func (s BroadcastState) Open() bool {
	switch s {
	case BroadcastSending, BroadcastPaused, BroadcastStopped:
		return true
	default:
		return false
	}
}

// Broadcast is one message to many.
type Broadcast struct {
	Campaign string
	Number   int
	// Audience is the rule as written.
	Audience, Text string
	State          BroadcastState
	// Size is the frozen audience, the number to confirm.
	Size      int
	Previewed bool
	// By made it, Approved is the second person above the limit.
	By, Approved string
	// Owner is the person behind By, who is told how it ended.
	Owner bot.PersonID
	// Made is when its text was written.
	Made, Due, Sent, Ended time.Time
	// Told tells that its report has been given.
	Told bool
}

// Name is the broadcast as people write it: B3.
func (b *Broadcast) Name() string { return fmt.Sprint("B", b.Number) }

// AudienceRule is an audience as the store can find it.
type AudienceRule struct {
	Kind AudienceKind
	// Pack or channel code, or the number of a broadcast whose receivers it is.
	Arg string
}

// AudienceKind is a sort of audience.
type AudienceKind string

// The kinds.
const (
	AudienceAll      AudienceKind = "all"
	AudienceSeated   AudienceKind = "seated"
	AudienceWaiting  AudienceKind = "waiting"
	AudiencePresent  AudienceKind = "present"
	AudienceWithout  AudienceKind = "present-without"
	AudienceHolders  AudienceKind = "holders"
	AudienceSource   AudienceKind = "source"
	AudienceReceived AudienceKind = "received"
)

// BroadcastStore keeps broadcasts. Every method joins the unit of the context.
type BroadcastStore interface {
	NextNumber(ctx context.Context, campaign, kind string) (int, error)
	Insert(ctx context.Context, b *Broadcast) error
	// Save stores what changes after Insert.
	Save(ctx context.Context, b *Broadcast) error
	Broadcast(ctx context.Context, campaign string, number int) (*Broadcast, error)
	// InStates lists those in one of three states.
	InStates(ctx context.Context, campaign string, a, b, c BroadcastState) ([]*Broadcast, error)
	// SentSince returns those that were confirmed after a time, the newest first.
	SentSince(ctx context.Context, campaign string, since time.Time) ([]*Broadcast, error)
}

// AudienceStore freezes audiences.
type AudienceStore interface {
	// Freeze replaces the audience of a broadcast and returns its size, and how
	// many the platform would take it for: following, not opted out, quota left.
	Freeze(ctx context.Context, b *Broadcast, r AudienceRule, monthStart time.Time) (size, reachable int, err error)
	// Split numbers the people into calls of these sizes and stores the calls;
	// the first is due at once, the others after the wait.
	Split(ctx context.Context, b *Broadcast, sizes []int, first, rest time.Time) error
	// Chunks returns the calls, and how many people were left out of theirs.
	Chunks(ctx context.Context, b *Broadcast) (chunks []Chunk, skipped int, err error)
	// CancelChunks gives up what has not begun; a call that was begun counts as
	// unknown until it ends.
	CancelChunks(ctx context.Context, b *Broadcast) error
}

// Broadcasts decides about messages to many (R13, rulings 4, 8, 20, 28, 29).
type Broadcasts struct {
	Campaign  *Campaign
	Store     BroadcastStore
	Audiences AudienceStore
	Notices   Notices
	Controls  Controls
	Channel   Channel
	// Unable is set for an account that cannot mass-send.
	Unable bool
}

// BroadcastGrace is how late a scheduled broadcast may still start by itself;
// later its words may not be true any more.
const BroadcastGrace = 10 * time.Minute

// Refusals of a broadcast, for handlers to put into words.
var (
	ErrState     = errors.New("not in this state")
	ErrCount     = errors.New("wrong number of people")
	ErrPreview   = errors.New("changed and not previewed")
	ErrConfirmed = errors.New("confirmed already")
	ErrQuiet     = errors.New("quiet hours")
	ErrQuietDue  = errors.New("quiet hours at that time")
	ErrStopped   = errors.New("sending is stopped")
	ErrSame      = errors.New("the same text was sent")
	ErrGrown     = errors.New("did not start when it was due and not previewed since")
	ErrMissed    = errors.New("its time is past")
	ErrUnable    = errors.New("the account cannot mass-send")
	ErrBusy      = errors.New("another broadcast is running")
	ErrSecond    = errors.New("a second person has to agree")
	ErrSameHand  = errors.New("the second person is the first")
	ErrEmpty     = errors.New("nobody in the audience")
	ErrPast      = errors.New("the time is past")
)
