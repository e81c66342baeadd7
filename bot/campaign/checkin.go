package campaign

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
)

// CheckinOutcome is how a passphrase, or the bare word for checking in, was
// answered.
type CheckinOutcome int

// The ends of a check-in.
const (
	CheckinDone CheckinOutcome = iota
	CheckinWalkIn
	CheckinAlready
	CheckinEarly
	CheckinLate
	CheckinHow
	CheckinWrong
	CheckinTooManyWrong
	CheckinFull
	CheckinShut
	// CheckinBehind is somebody without a place on the waitlist while the free seats are
	// kept for those who have one.
	CheckinBehind
)

// CheckinResult is the outcome with its number: a walk-in's seat, or the
// ticket of somebody who could not be let in.
type CheckinResult struct {
	Outcome CheckinOutcome
	Number  int
}

// Checkins decides who is checked in (R6, R7, rulings 3, 17).
type Checkins struct {
	Campaign *Campaign
	Signups  *Signups
	Tickets  *Tickets
	// Present counts check-ins, for the policy that gives seats to people who are
	// present.
	Present PresentCounter
}

// PresentCounter counts check-ins.
type PresentCounter interface {
	// Present returns how many people are checked in.
	Present(ctx context.Context, campaign string) (int, error)
}

// window compares a time with the check-in window: CheckinEarly before it,
// CheckinHow inside, CheckinLate after it and for a class that was cancelled.
func (c *Checkins) window(at time.Time) CheckinOutcome {
	switch r := c.Campaign.Checkin; {
	case c.Campaign.Cancelled:
		return CheckinLate
	case at.Before(r.Open):
		return CheckinEarly
	case at.After(r.Close):
		return CheckinLate
	default:
		return CheckinHow
	}
}

// Ask answers the bare word for checking in. It changes nothing.
func (c *Checkins) Ask(ctx context.Context, p bot.PersonID, at time.Time) (CheckinResult, error) {
	m, err := c.Signups.Seats.Member(ctx, c.Campaign.ID, p)
	if err != nil {
		return CheckinResult{}, fmt.Errorf("check in: %w", err)
	}
	if m.CheckedIn() {
		return CheckinResult{Outcome: CheckinAlready}, nil
	}
	return CheckinResult{Outcome: c.window(at)}, nil
}

// Try takes a passphrase, which the caller has compared. text is the whole message:
// if a ticket is opened, it keeps these words.
func (c *Checkins) Try(ctx context.Context, p bot.PersonID, right bool, text string, at time.Time) (CheckinResult, error) {
	m, err := c.Signups.Seats.Member(ctx, c.Campaign.ID, p)
	if err != nil {
		return CheckinResult{}, fmt.Errorf("check in: %w", err)
	}
	w := c.window(at)
	switch {
	case m.CheckedIn():
		return CheckinResult{Outcome: CheckinAlready}, nil
	case w != CheckinHow:
		return CheckinResult{Outcome: w}, nil
	case c.locked(m, at):
		return CheckinResult{Outcome: CheckinTooManyWrong}, nil
	case !right:
		return c.wrong(ctx, m, at)
	case m.Standing == StandingSeated:
		m.CheckedAt = at
		return CheckinResult{Outcome: CheckinDone}, c.Signups.Seats.SaveMember(ctx, c.Campaign.ID, m)
	default:
		return c.admitWithoutSeat(ctx, m, text, at)
	}
}

// locked reports whether the wrong tries have run out (R7).
func (c *Checkins) locked(m *Member, at time.Time) bool {
	r := c.Campaign.Checkin
	return r.WrongMax > 0 && m.WrongTries >= r.WrongMax && at.Before(m.WrongSince.Add(r.WrongSpan))
}

func (c *Checkins) wrong(ctx context.Context, m *Member, at time.Time) (CheckinResult, error) {
	if !at.Before(m.WrongSince.Add(c.Campaign.Checkin.WrongSpan)) {
		m.WrongTries, m.WrongSince = 0, at
	}
	m.WrongTries++
	return CheckinResult{Outcome: CheckinWrong}, c.Signups.Seats.SaveMember(ctx, c.Campaign.ID, m)
}

// gatherSpan is how long after the start free seats are kept for those of the waitlist who
// come (ruling 36), and nobody is checked in without a seat (ruling 17).
const gatherSpan = 15 * time.Minute

