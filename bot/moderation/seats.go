package moderation

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"zhujiao/bot/campaign"
)

// SeatsMax is how many seats can be added at once.
const SeatsMax = 100000

// SeatStore stores the changes that moderators make to registration. Every method joins
// the unit of the context.
type SeatStore interface {
	// Tally reads how full the class is.
	Tally(ctx context.Context, class string) (campaign.Tally, error)
	// SetClosed closes or opens registration whatever the file says.
	SetClosed(ctx context.Context, class string, closed bool) error
	// CountWaiting counts the people on the waitlist.
	CountWaiting(ctx context.Context, class string) (int, error)
	// AddSeats adds to the file's number of seats; a negative n takes some away.
	AddSeats(ctx context.Context, class string, n int) error
}

// Registration knows the rules of seats.
type Registration interface {
	// Total is how many seats there are, with those that were added.
	Total(t campaign.Tally) int
	// Ended reports whether nobody can register any more, whatever moderators
	// open.
	Ended(at time.Time) bool
	// Promote seats people from the waitlist while there are seats and time, as many as
	// fit a unit, tells each, and returns how many it seated. The planner goes on with
	// the rest.
	Promote(ctx context.Context, at time.Time) (int, error)
}

// Seats opens and closes registration and adds seats.
type Seats struct {
	Guard        *Guard
	Store        SeatStore
	Registration Registration
	// Life changes the rest of what a class is.
	Life *Life
	// Schedule is what happens by the clock.
	Schedule *Schedule
}

// SeatsProposal is a change that waits for Code. Taken and Total count seats; for added
// seats, Total is the number after the change.
type SeatsProposal struct {
	Code         string
	Taken, Total int
}

// SeatsResult is how many seats there are after some were added, and how many
// people of the waitlist got one. Added is negative if some were taken away.
type SeatsResult struct{ Added, Total, Promoted int }

// Promote gives the free seats to those who wait, in order, and returns how many got one.
// There are none after the time of the waitlist.
func (s *Seats) Promote(ctx context.Context, who Actor, at time.Time) (int, error) {
	if err := allow(who, ActionPromote); err != nil {
		return 0, err
	}
	n, err := s.Registration.Promote(ctx, at)
	if err != nil || n == 0 {
		return 0, err
	}
	return n, s.Guard.record(ctx, who, change{ActionPromote, "", "", "+" + strconv.Itoa(n)}, at)
}

// ProposeClosing asks for a code to close registration.
func (s *Seats) ProposeClosing(ctx context.Context, who Actor, at time.Time) (SeatsProposal, error) {
	if err := allow(who, ActionCloseSignup); err != nil {
		return SeatsProposal{}, err
	}
	return s.propose(ctx, who, PendingClosing{}, 0, at)
}

func (s *Seats) propose(ctx context.Context, who Actor, p Pending, more int, at time.Time) (SeatsProposal, error) {
	t, err := s.Store.Tally(ctx, s.Guard.Class)
	if err != nil {
		return SeatsProposal{}, fmt.Errorf("count seats: %w", err)
	}
	code, err := s.Guard.ask(ctx, who, p, at)
	return SeatsProposal{Code: code, Taken: t.Taken, Total: s.Registration.Total(t) + more}, err
}

// Close closes registration after its code.
func (s *Seats) Close(ctx context.Context, who Actor, p PendingClosing, at time.Time) error {
	if err := allow(who, ActionCloseSignup); err != nil {
		return err
	}
	if err := p.confirmed(who); err != nil {
		return err
	}
	if err := s.Store.SetClosed(ctx, s.Guard.Class, true); err != nil {
		return fmt.Errorf("close registration: %w", err)
	}
	return s.Guard.record(ctx, who, change{ActionCloseSignup, "", "open", "closed"}, at)
}

