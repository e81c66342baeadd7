package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
)

// Step is the result of confirming, approving or scheduling a broadcast.
type Step string

// The steps.
const (
	// StepSending means that its first call is due.
	StepSending Step = "sending"
	// StepScheduled means that it waits for its time.
	StepScheduled Step = "scheduled"
	// StepSecond means that it waits for the approval of a second person.
	StepSecond Step = "second person"
	// StepMissed means that its time went by before it was agreed to: it is held.
	StepMissed Step = "missed"
)

// Started is a broadcast after it was confirmed, approved or scheduled.
type Started struct {
	Step      Step
	Broadcast *campaign.Broadcast
	// Joined is how many people fit the audience by now who did not when it was shown, at least.
	// They are left out (ruling 20).
	Joined int
}

// Confirm starts a broadcast whose number of people was repeated correctly.
func (s *Broadcasts) Confirm(ctx context.Context, who Actor, ref Ref, people int, at time.Time) (Started, error) {
	b, err := s.find(ctx, who, ActionConfirmBroadcast, ref)
	if err != nil {
		return Started{}, err
	}
	switch b.State {
	case campaign.BroadcastDraft:
	case campaign.BroadcastHeld:
		return Started{}, refuse(b, RefusedHeld)
	default:
		return Started{}, refuse(b, RefusedConfirmed)
	}
	if err := refit(ctx, s.Rules, b, at); err != nil {
		return Started{}, err
	}
	switch {
	case !b.Previewed:
		return Started{}, refuse(b, RefusedUnseen)
	case people != b.Size:
		return Started{}, refuse(b, RefusedCount)
	}
	before := b.State
	step, err := s.startNow(ctx, who, b, at)
	if err != nil {
		return Started{}, err
	}
	return s.started(ctx, who, Started{Step: step, Broadcast: b}, change{action: ActionConfirmBroadcast, before: string(before)}, at)
}

// startNow starts a broadcast if it may leave, or lets it wait for a second person.
func (s *Broadcasts) startNow(ctx context.Context, who Actor, b *campaign.Broadcast, at time.Time) (Step, error) {
	why, err := s.Rules.mayLeave(ctx, b, at)
	if err != nil || why != "" {
		return "", orRefuse(err, b, why)
	}
	if s.Rules.needsSecond(b) {
		return waitForSecond(ctx, s.Rules, b)
	}
	if who.Via == ViaConsole {
		return leaveSoon(ctx, s.Rules, b, at)
	}
	return StepSending, s.Rules.start(ctx, b, at)
}

// waitForSecond lets a broadcast wait for a second person.
func waitForSecond(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast) (Step, error) {
	b.State = campaign.BroadcastApproval
	return StepSecond, r.save(ctx, b)
}

// Approve is the approval of a second person. A scheduled broadcast starts at its time,
// with its audience computed again. An approval after that time starts nothing.
func (s *Broadcasts) Approve(ctx context.Context, who Actor, ref Ref, at time.Time) (Started, error) {
	b, err := s.find(ctx, who, ActionApproveBroadcast, ref)
	if err != nil {
		return Started{}, err
	}
	if b.State != campaign.BroadcastApproval {
		return Started{}, refuse(b, RefusedState)
	}
	due := b.Due
	if due.Before(at) {
		due = at
	}
	if err := refit(ctx, s.Rules, b, due); err != nil {
		return Started{}, err
	}
	if who.Name == b.By || who.Person != 0 && who.Person == b.Owner {
		return Started{}, refuse(b, RefusedSameHand)
	}
	before := b.State
	step, err := s.agreed(ctx, who, b, at)
	if err != nil {
		return Started{}, err
	}
	return s.started(ctx, who, Started{Step: step, Broadcast: b}, change{action: ActionApproveBroadcast, before: string(before)}, at)
}

// agreed moves on a broadcast to which a second person has said yes.
func (s *Broadcasts) agreed(ctx context.Context, who Actor, b *campaign.Broadcast, at time.Time) (Step, error) {
	switch {
	case b.Due.IsZero():
		b.Approved = who.Name
		return s.startNow(ctx, who, b, at)
	case !b.Due.After(at):
		return StepMissed, s.Rules.hold(ctx, b)
	default:
		b.Approved, b.State = who.Name, campaign.BroadcastScheduled
		return StepScheduled, s.Rules.save(ctx, b)
	}
}

// Schedule sets when a previewed draft starts; its audience is made then (ruling 29).
func (s *Broadcasts) Schedule(ctx context.Context, who Actor, ref Ref, due, at time.Time) (Started, error) {
	b, err := s.find(ctx, who, ActionScheduleBroadcast, ref)
	if err != nil {
		return Started{}, err
	}
	switch {
	case !due.After(at):
		return Started{}, refuse(b, RefusedPast)
	case b.State == campaign.BroadcastHeld:
		return Started{}, refuse(b, RefusedHeld)
	case b.State != campaign.BroadcastDraft && b.State != campaign.BroadcastScheduled:
		return Started{}, refuse(b, RefusedState)
	}
	if err := untrue(s.Rules, b, at, due); err != nil {
		return Started{}, err
	}
	if err := refit(ctx, s.Rules, b, due); err != nil {
		return Started{}, err
	}
	switch {
	case !b.Previewed:
		return Started{}, refuse(b, RefusedUnseen)
	case s.Rules.Campaign.Quiet(due):
		return Started{}, refuse(b, RefusedQuietDue)
	}
	before := b.State
	step, err := setTime(ctx, s.Rules, b, due)
	if err != nil {
		return Started{}, err
	}
	return s.started(ctx, who, Started{Step: step, Broadcast: b}, change{action: ActionScheduleBroadcast, before: string(before)}, at)
}

