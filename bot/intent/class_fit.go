package intent

import (
	"cmp"
	"slices"
	"time"

	"zhujiao/bot/campaign"
)

// those returns the classes of which something is true.
func (*ClassQuery) those(all []int, is func(i int) bool) (out []int) {
	for _, i := range all {
		if is(i) {
			out = append(out, i)
		}
	}
	return out
}

// first returns the classes that come first by start, all that start at the same time;
// with last set those that come last.
func (q *ClassQuery) first(all []int, last bool) (out []int) {
	if len(all) == 0 {
		return nil
	}
	start := func(i int) time.Time { return q.Classes[i].Campaign.Start }
	by := func(a, b int) int { return start(a).Compare(start(b)) }
	best := slices.MinFunc(all, by)
	if last {
		best = slices.MaxFunc(all, by)
	}
	return q.those(all, func(i int) bool { return start(i).Equal(start(best)) })
}

func (q *ClassQuery) inStage(all []int, stages ...campaign.Stage) []int {
	return q.those(all, func(i int) bool { return slices.Contains(stages, q.Classes[i].Stage) })
}

// nearest returns the classes for a question: of those where the sender has something the
// running one, then the next, then the one that is over; else any by next.
func (q *ClassQuery) nearest(all []int) []int {
	mine := q.those(all, func(i int) bool { return q.Classes[i].Member })
	found := firstOf(q.inStage(mine, campaign.StageRunning),
		q.first(q.inStage(mine, campaign.StageAnnounced, campaign.StageOpen), false),
		q.first(q.inStage(mine, campaign.StageAfter), true))
	if len(found) > 0 {
		return found
	}
	return q.next(all)
}

// firstOf returns the first choice that is not empty.
func firstOf(choices ...[]int) []int {
	for _, c := range choices {
		if len(c) > 0 {
			return c
		}
	}
	return nil
}

// next returns the next class with open registration, else the one that is running or
// begins soon, else the last that was held. One that is only announced comes before one
// that has ended for good.
func (q *ClassQuery) next(all []int) []int {
	for _, choice := range [][]int{
		q.first(q.those(all, q.signupOpen), false),
		q.first(q.inStage(all, campaign.StageRunning), false),
		q.first(q.inStage(all, campaign.StageOpen), false),
		q.first(q.inStage(all, campaign.StageAfter), true),
		q.first(q.inStage(all, campaign.StageAnnounced), false),
	} {
		if len(choice) > 0 {
			return choice
		}
	}
	return q.first(all, true)
}

// nextOf returns the next class of those of which something is true, which is looked at in
// no more of them than needed. There is at least one.
func (q *ClassQuery) nextOf(all []int, is func(i int) bool) []int {
	for rest := all; len(rest) > 0; {
		best := q.next(rest)
		if found := q.those(best, is); len(found) > 0 {
			return found
		}
		rest = q.those(rest, func(i int) bool { return !slices.Contains(best, i) })
	}
	return nil
}

// signupOpen reports whether people can register for a class.
func (q *ClassQuery) signupOpen(i int) bool {
	c := q.Classes[i]
	rules := c.Campaign.Signup
	return !c.Closed && !q.At.Before(rules.Open) && (rules.Close.IsZero() || !q.At.After(rules.Close)) && !c.Campaign.Over(q.At)
}

// ofMember returns the classes for a command about something that the sender has: the
// running one, else the last of those in which it can be done now. same says of which
// classes it is the same command.
func (q *ClassQuery) ofMember(all []int, concern campaign.Subject, same func(i int) bool) []int {
	mine := q.those(all, func(i int) bool { return q.Classes[i].Member && same(i) })
	if found := q.possible(mine, concern); len(found) > 0 {
		return found
	}
	return q.nextOf(all, same)
}

// possible chooses among classes of the sender for such a command; nil if it is possible in
// none.
func (q *ClassQuery) possible(mine []int, concern campaign.Subject) []int {
	having := func(i int) bool {
		return concern == ConcernLeave && q.Classes[i].Registered || concern == ConcernReport && q.Classes[i].Claimed
	}
	if found := q.those(mine, having); len(found) > 0 {
		mine = found
	}
	open := func(i int) bool { return q.open(i, concern) }
	running := q.inStage(mine, campaign.StageRunning)
	choices := [][]int{q.those(running, open), running, q.first(q.those(mine, open), true)}
	if concern == ConcernCheckin && len(q.inStage(mine, campaign.StageAnnounced, campaign.StageOpen)) == 0 {
		// Somebody who was there and comes too late is told how to make up for it.
		choices = append(choices, q.first(q.inStage(mine, campaign.StageAfter), true))
	}
	return firstOf(choices...)
}

// open reports whether something can be done in a class now.
func (q *ClassQuery) open(i int, concern campaign.Subject) bool {
	c := q.Classes[i].Campaign
	switch concern {
	case ConcernCheckin:
		return c.HasCheckin() && q.checkinOpen(i)
	case ConcernMakeup:
		return c.HasCheckin() && !q.At.Before(c.Checkin.Open)
	case ConcernAsk:
		return c.Asking(q.At)
	case ConcernLeave:
		return !q.At.After(c.End)
	case ConcernClaim, ConcernReport:
		return q.claimable(i)
	default:
		return true
	}
}

// claimable reports whether packs of a class are given, or the pack that the message names.
func (q *ClassQuery) claimable(i int) bool {
	c, named := q.Classes[i].Campaign, q.Classes[i].Readings.Words.Command.Pack
	return q.begun(i) && slices.ContainsFunc(c.Packs, func(p campaign.Pack) bool {
		return (named == "" || p.ID == named) && (!p.NeedsCheckin() || !q.At.Before(c.Checkin.Open))
	})
}

// knowing returns the classes that alone know what a text means, as an answer to a frequent
// question, a command or a try at a passphrase, among those that are more than announced;
// nil if all of them do, or none. nearest are the nearest classes: the nearest of any classes
// with one of these are those of these that are among them, so that others are looked at
// only until one knows, and only if they matter.
func (q *ClassQuery) knowing(all, nearest []int) []int {
	knows := func(i int) bool {
		kind := q.intent(i).Kind
		return kind == Answer || kind == RunCommand || kind == WrongPassphrase
	}
	begun := q.those(all, q.begun)
	if len(q.those(nearest, q.begun)) < len(nearest) {
		having := q.those(begun, knows)
		if len(having) == len(begun) {
			return nil
		}
		return having
	}
	for rest := begun; len(rest) > 0; {
		best := q.nearest(rest)
		found := q.those(best, knows)
		if len(found) > 0 && concernOf(q.intent(found[0])) == ConcernQuestion {
			return found
		}
		if len(found) > 0 {
			return q.those(begun, knows)
		}
		rest = q.those(rest, func(i int) bool { return !slices.Contains(best, i) })
	}
	return nil
}

// latest returns the class of the sender that ends last: what is kept of them is kept
// until a week after it.
func (q *ClassQuery) latest(all []int, same func(i int) bool) []int {
	mine := q.those(all, func(i int) bool { return q.Classes[i].Member && same(i) })
	if len(mine) == 0 {
		return q.nextOf(all, same)
	}
	return []int{slices.MaxFunc(mine, func(a, b int) int {
		return cmp.Or(q.Classes[a].Campaign.End.Compare(q.Classes[b].Campaign.End), cmp.Compare(b, a))
	})}
}