// admitWithoutSeat lets in somebody who has no seat, or opens a ticket (R6,
// rulings 3, 17 and 36).
func (c *Checkins) admitWithoutSeat(ctx context.Context, m *Member, text string, at time.Time) (CheckinResult, error) {
	t, err := c.Signups.Counts.Tally(ctx, c.Campaign.ID)
	if err != nil {
		return CheckinResult{}, fmt.Errorf("check in: %w", err)
	}
	seat, behind, err := c.seat(ctx, m, t, at)
	if err != nil {
		return CheckinResult{}, fmt.Errorf("check in: %w", err)
	}
	if seat > 0 { // it registers, too: what was sent before and arrives later must not undo it
		m.CheckedAt = at
		if made := at.Truncate(time.Second); made.After(m.DecidedAt) {
			m.DecidedAt = made
		}
		return CheckinResult{CheckinWalkIn, seat}, c.Signups.Seats.SaveMember(ctx, c.Campaign.ID, m)
	}
	if in, err := c.standby(ctx, m, t, at); in || err != nil {
		return CheckinResult{Outcome: CheckinDone}, err
	}
	if t, err = c.Signups.Counts.Tally(ctx, c.Campaign.ID); err != nil { // others may have been seated
		return CheckinResult{}, fmt.Errorf("check in: %w", err)
	}
	ticket, _, err := c.Tickets.Call(ctx, m.Person, text, at)
	switch {
	case t.Taken >= c.Signups.Total(t): // 「120席已满」 is said only when it is true
		return CheckinResult{CheckinFull, ticket}, err
	case behind:
		return CheckinResult{CheckinBehind, ticket}, err
	default:
		return CheckinResult{CheckinShut, ticket}, err
	}
}

// seat takes a free seat for somebody at the door; 0 if they get none. While seats are still
// given to the waitlist in its order, those before them come first. behind is set if it is
// kept for those who wait.
func (c *Checkins) seat(ctx context.Context, m *Member, t Tally, at time.Time) (seat int, behind bool, err error) {
	if m.Standing != StandingWaiting {
		if !c.Campaign.Checkin.WalkIn || t.Closed {
			return 0, false, nil
		}
		if at.Before(c.Campaign.Start.Add(gatherSpan)) {
			if behind, err = c.Signups.Counts.Waiting(ctx, c.Campaign.ID); err != nil || behind {
				return 0, behind, err
			}
		}
		seat, err = c.Signups.Seat(ctx, m, t, at)
		return seat, false, err
	}
	if !c.Signups.Promoting(at) {
		seat, err = c.Signups.Seat(ctx, m, t, at)
		return seat, false, err
	}
	if _, err := c.Signups.Promote(ctx, at); err != nil {
		return 0, false, err
	}
	now, err := c.Signups.Seats.Member(ctx, c.Campaign.ID, m.Person)
	if err == nil {
		*m = *now
	}
	return m.Seat, false, err
}

// standby checks in somebody without a seat if, a quarter of an hour after the start,
// fewer people are present than there are seats (ruling 17).
func (c *Checkins) standby(ctx context.Context, m *Member, t Tally, at time.Time) (bool, error) {
	if c.Campaign.Checkin.Standby != StandbySeat || at.Before(c.Campaign.Start.Add(gatherSpan)) {
		return false, nil
	}
	n, err := c.Present.Present(ctx, c.Campaign.ID)
	if err != nil || n >= c.Signups.Total(t) {
		return false, err
	}
	m.CheckedAt = at
	if m.SignedAt.IsZero() {
		m.SignedAt = at // as a walk-in; people who give up a seat lose it
	}
	return true, c.Signups.Seats.SaveMember(ctx, c.Campaign.ID, m)
}

// Makeup checks in somebody by the decision of a moderator, with a seat if one is free.
// It returns false if they have no seat and none is free.
func (c *Checkins) Makeup(ctx context.Context, p bot.PersonID, at time.Time) (bool, error) {
	m, err := c.Signups.Seats.Member(ctx, c.Campaign.ID, p)
	if err != nil {
		return false, fmt.Errorf("make up a check-in: %w", err)
	}
	if m.CheckedIn() {
		return true, nil
	}
	if m.Standing != StandingSeated {
		t, err := c.Signups.Counts.Tally(ctx, c.Campaign.ID)
		if err != nil {
			return false, fmt.Errorf("make up a check-in: %w", err)
		}
		if seat, err := c.Signups.Seat(ctx, m, t, at); err != nil || seat == 0 {
			return false, err
		}
	}
	m.CheckedAt = at
	return true, c.Signups.Seats.SaveMember(ctx, c.Campaign.ID, m)
}
