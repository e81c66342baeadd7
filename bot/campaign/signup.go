package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhujiao/bot"
)

// Standing is whether somebody has a seat or waits for one.
type Standing string

// The standings. A cancellation leads back to StandingNone.
const (
	StandingNone    Standing = ""
	StandingSeated  Standing = "seat"
	StandingWaiting Standing = "wait"
)

// Member is one person in one campaign, one wide row.
type Member struct {
	Person   bot.PersonID
	Standing Standing
	// Seat is 1..Seats when seated.
	Seat int
	// Queue orders the waitlist. It has gaps, so it is not the position.
	Queue     int64
	Source    string
	SignedAt  time.Time
	CheckedAt time.Time
	// WrongTries since WrongSince count against the passphrase limit (R7).
	WrongTries int
	WrongSince time.Time
	// DecidedAt is when the message was made that registered or left last.
	DecidedAt time.Time
}

// ErrOvertaken is returned for a message that would undo what a message has done that was
// made later, though it arrived before (ruling 35). Nothing has changed.
var ErrOvertaken = errors.New("a message that was made later has decided otherwise")

// decide records a decision that was made at a time, unless a later one stands.
func (m *Member) decide(made time.Time) error {
	if m.DecidedAt.After(made) {
		return ErrOvertaken
	}
	m.DecidedAt = made
	return nil
}

// CheckedIn reports whether the person is checked in.
func (m *Member) CheckedIn() bool { return !m.CheckedAt.IsZero() }

// standby reports whether somebody checked in without a seat (ruling 17). Somebody
// who gave up their seat after checking in has no SignedAt any more.
func (m *Member) standby() bool { return m.CheckedIn() && !m.SignedAt.IsZero() }

// SeatStore keeps members and seats of one campaign. Every method joins the
// unit of the context.
type SeatStore interface {
	// Member returns the person's row, or a new one that is not stored yet.
	Member(ctx context.Context, campaign string, p bot.PersonID) (*Member, error)
	// SaveMember inserts or replaces the row.
	SaveMember(ctx context.Context, campaign string, m *Member) error
	// TakeSeat takes the smallest free number of 1..seats, or 0 when all are
	// taken. The campaign's row is updated first, which serialises takers.
	TakeSeat(ctx context.Context, campaign string, seats int) (int, error)
	// FreeSeat gives a taken seat back.
	FreeSeat(ctx context.Context, campaign string) error
	// NextQueue returns the next number of the waitlist's order.
	NextQueue(ctx context.Context, campaign string) (int64, error)
	// FirstWaiting returns the first of the waitlist who has not left, or ErrNotFound: who
	// has left is passed over, and keeps their place for their return.
	FirstWaiting(ctx context.Context, campaign string) (*Member, error)
}

// SeatCounts answers how full a campaign is.
type SeatCounts interface {
	// Tally reads the counters of the campaign's row.
	Tally(ctx context.Context, campaign string) (Tally, error)
	// Position returns the place on the waitlist, from 1.
	Position(ctx context.Context, campaign string, queue int64) (int, error)
	// Waiting reports whether anybody waits who has not left.
	Waiting(ctx context.Context, campaign string) (bool, error)
}

// Tally is how full a campaign is.
type Tally struct {
	// Taken seats; Extra seats that moderators added to the file's number.
	Taken, Extra int
	// Closed by a moderator, whatever the window says.
	Closed bool
}

// SignupOutcome says how a registration ended.
type SignupOutcome int

// The ends of a registration.
const (
	SignupSeated SignupOutcome = iota
	SignupAlreadySeated
	SignupWaiting
	// SignupWaitingBehind is a place on the waitlist although a seat is free: it goes to
	// those who have waited longer (ruling 36).
	SignupWaitingBehind
	SignupAlreadyWaiting
	// SignupWaitEnded is somebody on the waitlist after the time when people get seats
	// from it.
	SignupWaitEnded
	SignupNotOpen
	SignupClosed
	// SignupBehind is somebody new after that time: the free seats are for those who wait.
	SignupBehind
	SignupOver
)

// SignupResult is the outcome with the number that goes with it: a seat, or a
// position on the waitlist.
type SignupResult struct {
	Outcome SignupOutcome
	Number  int
}

// Signups decides about seats and the waitlist (R4, R5).
type Signups struct {
	Campaign *Campaign
	Seats    SeatStore
	Counts   SeatCounts
	Notices  Notices
	Arrivals ArrivalStore
}

