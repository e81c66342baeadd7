package intent

import (
	"cmp"
	"slices"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// ChoosePlainly is ChooseClass as R20 is worded: it reads the message for every class, and
// chooses among all by what it means to each.
func ChoosePlainly(q ClassQuery) ClassChosen {
	q.Classes = slices.Clone(q.Classes)
	all := make([]int, len(q.Classes))
	for i := range all {
		all[i] = i
		if q.Classes[i].Readings.Words.Unmatched {
			q.Classes[i].Finish(&q.Classes[i].Readings)
		}
	}
	if len(all) == 1 {
		return ClassChosen{}
	}
	for _, rule := range []func() (int, bool){q.byTalk, q.byNumber, q.byAssent} {
		if i, ok := rule(); ok {
			return ClassChosen{Class: i}
		}
	}
	if q.source() == bot.SourceArrival {
		return ClassChosen{Class: q.byScene(all)}
	}
	all = q.named(all)
	if len(all) == 1 {
		return ClassChosen{Class: all[0]}
	}
	if i, ok := q.goesOn(); ok && slices.Contains(all, i) {
		return ClassChosen{Class: i}
	}
	return q.settle(q.concernPlainly(all))
}

func (q *ClassQuery) concernPlainly(all []int) (in Intent, concern campaign.Subject, fits []int) {
	fits = q.nearestPlainly(all)
	in = q.intent(fits[0])
	if in.Kind != RunCommand && in.Kind != Offer && concernOf(in) == concernElse || in.Kind == Answer {
		begun := q.those(all, q.begun)
		knowing := q.those(begun, func(i int) bool {
			kind := q.intent(i).Kind
			return kind == Answer || kind == RunCommand || kind == WrongPassphrase
		})
		if len(knowing) > 0 && len(knowing) < len(begun) {
			fits = q.nearestPlainly(knowing)
			in, all = q.intent(fits[0]), knowing
		}
	}
	concern = concernOf(in)
	all = q.those(all, func(i int) bool { return concernOf(q.intent(i)) == concern })
	mine := q.those(all, func(i int) bool { return q.Classes[i].Member })
	switch concern {
	case ConcernQuestion, concernElse:
		return in, concern, q.nearestPlainly(all)
	case concernSelf:
		if len(mine) == 0 {
			return in, concern, q.next(all)
		}
		return in, concern, []int{slices.MaxFunc(mine, func(a, b int) int {
			return cmp.Or(q.Classes[a].Campaign.End.Compare(q.Classes[b].Campaign.End), cmp.Compare(b, a))
		})}
	case ConcernSignup:
		return in, concern, q.next(all)
	default:
		return in, concern, q.memberPlainly(all, mine, concern)
	}
}

func (q *ClassQuery) nearestPlainly(all []int) []int {
	mine := q.those(all, func(i int) bool { return q.Classes[i].Member })
	for _, c := range [][]int{
		q.inStage(mine, campaign.StageRunning),
		q.first(q.inStage(mine, campaign.StageAnnounced, campaign.StageOpen), false),
		q.first(q.inStage(mine, campaign.StageAfter), true),
	} {
		if len(c) > 0 {
			return c
		}
	}
	return q.next(all)
}

func (q *ClassQuery) memberPlainly(all, mine []int, concern campaign.Subject) []int {
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
		choices = append(choices, q.first(q.inStage(mine, campaign.StageAfter), true))
	}
	for _, c := range choices {
		if len(c) > 0 {
			return c
		}
	}
	return q.next(all)
}
