package campaign

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Condition is what a pack asks for besides a seat, which every pack asks for
// first.
type Condition int

// The conditions.
const (
	// ConditionCheckedIn asks for a check-in.
	ConditionCheckedIn Condition = iota
)

// Missing is the reason why somebody does not get a pack: the first condition that they
// do not meet. There are two values for a condition that can become impossible to meet.
type Missing int

// What may be missing.
const (
	MissingNothing Missing = iota
	MissingSignup
	// MissingSeat is somebody on the waitlist.
	MissingSeat
	MissingCheckin
	// MissedCheckin is a check-in that is over.
	MissedCheckin
)

// missing returns the first condition of a pack that somebody does not meet.
func (s *Packs) missing(ctx context.Context, m *Member, k Pack, at time.Time) (Missing, error) {
	if what := missingSeat(m, k); what != MissingNothing {
		return what, nil
	}
	for _, c := range k.Conditions {
		if what, err := s.check(ctx, c, m, at); err != nil || what != MissingNothing {
			return what, err
		}
	}
	return MissingNothing, nil
}

// check returns what is missing for one condition. The context is for conditions
// that ask a service of the class.
func (s *Packs) check(_ context.Context, c Condition, m *Member, at time.Time) (Missing, error) {
	switch c {
	case ConditionCheckedIn:
		return s.missingCheckin(m, at), nil
	}
	return MissingNothing, fmt.Errorf("unknown condition %d", c)
}

// missingSeat checks whether somebody has a seat. If the pack asks for a check-in,
// somebody who checked in without a seat needs none (ruling 17).
func missingSeat(m *Member, k Pack) Missing {
	letIn := m.CheckedIn() && (m.Standing != StandingNone || m.standby())
	switch {
	case m.Standing == StandingSeated, letIn && slices.Contains(k.Conditions, ConditionCheckedIn):
		return MissingNothing
	case m.Standing == StandingWaiting:
		return MissingSeat
	default:
		return MissingSignup
	}
}

// missingCheckin asks for a check-in, which is missed when its time is over.
func (s *Packs) missingCheckin(m *Member, at time.Time) Missing {
	switch {
	case m.CheckedIn():
		return MissingNothing
	case at.After(s.Campaign.Checkin.Close):
		return MissedCheckin
	default:
		return MissingCheckin
	}
}
