package intent

import (
	"cmp"
	"slices"

	"zhujiao/bot/campaign"
)

// ChoosePlainly is ChooseClass as R20 is worded: it reads the message for every class, and
// compares what it means to each. ChooseClass must choose the same with fewer readings.
func ChoosePlainly(q ClassQuery) ClassChosen {
	q.Classes = slices.Clone(q.Classes)
	for i := range q.Classes {
		if q.Classes[i].Readings.Words.Unmatched {
			q.Classes[i].Finish(&q.Classes[i].Readings)
		}
	}
	return q.choose(q.concernPlainly)
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
		if found := q.possible(mine, concern); len(found) > 0 {
			return in, concern, found
		}
		return in, concern, q.next(all)
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
