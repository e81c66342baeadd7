package campaign

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/text"
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
	same, err := s.Same(ctx, b, at)
	if err != nil {
		return err
	}
	if same > 0 {
		return ErrSame
	}
	return s.alone(ctx, b)
}

// Same returns the number of another broadcast that says what b does and was
// confirmed a short while ago, 0 for none (R13): a full stop more is the same text.
func (s *Broadcasts) Same(ctx context.Context, b *Broadcast, at time.Time) (int, error) {
	sent, err := s.Store.SentSince(ctx, s.Campaign.ID, at.Add(-s.Campaign.Broadcasts.SameTextSpan))
	if err != nil {
		return 0, fmt.Errorf("look for the same text: %w", err)
	}
	for _, o := range sent {
		if o.Number != b.Number && text.Alike(o.Text, b.Text) {
			return o.Number, nil
		}
	}
	return 0, nil
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
	sizes := Sizes(b.Size, rules.Trial, s.Channel.Mass.ChunkSize(b.Size))
	if err := s.Audiences.Split(ctx, b, sizes, at, at.Add(rules.TrialWait)); err != nil {
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
