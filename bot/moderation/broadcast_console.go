package moderation

import (
	"context"
	"time"

	"zhujiao/bot/campaign"
)

// RegretTime is how long what was sent from the console is held, so that it can be taken
// back.
const RegretTime = 10 * time.Second

// StepLeaving means that a broadcast starts in RegretTime, and can be taken back until then. No
// chat command leads to it.
const StepLeaving Step = "leaving"

// Composed is a broadcast as it was written in the console.
type Composed struct {
	Audience campaign.Audience
	Text     string
	// DateMeant is set if a date in the text that is not the class's is meant.
	DateMeant bool
}

// Check returns the error of Compose that concerns the text alone; nil if there is none.
func (s *Broadcasts) Check(ctx context.Context, who Actor, c Composed, at time.Time) error {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return err
	}
	b := newDraft(s.Rules, who, c.Audience, c.Text, at)
	b.DateMeant = c.DateMeant
	if err := checkBroadcast(ctx, s.Rules, b, b.Text, at); err != nil || !s.Rules.Unable {
		return err
	}
	return refuse(b, RefusedUnable)
}

// Compose stores a new broadcast as Draft does. Its preview is the page that shows it: see
// Seen.
func (s *Broadcasts) Compose(ctx context.Context, who Actor, c Composed, at time.Time) (Preview, error) {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return Preview{}, err
	}
	b := newDraft(s.Rules, who, c.Audience, c.Text, at)
	b.DateMeant = c.DateMeant
	return s.draft(ctx, who, ActionDraftBroadcast, b, at)
}

// Rewrite is Edit for a text whose date may be meant. The audience stays.
func (s *Broadcasts) Rewrite(ctx context.Context, who Actor, ref Ref, c Composed, at time.Time) error {
	b, err := s.find(ctx, who, ActionEditBroadcast, ref)
	if err != nil {
		return err
	}
	b.DateMeant = c.DateMeant
	_, err = s.edit(ctx, who, b, c.Text, at)
	return err
}

// Seen stores that the actor has seen a draft whose text was written at a time. A text that
// somebody has changed since is not seen.
func (s *Broadcasts) Seen(ctx context.Context, who Actor, ref Ref, made, at time.Time) error {
	b, err := s.find(ctx, who, ActionPreviewBroadcast, ref)
	switch {
	case err != nil:
		return err
	case b.State != campaign.BroadcastDraft:
		return refuse(b, RefusedState)
	case b.Made.UnixMilli() != made.UnixMilli():
		return refuse(b, RefusedUnseen)
	case b.Previewed:
		return nil // two taps are one
	}
	b.Previewed = true
	if err := s.Rules.save(ctx, b); err != nil {
		return err
	}
	return s.Guard.record(ctx, who, change{ActionPreviewBroadcast, b.Name(), string(b.State), b.Text}, at)
}

// Confirmed is a time, with the number of people as it was repeated.
type Confirmed struct {
	People int
	Due    time.Time
}

// ConfirmFor is Schedule for whoever has repeated the number of people.
func (s *Broadcasts) ConfirmFor(ctx context.Context, who Actor, ref Ref, c Confirmed, at time.Time) (Started, error) {
	b, err := s.find(ctx, who, ActionScheduleBroadcast, ref)
	if err != nil {
		return Started{}, err
	}
	if b.Previewed && c.People != b.Size {
		return Started{}, refuse(b, RefusedCount)
	}
	return s.Schedule(ctx, who, ref, c.Due, at)
}

// leaveSoon lets a broadcast start in RegretTime.
func leaveSoon(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast, at time.Time) (Step, error) {
	b.State, b.Due = campaign.BroadcastLeaving, at.Add(RegretTime)
	return StepLeaving, r.save(ctx, b)
}

// TakeBack makes a draft again of a broadcast that was confirmed and has not started. It is
// refused with RefusedLeft once it has: the row is locked until either has happened.
func (s *Broadcasts) TakeBack(ctx context.Context, who Actor, ref Ref, at time.Time) (*campaign.Broadcast, error) {
	b, err := s.find(ctx, who, ActionTakeBackBroadcast, ref)
	if err != nil {
		return nil, err
	}
	if b.State != campaign.BroadcastLeaving {
		return nil, refuse(b, RefusedLeft)
	}
	b.State, b.Due, b.Approved = campaign.BroadcastDraft, time.Time{}, ""
	if err := s.Rules.save(ctx, b); err != nil {
		return nil, err
	}
	return b, s.Guard.record(ctx, who, change{
		ActionTakeBackBroadcast, b.Name(), string(campaign.BroadcastLeaving), string(campaign.BroadcastDraft),
	}, at)
}
