package moderation

import (
	"context"
	"time"

	"zhujiao/bot"
)

// BehindWhat says which people are behind a number.
type BehindWhat string

// What numbers count. Each says which fields of Behind it needs.
const (
	BehindSigned   BehindWhat = "signed"    // who registered; Since, Until, and a Source unless Every
	BehindSeated   BehindWhat = "seated"    // of them who has a seat
	BehindChecked  BehindWhat = "checked"   // who checked in; Since, Until
	BehindAsked    BehindWhat = "asked"     // who put a question to the lecturer, for each question; Since, Until
	BehindCurious  BehindWhat = "curious"   // who put any question to the lecturer, each once
	BehindHeld     BehindWhat = "held"      // who holds a pack; Pack, Since, Until, and a URL or ""
	BehindQueued   BehindWhat = "queued"    // who waits for a pack; Pack
	BehindReports  BehindWhat = "reports"   // who has reported a link; Pack, URL
	BehindVotes    BehindWhat = "votes"     // who wants a question answered; Ref
	BehindAskers   BehindWhat = "askers"    // who asks what a ticket is about; Ref
	BehindNotices  BehindWhat = "notices"   // for whom a reminder was; Topic, and States of notices
	BehindCalls    BehindWhat = "calls"     // who is in calls of a broadcast; Ref, and States of calls
	BehindOptedOut BehindWhat = "opted-out" // who got a broadcast and has opted out; Ref, Since, Until
)

// Behind is a number, as the people that it counts.
type Behind struct {
	What BehindWhat
	// Since begins the time that is meant, Until ends it; the zero time is no bound.
	Since, Until time.Time
	Every        bool
	Source       string
	Pack, URL    string
	Ref          Ref
	Topic        string
	// States are those that count, three at most; of calls the first two.
	States [3]string
}

// BehindRow is somebody behind a number. At is when they did what it counts, the zero time if
// that is not known.
type BehindRow struct {
	Person bot.PersonID
	Code   string
	At     time.Time
}

// BehindReader lists the people behind numbers.
type BehindReader interface {
	// PeopleBehind returns the people whom a number of a class counts, each once, in an order
	// that does not change while more come. What there is nobody behind has no rows.
	PeopleBehind(ctx context.Context, class string, b Behind, p Page) (List[BehindRow], error)
}

// Behind returns the people behind a number.
func (s *Views) Behind(ctx context.Context, who Actor, b Behind, p Page) (List[BehindRow], error) {
	return list(who, ActionListPeople, p, func(p Page) (List[BehindRow], error) {
		return s.Numbers.PeopleBehind(ctx, s.Campaign.ID, b, p)
	})
}