// ArrivalStore remembers who came by which channel. It joins the unit of the context.
type ArrivalStore interface {
	// Arrive notes that somebody followed the account or scanned a code for a class, once for
	// each source, which is empty for a code that is none of the class's.
	Arrive(ctx context.Context, campaign, source string, p bot.PersonID, at time.Time) error
}

// Arrive notes that somebody followed the account or scanned the code of a scene.
func (s *Signups) Arrive(ctx context.Context, p bot.PersonID, scene string, at time.Time) error {
	if !slices.Contains(s.Campaign.Signup.Scenes, scene) {
		scene = "" // codes of others, of which there may be any number
	}
	return s.Arrivals.Arrive(ctx, s.Campaign.ID, scene, p, at)
}

// Member returns a person's row in this class, or a new one that is not stored yet.
func (s *Signups) Member(ctx context.Context, p bot.PersonID) (*Member, error) {
	return s.Seats.Member(ctx, s.Campaign.ID, p)
}

// Tally reads how full the class is.
func (s *Signups) Tally(ctx context.Context) (Tally, error) {
	return s.Counts.Tally(ctx, s.Campaign.ID)
}

// Position returns somebody's place on the waitlist, from 1.
func (s *Signups) Position(ctx context.Context, m *Member) (int, error) {
	return s.Counts.Position(ctx, s.Campaign.ID, m.Queue)
}

// Total is how many seats there are, with those that moderators added.
func (s *Signups) Total(t Tally) int { return s.Campaign.Signup.Seats + t.Extra }

// Register gives a seat, or a place on the waitlist, to somebody who has none.
// Source is the channel code of a QR scene, empty when typed. made is when the message was
// made; ErrOvertaken is returned if the person has left since.
func (s *Signups) Register(ctx context.Context, p bot.PersonID, source string, at, made time.Time) (SignupResult, error) {
	m, err := s.Seats.Member(ctx, s.Campaign.ID, p)
	if err != nil {
		return SignupResult{}, fmt.Errorf("register: %w", err)
	}
	if m.Standing != StandingNone && !s.Campaign.Over(at) {
		if err := s.renew(ctx, m, made); err != nil {
			return SignupResult{}, err
		}
		return s.again(ctx, m, at)
	}
	tally, err := s.Counts.Tally(ctx, s.Campaign.ID)
	if err != nil {
		return SignupResult{}, fmt.Errorf("register: %w", err)
	}
	if o, shut := s.shut(tally, at); shut {
		return SignupResult{Outcome: o}, nil
	}
	if err := m.decide(made); err != nil {
		return SignupResult{}, err
	}
	m.Source, m.SignedAt = source, at
	return s.place(ctx, m, tally)
}

// again is Register for somebody who has a seat or a place. After the time when seats are
// given out, who waits and asks again gets a free one while it is of use (ruling 36).
func (s *Signups) again(ctx context.Context, m *Member, at time.Time) (SignupResult, error) {
	if m.Standing == StandingSeated || s.Promoting(at) || s.useless(at) {
		return s.already(ctx, m, at)
	}
	tally, err := s.Counts.Tally(ctx, s.Campaign.ID)
	if err != nil {
		return SignupResult{}, fmt.Errorf("register: %w", err)
	}
	seat, err := s.Seat(ctx, m, tally, at)
	if err != nil {
		return SignupResult{}, fmt.Errorf("register: %w", err)
	}
	if seat == 0 {
		return s.already(ctx, m, at)
	}
	return SignupResult{SignupSeated, seat}, s.Seats.SaveMember(ctx, s.Campaign.ID, m)
}

// useless reports whether a seat is of no use any more: the class and its check-in are over,
// or it does not take place.
func (s *Signups) useless(at time.Time) bool {
	return s.Campaign.Cancelled || at.After(s.Campaign.End) && at.After(s.Campaign.Checkin.Close)
}

// renew records that a message wanted what is so already: one that was made before it and
// arrives later must not undo it.
func (s *Signups) renew(ctx context.Context, m *Member, made time.Time) error {
	if !made.After(m.DecidedAt) {
		return nil
	}
	m.DecidedAt = made
	if err := s.Seats.SaveMember(ctx, s.Campaign.ID, m); err != nil {
		return fmt.Errorf("note a decision: %w", err)
	}
	return nil
}

