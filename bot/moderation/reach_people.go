package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Unreached is why somebody does not get what is sent to an audience.
type Unreached string

// The reasons, the first of which holds.
const (
	// UnreachedLeft follows the account no more.
	UnreachedLeft Unreached = "left"
	// UnreachedOut has opted out.
	UnreachedOut Unreached = "out"
	// UnreachedQuota has got as many mass sends this month as the platform delivers.
	UnreachedQuota Unreached = "quota"
	// UnreachedSilent has no credit, because they have not written for too long.
	UnreachedSilent Unreached = "silent"
)

// Reasons lists them in this order.
func Reasons() []Unreached {
	return []Unreached{UnreachedLeft, UnreachedOut, UnreachedQuota, UnreachedSilent}
}

// ReachQuery asks for the people of an audience and whom a message reaches.
type ReachQuery struct {
	Audience campaign.Audience
	// Credit is the time of a message that spends a credit; zero for a broadcast.
	Credit time.Time
	// Why asks for those alone who are not reached for it; "" for all. Counts ignore it.
	Why Unreached
}

// ReachCount is how many people an audience has, and how many of them are not reached, by
// reason. Away are those who would fit and have left the account, so that their seat or pack is
// all that is known of them: they are listed, and are not among People.
type ReachCount struct {
	People, Reachable, Away int
	Why                     map[Unreached]int
}

// PersonRow is somebody of an audience. Why is "" for whoever is reached.
type PersonRow struct {
	ID       bot.PersonID
	Code     string
	Why      Unreached
	Seat     int
	Waiting  bool
	Sign     time.Time
	Checked  time.Time
	LastSeen time.Time
}

// PeopleReader counts and lists the people of audiences. Nobody waits for it: it is asked
// outside of units.
type PeopleReader interface {
	// CountReach counts an audience. A month is the beginning of that of the quota.
	CountReach(ctx context.Context, class string, q ReachQuery, month time.Time) (ReachCount, error)
	// ListReach returns those of an audience, in an order of the store's. A page may have fewer rows than its limit and go on nevertheless.
	ListReach(ctx context.Context, class string, q ReachQuery, month time.Time, p Page) (List[PersonRow], error)
	// CountMassSends counts the broadcasts of the month of the quota, of all classes.
	CountMassSends(ctx context.Context, month time.Time) (int, error)
}

// Reach tells whom messages reach.
type Reach struct {
	Rules  *BroadcastRules
	Reader PeopleReader
}

// Count counts an audience and whom a message does not reach.
func (s *Reach) Count(ctx context.Context, who Actor, q ReachQuery, at time.Time) (ReachCount, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return ReachCount{}, err
	}
	out, err := s.Reader.CountReach(ctx, s.Rules.Campaign.ID, q, s.Rules.monthStart(at))
	if err != nil {
		return out, fmt.Errorf("count who can be reached: %w", err)
	}
	return out, nil
}

// People lists the people of an audience.
func (s *Reach) People(ctx context.Context, who Actor, q ReachQuery, at time.Time, p Page) (List[PersonRow], error) {
	return list(who, ActionListPeople, p, func(p Page) (List[PersonRow], error) {
		return s.Reader.ListReach(ctx, s.Rules.Campaign.ID, q, s.Rules.monthStart(at), p)
	})
}

// Quota returns how many mass sends of the month are left to whoever has got all of them; 0 of 0 for
// an account that has none.
func (s *Reach) Quota(ctx context.Context, who Actor, at time.Time) (left, of int, err error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return 0, 0, err
	}
	if s.Rules.Unable {
		return 0, 0, nil
	}
	n, err := s.Reader.CountMassSends(ctx, s.Rules.monthStart(at))
	if err != nil {
		return 0, 0, fmt.Errorf("count the mass sends of the month: %w", err)
	}
	of = s.Rules.Channel.Mass.PerMonth
	return max(0, of-n), of, nil
}
