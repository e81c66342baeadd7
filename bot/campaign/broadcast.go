package campaign

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhujiao/bot"
)

// BroadcastState is where a broadcast stands.
type BroadcastState string

// The states. A stopped one was halted by #停 and never goes on by itself; a
// grown one was due when its audience had grown by more than a fifth.
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
	Owner                  bot.PersonID
	Made, Due, Sent, Ended time.Time
	// Told tells that its report has been given.
	Told bool
}

// Name is the broadcast as people write it: B3.
func (b *Broadcast) Name() string { return fmt.Sprint("B", b.Number) }

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

// MassResult is what the platform tells after a mass send. Its numbers may not
// add up: they are told slightly before the end.
type MassResult struct {
	Total, Filtered, Sent, Failed int
	Status                        string
}

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

// Sum counts a broadcast's chunks. Skipped is who was not put into its call.
func Sum(b *Broadcast, chunks []Chunk, skipped int) Totals {
	t := Totals{Audience: b.Size, Unreachable: skipped}
	for _, c := range chunks {
		switch c.State {
		case ChunkAccepted:
			t.Called += c.Size
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

// Sizes splits an audience into calls of at most limit people after a trial:
// no call is ever of one person, since the platform takes 2 to 10,000 (ruling
// 20): 6 go 4 + 2.
func Sizes(audience, trial, limit int) []int {
	if audience <= trial || trial < 2 {
		trial = 0
	}
	var out []int
	rest := audience
	if trial > 0 {
		if audience-trial == 1 {
			trial--
		}
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

// chunkLimit is the size of a call: small enough that a stop saves most of the
// audience, large enough for the 100 calls a day.
func chunkLimit(audience int) int { return min(10000, max(500, (audience+49)/50)) }

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
	// SameText returns the newest one with this text that was confirmed after a
	// time, 0 for none.
	SameText(ctx context.Context, campaign, text string, since time.Time) (int, error)
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
	// CancelChunks gives up what has not begun; PullChunks makes it due now.
	CancelChunks(ctx context.Context, b *Broadcast) error
	PullChunks(ctx context.Context, b *Broadcast, due time.Time) error
	// Only returns the one person of an audience of one.
	Only(ctx context.Context, b *Broadcast) (bot.PersonID, error)
}

// Broadcasts decides about messages to many (R13, rulings 4, 8, 20, 28, 29).
type Broadcasts struct {
	Campaign  *Campaign
	Store     BroadcastStore
	Audiences AudienceStore
	Notices   Notices
}

// Refusals of a broadcast, for handlers to put into words.
var (
	ErrState     = errors.New("not in this state")
	ErrCount     = errors.New("wrong number of people")
	ErrPreview   = errors.New("changed and not previewed")
	ErrConfirmed = errors.New("confirmed already")
	ErrQuiet     = errors.New("quiet hours")
	ErrBusy      = errors.New("another broadcast is running")
	ErrSecond    = errors.New("a second person has to agree")
	ErrSameHand  = errors.New("the second person is the first")
	ErrEmpty     = errors.New("nobody in the audience")
	ErrPast      = errors.New("the time is past")
)

// monthStart is when the month of the quota began.
func (s *Broadcasts) monthStart(at time.Time) time.Time {
	at = at.In(s.Campaign.Zone)
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, s.Campaign.Zone)
}

// Draft freezes the audience and stores a draft; the caller shows the preview.
// For an empty audience nothing is stored, no number is used up (ruling 8) and
// ErrEmpty is returned.
func (s *Broadcasts) Draft(ctx context.Context, rule AudienceRule, b *Broadcast, at time.Time) (reachable int, err error) {
	b.Campaign = s.Campaign.ID
	trial := *b // under number 0
	if trial.Size, _, err = s.Audiences.Freeze(ctx, &trial, rule, s.monthStart(at)); err != nil {
		return 0, fmt.Errorf("find the audience: %w", err)
	}
	if trial.Size == 0 {
		return 0, ErrEmpty
	}
	if b.Number, err = s.Store.NextNumber(ctx, s.Campaign.ID, "B"); err != nil {
		return 0, fmt.Errorf("number a broadcast: %w", err)
	}
	b.State, b.Previewed, b.Made = BroadcastDraft, true, at
	if b.Size, reachable, err = s.Audiences.Freeze(ctx, b, rule, s.monthStart(at)); err != nil {
		return 0, fmt.Errorf("freeze the audience: %w", err)
	}
	return reachable, s.Store.Insert(ctx, b)
}

// Preview freezes the audience anew and marks the text as seen.
func (s *Broadcasts) Preview(ctx context.Context, rule AudienceRule, b *Broadcast, at time.Time) (reachable int, err error) {
	if b.State != BroadcastDraft && b.State != BroadcastGrown {
		return 0, ErrState
	}
	if b.Size, reachable, err = s.Audiences.Freeze(ctx, b, rule, s.monthStart(at)); err != nil {
		return 0, fmt.Errorf("freeze the audience: %w", err)
	}
	b.Previewed, b.State = true, BroadcastDraft
	return reachable, s.Store.Save(ctx, b)
}

// Edit changes the text of a draft, which voids its preview.
func (s *Broadcasts) Edit(ctx context.Context, b *Broadcast, text string) error {
	if b.State != BroadcastDraft && b.State != BroadcastGrown {
		return ErrState
	}
	b.Text, b.Previewed, b.Approved = text, false, ""
	return s.Store.Save(ctx, b)
}

// Confirm starts a broadcast whose number of people was repeated correctly.
func (s *Broadcasts) Confirm(ctx context.Context, b *Broadcast, people int, at time.Time) error {
	switch {
	case b.State != BroadcastDraft && b.State != BroadcastGrown:
		return ErrConfirmed
	case !b.Previewed:
		return ErrPreview
	case people != b.Size:
		return ErrCount
	case s.Campaign.Quiet(at):
		return ErrQuiet
	}
	if err := s.alone(ctx, b); err != nil {
		return err
	}
	if s.needsSecond(b) {
		b.State = BroadcastApproval
		return errors.Join(ErrSecond, s.Store.Save(ctx, b))
	}
	return s.start(ctx, b, at)
}

func (s *Broadcasts) needsSecond(b *Broadcast) bool {
	n := s.Campaign.Broadcasts.SecondPersonAt
	return n > 0 && b.Size > n && b.Approved == ""
}

// Hand is the moderator behind a command.
type Hand struct {
	Name   string
	Person bot.PersonID
}

// Approve is the second person's yes.
func (s *Broadcasts) Approve(ctx context.Context, b *Broadcast, by Hand, at time.Time) error {
	switch {
	case b.State != BroadcastApproval:
		return ErrState
	case by.Name == b.By, by.Person == b.Owner:
		return ErrSameHand
	case s.Campaign.Quiet(at):
		return ErrQuiet
	}
	if err := s.alone(ctx, b); err != nil {
		return err
	}
	b.Approved = by.Name
	if b.Due.After(at) {
		b.State = BroadcastScheduled
		return s.Store.Save(ctx, b)
	}
	return s.start(ctx, b, at)
}

// alone makes sure that one broadcast runs at a time (R13).
func (s *Broadcasts) alone(ctx context.Context, b *Broadcast) error {
	running, err := s.Store.InStates(ctx, s.Campaign.ID, BroadcastSending, BroadcastSending, BroadcastSending)
	if err != nil {
		return fmt.Errorf("look for running broadcasts: %w", err)
	}
	for _, r := range running {
		if r.Number != b.Number {
			return ErrBusy
		}
	}
	return nil
}

// start cuts the audience into calls; an audience of one gets a custom message
// within its credit (R13a).
func (s *Broadcasts) start(ctx context.Context, b *Broadcast, at time.Time) error {
	b.Sent = at
	if b.Size == 1 {
		return s.single(ctx, b, at)
	}
	b.State = BroadcastSending
	rules := s.Campaign.Broadcasts
	if err := s.Audiences.Split(ctx, b, Sizes(b.Size, rules.Trial, chunkLimit(b.Size)), at, at.Add(rules.TrialWait)); err != nil {
		return fmt.Errorf("split the audience: %w", err)
	}
	return s.Store.Save(ctx, b)
}

func (s *Broadcasts) single(ctx context.Context, b *Broadcast, at time.Time) error {
	p, err := s.Audiences.Only(ctx, b)
	if err != nil {
		return fmt.Errorf("find the one person: %w", err)
	}
	b.State, b.Ended, b.Told = BroadcastDone, at, true
	if err := s.Store.Save(ctx, b); err != nil {
		return err
	}
	return s.Notices.Enqueue(ctx, Notice{
		Campaign: s.Campaign.ID, Person: p, Kind: NoticeSingle, Args: map[string]string{"content": b.Text}, Due: at,
		Priority: PriorityMarketing, Once: fmt.Sprintf("single %s %s", s.Campaign.ID, b.Name()),
	})
}

// Schedule sets when a previewed draft starts; the audience is made then
// (ruling 29).
func (s *Broadcasts) Schedule(ctx context.Context, b *Broadcast, due, at time.Time) error {
	switch {
	case b.State != BroadcastDraft && b.State != BroadcastScheduled:
		return ErrState
	case !b.Previewed:
		return ErrPreview
	case !due.After(at):
		return ErrPast
	case s.Campaign.Quiet(due):
		return ErrQuiet
	}
	b.Due = due
	if s.needsSecond(b) {
		b.State = BroadcastApproval
		return errors.Join(ErrSecond, s.Store.Save(ctx, b))
	}
	b.State = BroadcastScheduled
	return s.Store.Save(ctx, b)
}

// Begin starts a scheduled broadcast. If its audience has grown by more than a
// fifth it waits for a new confirmation and grown is true.
func (s *Broadcasts) Begin(ctx context.Context, b *Broadcast, rule AudienceRule, at time.Time) (grown bool, err error) {
	if err := s.alone(ctx, b); err != nil {
		return false, err
	}
	shown := b.Size
	if b.Size, _, err = s.Audiences.Freeze(ctx, b, rule, s.monthStart(at)); err != nil {
		return false, fmt.Errorf("freeze the audience: %w", err)
	}
	switch {
	case b.Size*5 > shown*6 || s.Campaign.Quiet(at):
		b.State = BroadcastGrown
		return true, s.Store.Save(ctx, b)
	case b.Size == 0:
		b.State, b.Ended, b.Told = BroadcastDone, at, true
		return false, s.Store.Save(ctx, b)
	}
	return false, s.start(ctx, b, at)
}

// Pause halts a running broadcast; Continue lets it go on.
func (s *Broadcasts) Pause(ctx context.Context, b *Broadcast) error {
	if b.State != BroadcastSending {
		return ErrState
	}
	b.State = BroadcastPaused
	return s.Store.Save(ctx, b)
}

// Continue lets a paused or stopped broadcast go on with what has not left.
func (s *Broadcasts) Continue(ctx context.Context, b *Broadcast, at time.Time) error {
	switch {
	case b.State != BroadcastPaused && b.State != BroadcastStopped:
		return ErrState
	case s.Campaign.Quiet(at):
		return ErrQuiet
	}
	if err := s.alone(ctx, b); err != nil {
		return err
	}
	b.State = BroadcastSending
	return s.Store.Save(ctx, b)
}

// Cancel gives up what has not left.
func (s *Broadcasts) Cancel(ctx context.Context, b *Broadcast, at time.Time) error {
	if b.State == BroadcastDone || b.State == BroadcastCancelled {
		return ErrState
	}
	if err := s.Audiences.CancelChunks(ctx, b); err != nil {
		return fmt.Errorf("cancel: %w", err)
	}
	b.State, b.Ended, b.Told = BroadcastCancelled, at, true
	return s.Store.Save(ctx, b)
}

// Halt stops every running broadcast and returns their names (#停).
func (s *Broadcasts) Halt(ctx context.Context) error {
	running, err := s.Store.InStates(ctx, s.Campaign.ID, BroadcastSending, BroadcastSending, BroadcastSending)
	if err != nil {
		return fmt.Errorf("stop broadcasts: %w", err)
	}
	for _, b := range running {
		b.State = BroadcastStopped
		if err := s.Store.Save(ctx, b); err != nil {
			return fmt.Errorf("stop %s: %w", b.Name(), err)
		}
	}
	return nil
}

// Stopped names the broadcasts that wait for #继续.
func (s *Broadcasts) Stopped(ctx context.Context) (string, error) {
	list, err := s.Store.InStates(ctx, s.Campaign.ID, BroadcastStopped, BroadcastStopped, BroadcastStopped)
	if err != nil {
		return "", fmt.Errorf("list stopped broadcasts: %w", err)
	}
	names := make([]string, len(list))
	for i, b := range list {
		names[i] = b.Name()
	}
	return strings.Join(names, " "), nil
}