// Standing returns what Register would to somebody who has a seat or a place, without a
// change.
func (s *Signups) Standing(ctx context.Context, p bot.PersonID, at time.Time) (SignupResult, error) {
	m, err := s.Seats.Member(ctx, s.Campaign.ID, p)
	if err != nil {
		return SignupResult{}, fmt.Errorf("read a standing: %w", err)
	}
	return s.already(ctx, m, at)
}

// shut reports whether nobody can register at this time, and why.
func (s *Signups) shut(t Tally, at time.Time) (SignupOutcome, bool) {
	r := s.Campaign.Signup
	switch {
	case dayAfter(at, s.Campaign.End, s.Campaign.Zone):
		return SignupOver, true
	case !r.Close.IsZero() && at.After(r.Close), t.Closed, s.Campaign.Cancelled:
		return SignupClosed, true
	case at.Before(r.Open):
		return SignupNotOpen, true
	default:
		return 0, false
	}
}

// Refusal reports whether somebody new would get neither a seat nor a place on the
// waitlist at this time, and why.
func (s *Signups) Refusal(ctx context.Context, at time.Time) (SignupOutcome, bool, error) {
	t, err := s.Counts.Tally(ctx, s.Campaign.ID)
	if err != nil {
		return 0, false, fmt.Errorf("who can register: %w", err)
	}
	if o, shut := s.shut(t, at); shut {
		return o, true, nil
	}
	switch {
	case s.queues(at):
		return 0, false, nil
	case t.Taken >= s.Total(t):
		return SignupClosed, true, nil
	}
	behind, err := s.Counts.Waiting(ctx, s.Campaign.ID)
	return SignupBehind, behind, err
}

// queues reports whether the full class has a waitlist that leads to a seat.
func (s *Signups) queues(at time.Time) bool { return s.Campaign.Signup.Waitlist && s.Promoting(at) }

// Promoting reports whether a freed seat still goes to the waitlist.
func (s *Signups) Promoting(at time.Time) bool {
	until := s.Campaign.Signup.PromoteUntil
	return !s.Campaign.Cancelled && (until.IsZero() || !at.After(until))
}

// Ended reports whether nobody can register any more, whatever moderators open.
func (s *Signups) Ended(at time.Time) bool {
	o, shut := s.shut(Tally{}, at)
	return shut && o != SignupNotOpen
}

func (s *Signups) already(ctx context.Context, m *Member, at time.Time) (SignupResult, error) {
	if m.Standing == StandingSeated {
		return SignupResult{SignupAlreadySeated, m.Seat}, nil
	}
	pos, err := s.Counts.Position(ctx, s.Campaign.ID, m.Queue)
	if !s.Promoting(at) {
		return SignupResult{SignupWaitEnded, pos}, err
	}
	return SignupResult{SignupAlreadyWaiting, pos}, err
}

// place seats m or puts it on the waitlist and stores it. While anybody waits, free seats
// are theirs (ruling 36).
func (s *Signups) place(ctx context.Context, m *Member, t Tally) (SignupResult, error) {
	behind, err := s.Counts.Waiting(ctx, s.Campaign.ID)
	if err != nil {
		return SignupResult{}, fmt.Errorf("look at the waitlist: %w", err)
	}
	if !behind {
		seat, err := s.Seats.TakeSeat(ctx, s.Campaign.ID, s.Total(t))
		if err != nil {
			return SignupResult{}, fmt.Errorf("take a seat: %w", err)
		}
		if seat > 0 {
			m.Standing, m.Seat = StandingSeated, seat
			return SignupResult{SignupSeated, seat}, s.Seats.SaveMember(ctx, s.Campaign.ID, m)
		}
	}
	free := behind && t.Taken < s.Total(t)
	switch {
	case s.queues(m.SignedAt):
		return s.queue(ctx, m, free)
	case free:
		return SignupResult{Outcome: SignupBehind}, nil
	default:
		return SignupResult{Outcome: SignupClosed}, nil
	}
}