// Open opens registration again. late is true if registration stays closed all the
// same, because its time in the file is over.
func (s *Seats) Open(ctx context.Context, who Actor, at time.Time) (late bool, err error) {
	if err := allow(who, ActionOpenSignup); err != nil {
		return false, err
	}
	if err := s.Store.SetClosed(ctx, s.Guard.Class, false); err != nil {
		return false, fmt.Errorf("open registration: %w", err)
	}
	return s.Registration.Ended(at), s.Guard.record(ctx, who, change{ActionOpenSignup, "", "closed", "open"}, at)
}

// ProposeSeats asks for a code to add seats. It returns ErrNumber unless n is from
// 1 to SeatsMax.
func (s *Seats) ProposeSeats(ctx context.Context, who Actor, n int, at time.Time) (SeatsProposal, error) {
	if err := allow(who, ActionAddSeats); err != nil {
		return SeatsProposal{}, err
	}
	if n < 1 || n > SeatsMax {
		return SeatsProposal{}, ErrNumber
	}
	return s.propose(ctx, who, PendingSeats{N: n}, n, at)
}

// ProposeTotal asks for a code to have so many seats. It returns ErrNumber unless the total
// is from 1 to SeatsMax, and ErrAlready if there are so many. Fewer than are taken take nothing
// from anybody: nobody gets a seat until enough were given back (ruling 37).
func (s *Seats) ProposeTotal(ctx context.Context, who Actor, total int, at time.Time) (p SeatsProposal, more int, err error) {
	if err := allow(who, ActionAddSeats); err != nil {
		return SeatsProposal{}, 0, err
	}
	if total < 1 || total > SeatsMax {
		return SeatsProposal{}, 0, ErrNumber
	}
	t, err := s.Store.Tally(ctx, s.Guard.Class)
	if err != nil {
		return SeatsProposal{}, 0, fmt.Errorf("count seats: %w", err)
	}
	if more = total - s.Registration.Total(t); more == 0 {
		return SeatsProposal{}, 0, ErrAlready
	}
	p, err = s.propose(ctx, who, PendingSeats{N: more, Total: total}, more, at)
	return p, more, err
}

// Add adds seats after its code; they go to the waitlist.
func (s *Seats) Add(ctx context.Context, who Actor, p PendingSeats, at time.Time) (SeatsResult, error) {
	if err := allow(who, ActionAddSeats); err != nil {
		return SeatsResult{}, err
	}
	if err := p.confirmed(who); err != nil {
		return SeatsResult{}, err
	}
	if p.Total > 0 {
		if err := s.Store.AddSeats(ctx, s.Guard.Class, 0); err != nil { // nobody else adds any until the end of the unit
			return SeatsResult{}, fmt.Errorf("add seats: %w", err)
		}
		t, err := s.Store.Tally(ctx, s.Guard.Class)
		if err != nil {
			return SeatsResult{}, fmt.Errorf("count seats: %w", err)
		}
		p.N = p.Total - s.Registration.Total(t)
	}
	if err := s.Store.AddSeats(ctx, s.Guard.Class, p.N); err != nil {
		return SeatsResult{}, fmt.Errorf("add seats: %w", err)
	}
	promoted, err := s.Registration.Promote(ctx, at)
	if err != nil {
		return SeatsResult{}, err
	}
	t, err := s.Store.Tally(ctx, s.Guard.Class)
	if err != nil {
		return SeatsResult{}, fmt.Errorf("count seats: %w", err)
	}
	total := s.Registration.Total(t)
	if promoted == campaign.PromoteMax { // the rest of them follows at once
		waiting, err := s.Store.CountWaiting(ctx, s.Guard.Class)
		if err != nil {
			return SeatsResult{}, fmt.Errorf("count who waits: %w", err)
		}
		promoted += min(waiting, max(0, total-t.Taken))
	}
	c := change{ActionAddSeats, "", strconv.Itoa(total - p.N), strconv.Itoa(total)}
	return SeatsResult{Added: p.N, Total: total, Promoted: promoted}, s.Guard.record(ctx, who, c, at)
}