// setTime makes a broadcast wait for its time, or for the approval of a second person
// if it needs one.
func setTime(ctx context.Context, r *BroadcastRules, b *campaign.Broadcast, due time.Time) (Step, error) {
	if !due.Equal(b.Due) {
		b.Approved = "" // the second person agreed to another time
	}
	b.Due = due
	if r.needsSecond(b) {
		return waitForSecond(ctx, r, b)
	}
	b.State = campaign.BroadcastScheduled
	return StepScheduled, r.save(ctx, b)
}

// started records the step in the audit log.
func (s *Broadcasts) started(ctx context.Context, who Actor, r Started, c change, at time.Time) (_ Started, err error) {
	b := r.Broadcast
	if r.Step == StepSending || r.Step == StepLeaving {
		if r.Joined, err = joined(ctx, s.Rules, b, at); err != nil {
			return Started{}, err
		}
	}
	c.target, c.after = b.Name(), string(b.State)
	switch r.Step {
	case StepScheduled:
		c.after += " " + b.Due.In(s.Rules.Campaign.Zone).Format(time.RFC3339)
	case StepSending:
		c.after += fmt.Sprintf(" to %d", b.Size)
	case StepSecond, StepMissed, StepLeaving:
	}
	return r, s.Guard.record(ctx, who, c, at)
}

// orRefuse returns an error if there is one, else that of a refusal.
func orRefuse(err error, b *campaign.Broadcast, why Refusal) error {
	if err != nil {
		return err
	}
	return refuse(b, why)
}

// Pause halts a running broadcast.
func (s *Broadcasts) Pause(ctx context.Context, who Actor, ref Ref, at time.Time) (Progress, error) {
	b, err := s.find(ctx, who, ActionPauseBroadcast, ref)
	if err != nil {
		return Progress{}, err
	}
	if b.State != campaign.BroadcastSending {
		return Progress{}, refuse(b, RefusedState)
	}
	return s.moveTo(ctx, who, b, change{action: ActionPauseBroadcast, after: string(campaign.BroadcastPaused)}, at)
}

// Continue makes a paused or stopped broadcast go on with the calls that were not made.
func (s *Broadcasts) Continue(ctx context.Context, who Actor, ref Ref, at time.Time) (Progress, error) {
	b, err := s.find(ctx, who, ActionContinueBroadcast, ref)
	if err != nil {
		return Progress{}, err
	}
	if b.State != campaign.BroadcastPaused && b.State != campaign.BroadcastStopped {
		return Progress{}, refuse(b, RefusedState)
	}
	if err := refit(ctx, s.Rules, b, at); err != nil {
		return Progress{}, err
	}
	why, err := s.Rules.mayLeave(ctx, b, at)
	if err != nil || why != "" {
		return Progress{}, orRefuse(err, b, why)
	}
	return s.moveTo(ctx, who, b, change{action: ActionContinueBroadcast, after: string(campaign.BroadcastSending)}, at)
}

// Cancel cancels the calls of a broadcast that were not made.
func (s *Broadcasts) Cancel(ctx context.Context, who Actor, ref Ref, at time.Time) (Progress, error) {
	b, err := s.find(ctx, who, ActionCancelBroadcast, ref)
	if err != nil {
		return Progress{}, err
	}
	if b.State == campaign.BroadcastDone || b.State == campaign.BroadcastDenied || b.State == campaign.BroadcastCancelled {
		return Progress{}, refuse(b, RefusedState)
	}
	if err := s.Rules.Audiences.CancelChunks(ctx, b); err != nil {
		return Progress{}, fmt.Errorf("cancel %s: %w", b.Name(), err)
	}
	b.Ended, b.Told, b.Listing = at, true, false
	return s.moveTo(ctx, who, b, change{action: ActionCancelBroadcast, after: string(campaign.BroadcastCancelled)}, at)
}

// moveTo stores the state after a change, records the change and returns the progress
// of the broadcast.
func (s *Broadcasts) moveTo(ctx context.Context, who Actor, b *campaign.Broadcast, c change, at time.Time) (Progress, error) {
	c.target, c.before = b.Name(), string(b.State)
	b.State = campaign.BroadcastState(c.after)
	if err := s.Rules.save(ctx, b); err != nil {
		return Progress{}, err
	}
	if err := s.Guard.record(ctx, who, c, at); err != nil {
		return Progress{}, err
	}
	return progressOf(ctx, s.Rules, b)
}