// queue puts m on the waitlist. free is set if seats are free, which those before them get.
func (s *Signups) queue(ctx context.Context, m *Member, free bool) (r SignupResult, err error) {
	if m.Queue, err = s.Seats.NextQueue(ctx, s.Campaign.ID); err != nil {
		return SignupResult{}, fmt.Errorf("join the waitlist: %w", err)
	}
	m.Standing = StandingWaiting
	if err := s.Seats.SaveMember(ctx, s.Campaign.ID, m); err != nil {
		return SignupResult{}, fmt.Errorf("join the waitlist: %w", err)
	}
	r.Outcome = SignupWaiting
	if free {
		r.Outcome = SignupWaitingBehind
	}
	r.Number, err = s.Counts.Position(ctx, s.Campaign.ID, m.Queue)
	return r, err
}

// Seat gives a free seat to somebody who checks in without one, also when registration
// is closed (R6, ruling 3). It returns 0 if all seats are taken.
func (s *Signups) Seat(ctx context.Context, m *Member, t Tally, at time.Time) (int, error) {
	seat, err := s.Seats.TakeSeat(ctx, s.Campaign.ID, s.Total(t))
	if err != nil || seat == 0 {
		return 0, err
	}
	m.Standing, m.Seat, m.Queue = StandingSeated, seat, 0
	if m.SignedAt.IsZero() {
		m.SignedAt = at
	}
	return seat, nil
}

// Leave gives up a seat or a place on the waitlist; a freed seat goes to the head of the
// waitlist at once (R4). made is when the message was made; ErrOvertaken is returned if the
// person has registered since.
func (s *Signups) Leave(ctx context.Context, p bot.PersonID, at, made time.Time) (was Standing, err error) {
	m, err := s.Seats.Member(ctx, s.Campaign.ID, p)
	if err != nil {
		return "", fmt.Errorf("cancel: %w", err)
	}
	if m.Standing == StandingNone {
		return StandingNone, s.renew(ctx, m, made)
	}
	if err := m.decide(made); err != nil {
		return m.Standing, err
	}
	return s.vacate(ctx, m, at)
}

// vacate is Leave whatever has been decided.
func (s *Signups) vacate(ctx context.Context, m *Member, at time.Time) (was Standing, err error) {
	was = m.Standing
	if was == StandingNone {
		return was, nil
	}
	m.Standing, m.Seat, m.Queue, m.SignedAt = StandingNone, 0, 0, time.Time{}
	if err := s.Seats.SaveMember(ctx, s.Campaign.ID, m); err != nil {
		return was, fmt.Errorf("cancel: %w", err)
	}
	if was == StandingWaiting {
		return was, nil
	}
	if err := s.Seats.FreeSeat(ctx, s.Campaign.ID); err != nil {
		return was, fmt.Errorf("cancel: %w", err)
	}
	_, err = s.Promote(ctx, at)
	return was, err
}

// PromoteMax is how many people one unit seats from the waitlist: each costs up to five
// rows.
const PromoteMax = 60

// Promote seats people from the waitlist while there are seats and time, at most
// PromoteMax, tells each in a notice, and returns how many it seated. Who is left is seated
// by later calls: the waitlist itself says who is next.
func (s *Signups) Promote(ctx context.Context, at time.Time) (int, error) {
	if !s.Promoting(at) {
		return 0, nil
	}
	t, err := s.Counts.Tally(ctx, s.Campaign.ID)
	if err != nil {
		return 0, fmt.Errorf("promote: %w", err)
	}
	if t.Taken >= s.Total(t) {
		return 0, nil
	}
	for n := range PromoteMax {
		done, err := s.promoteOne(ctx, t, at)
		if err != nil || done {
			return n, err
		}
	}
	return PromoteMax, nil
}

func (s *Signups) promoteOne(ctx context.Context, t Tally, at time.Time) (done bool, err error) {
	m, err := s.Seats.FirstWaiting(ctx, s.Campaign.ID)
	if isNotFound(err) {
		return true, nil
	}
	if err != nil {
		return true, fmt.Errorf("promote: %w", err)
	}
	seat, err := s.Seat(ctx, m, t, at)
	if err != nil || seat == 0 {
		return true, err
	}
	if err := s.Seats.SaveMember(ctx, s.Campaign.ID, m); err != nil {
		return true, fmt.Errorf("promote: %w", err)
	}
	return false, s.Notices.Enqueue(ctx, Notice{
		Campaign: s.Campaign.ID, Person: m.Person, Body: Promoted{Seat: seat}, Due: at, Priority: PriorityPromotion,
		Promise: Promise{Name: strconv.Itoa(seat), At: at},
	})
}
