package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	// SameText returns the newest one with b's text, but for b, that was confirmed
	// after a time, 0 for none.
	SameText(ctx context.Context, b *Broadcast, since time.Time) (int, error)
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

// monthStart is when the month of the quota began.
func (s *Broadcasts) monthStart(at time.Time) time.Time {
	at = at.In(s.Campaign.Zone)
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, s.Campaign.Zone)
}

// Draft freezes the audience and stores a draft; the caller shows the preview.
// For an empty audience nothing is stored, no number is used up (ruling 8) and
// ErrEmpty is returned.
func (s *Broadcasts) Draft(ctx context.Context, rule AudienceRule, b *Broadcast, at time.Time) (reachable int, err error) {
	if s.Unable {
		return 0, ErrUnable
	}
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

// Unseen notes that a preview did not reach the moderator.
func (s *Broadcasts) Unseen(ctx context.Context, b *Broadcast) error {
	b.Previewed = false
	return s.Store.Save(ctx, b)
}

// Edit changes the text of what was not agreed to yet, which voids its preview.
func (s *Broadcasts) Edit(ctx context.Context, b *Broadcast, text string, at time.Time) error {
	if b.State != BroadcastDraft && b.State != BroadcastGrown && b.State != BroadcastApproval {
		return ErrState
	}
	if b.State == BroadcastApproval {
		b.State, b.Due = BroadcastDraft, time.Time{}
	}
	b.Text, b.Previewed, b.Approved, b.Made = text, false, "", at
	return s.Store.Save(ctx, b)
}

// allowed tells why nothing of a broadcast may leave now: the account cannot,
// everything is stopped, it is night, the text went out already, or another one
// runs (R13). Whatever starts one or lets it go on asks this.
func (s *Broadcasts) allowed(ctx context.Context, b *Broadcast, at time.Time) error {
	control, err := s.Controls.Control(ctx)
	if err != nil {
		return fmt.Errorf("look for a stop: %w", err)
	}
	switch {
	case s.Unable:
		return ErrUnable
	case control.Level > StopNothing:
		return ErrStopped
	case s.Campaign.Quiet(at):
		return ErrQuiet
	}
	same, err := s.Store.SameText(ctx, b, at.Add(-s.Campaign.Broadcasts.SameTextSpan))
	if err != nil {
		return fmt.Errorf("look for the same text: %w", err)
	}
	if same > 0 {
		return ErrSame
	}
	return s.alone(ctx, b)
}

// Confirm starts a broadcast whose number of people was repeated correctly.
func (s *Broadcasts) Confirm(ctx context.Context, b *Broadcast, people int, at time.Time) error {
	switch {
	case b.State == BroadcastGrown:
		return ErrGrown
	case b.State != BroadcastDraft:
		return ErrConfirmed
	case !b.Previewed:
		return ErrPreview
	case people != b.Size:
		return ErrCount
	}
	if err := s.allowed(ctx, b, at); err != nil {
		return err
	}
	if s.needsSecond(b) {
		return s.second(ctx, b)
	}
	return s.start(ctx, b, at)
}

func (s *Broadcasts) needsSecond(b *Broadcast) bool {
	n := s.Campaign.Broadcasts.SecondPersonAt
	return n > 0 && b.Size > n && b.Approved == ""
}

// second lets a broadcast wait for a second person.
func (s *Broadcasts) second(ctx context.Context, b *Broadcast) error {
	b.State = BroadcastApproval
	if err := s.Store.Save(ctx, b); err != nil {
		return err
	}
	return ErrSecond
}

// Hand is the moderator behind a command.
type Hand struct {
	Name   string
	Person bot.PersonID
}

// Approve is the second person's yes. One that has a time starts then, with its
// audience made anew; a yes that comes after its time starts nothing.
func (s *Broadcasts) Approve(ctx context.Context, b *Broadcast, by Hand, at time.Time) error {
	switch {
	case b.State != BroadcastApproval:
		return ErrState
	case by.Name == b.By, by.Person == b.Owner:
		return ErrSameHand
	case !b.Due.IsZero() && !b.Due.After(at):
		return s.missed(ctx, b)
	case !b.Due.IsZero():
		b.Approved, b.State = by.Name, BroadcastScheduled
		return s.Store.Save(ctx, b)
	}
	if err := s.allowed(ctx, b, at); err != nil {
		return err
	}
	b.Approved = by.Name
	return s.start(ctx, b, at)
}

// alone makes sure that one broadcast runs at a time (R13). One that only waits for
// the platform's results has left and holds up nobody.
func (s *Broadcasts) alone(ctx context.Context, b *Broadcast) error {
	running, err := s.Store.InStates(ctx, s.Campaign.ID, BroadcastSending, BroadcastSending, BroadcastSending)
	if err != nil {
		return fmt.Errorf("look for running broadcasts: %w", err)
	}
	for _, r := range running {
		if r.Number == b.Number {
			continue
		}
		chunks, _, err := s.Audiences.Chunks(ctx, r)
		if err != nil {
			return fmt.Errorf("look at the calls of %s: %w", r.Name(), err)
		}
		if slices.ContainsFunc(chunks, Chunk.waits) {
			return ErrBusy
		}
	}
	return nil
}

// start cuts the audience into calls; an audience of one is one call, which goes
// by custom message within its credit (R13a).
func (s *Broadcasts) start(ctx context.Context, b *Broadcast, at time.Time) error {
	b.Sent, b.State = at, BroadcastSending
	rules := s.Campaign.Broadcasts
	if err := s.Audiences.Split(ctx, b, Sizes(b.Size, rules.Trial, chunkLimit(b.Size)), at, at.Add(rules.TrialWait)); err != nil {
		return fmt.Errorf("split the audience: %w", err)
	}
	return s.Store.Save(ctx, b)
}

// Schedule sets when a previewed draft starts; the audience is made then
// (ruling 29).
func (s *Broadcasts) Schedule(ctx context.Context, b *Broadcast, due, at time.Time) error {
	switch {
	case b.State == BroadcastGrown:
		return ErrGrown
	case b.State != BroadcastDraft && b.State != BroadcastScheduled:
		return ErrState
	case !b.Previewed:
		return ErrPreview
	case !due.After(at):
		return ErrPast
	case s.Campaign.Quiet(due):
		return ErrQuietDue
	}
	if !due.Equal(b.Due) {
		b.Approved = "" // the second person agreed to another time
	}
	b.Due = due
	if s.needsSecond(b) {
		return s.second(ctx, b)
	}
	b.State = BroadcastScheduled
	return s.Store.Save(ctx, b)
}

// Begin starts a scheduled broadcast with its audience made anew. If it may not
// leave, is late, has grown by more than a fifth or needs a second person now, it
// waits for a new preview and confirmation, and the moderators are told.
func (s *Broadcasts) Begin(ctx context.Context, b *Broadcast, rule AudienceRule, at time.Time) error {
	err := s.allowed(ctx, b, at)
	switch why := unstarted(err); {
	case why != "":
		return s.Hold(ctx, b, why, at)
	case at.Sub(b.Due) > BroadcastGrace:
		return s.Hold(ctx, b, "alert_unsent_late", at)
	case err != nil:
		return err
	}
	shown := b.Size
	if b.Size, _, err = s.Audiences.Freeze(ctx, b, rule, s.monthStart(at)); err != nil {
		return fmt.Errorf("freeze the audience: %w", err)
	}
	switch {
	case b.Size == 0:
		return s.Hold(ctx, b, "alert_unsent_empty", at)
	case b.Size*5 > shown*6 || s.needsSecond(b):
		return s.Hold(ctx, b, "alert_unsent_grown", at)
	}
	return s.start(ctx, b, at)
}

// missed shelves a broadcast whose time went by before it was agreed to.
func (s *Broadcasts) missed(ctx context.Context, b *Broadcast) error {
	if err := s.shelve(ctx, b); err != nil {
		return err
	}
	return ErrMissed
}

// shelve makes a broadcast that did not start wait for a new preview and
// confirmation; what was agreed to is void.
func (s *Broadcasts) shelve(ctx context.Context, b *Broadcast) error {
	b.State, b.Previewed, b.Approved, b.Due = BroadcastGrown, false, "", time.Time{}
	return s.Store.Save(ctx, b)
}

// unstarted is the text about a broadcast that was due and was refused; "" for
// other errors.
func unstarted(err error) string {
	switch {
	case errors.Is(err, ErrUnable):
		return "alert_unsent"
	case errors.Is(err, ErrStopped):
		return "alert_unsent_stopped"
	case errors.Is(err, ErrQuiet):
		return "alert_unsent_quiet"
	case errors.Is(err, ErrSame):
		return "alert_unsent_same"
	default:
		return ""
	}
}

// Hold shelves a broadcast that was due and tells the moderators why, by a text.
func (s *Broadcasts) Hold(ctx context.Context, b *Broadcast, why string, at time.Time) error {
	if err := s.shelve(ctx, b); err != nil {
		return err
	}
	return s.Notices.Enqueue(ctx, s.Campaign.Alert(why, at, map[string]string{"number": b.Name()}))
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
	if b.State != BroadcastPaused && b.State != BroadcastStopped {
		return ErrState
	}
	if err := s.allowed(ctx, b, at); err != nil {
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
