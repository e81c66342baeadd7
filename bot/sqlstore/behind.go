package sqlstore

import (
	"context"
	"math"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

var _ moderation.BehindReader = (*ViewStore)(nil)

// PeopleBehind implements moderation.BehindReader.
func (s *ViewStore) PeopleBehind(
	ctx context.Context, id string, b moderation.Behind, p moderation.Page,
) (moderation.List[moderation.BehindRow], error) {
	k, err := after(p, ms(b.Since), 0)
	if err != nil {
		return moderation.List[moderation.BehindRow]{}, err
	}
	upto := int64(math.MaxInt64)
	if !b.Until.IsZero() {
		upto = ms(b.Until)
	}
	at, person, n, q := max(k[0], ms(b.Since)), k[1], more(p), s.q(ctx)
	switch b.What {
	case moderation.BehindSigned, moderation.BehindSeated:
		rows, err := q.BehindSigned(ctx, db.BehindSignedParams{
			Campaign: id, At: at, Upto: upto, Person: person, Every: bit(b.Every), Source: b.Source,
			Seated: bit(b.What == moderation.BehindSeated), N: n,
		})
		return behind(p, rows, err, true)
	case moderation.BehindChecked:
		rows, err := q.BehindChecked(ctx, db.BehindCheckedParams{Campaign: id, At: at, Upto: upto, Person: person, N: n})
		return behind(p, rows, err, true)
	case moderation.BehindAsked:
		rows, err := q.BehindAsked(ctx, db.BehindAskedParams{Campaign: id, At: at, Upto: upto, Person: person, N: n})
		return behind(p, rows, err, true)
	case moderation.BehindOptedOut:
		rows, err := q.BehindOptedOut(ctx, db.BehindOptedOutParams{
			Campaign: id, Number: int64(b.Ref.Number), At: at, Upto: upto, Person: person, N: n,
		})
		return behind(p, rows, err, true)
	case moderation.BehindCurious:
		rows, err := q.BehindAskers(ctx, db.BehindAskersParams{Campaign: id, Person: person, N: n})
		return behind(p, rows, err, true)
	case moderation.BehindHeld, moderation.BehindQueued:
		state := campaign.ClaimHeld
		if b.What == moderation.BehindQueued {
			state = campaign.ClaimQueued
		}
		rows, err := q.BehindClaims(ctx, db.BehindClaimsParams{
			Campaign: id, Pack: b.Pack, At: at, Upto: upto, Person: person, State: string(state), Url: b.URL, N: n,
		})
		return behind(p, rows, err, true)
	default:
		return s.peopleOfThing(ctx, id, b, p, k)
	}
}

// peopleOfThing is PeopleBehind for what is about one thing. k is where the page begins.
func (s *ViewStore) peopleOfThing(
	ctx context.Context, id string, b moderation.Behind, p moderation.Page, k []int64,
) (moderation.List[moderation.BehindRow], error) {
	person, n, q, number := k[1], more(p), s.q(ctx), int64(b.Ref.Number)
	switch b.What {
	case moderation.BehindReports:
		rows, err := q.BehindReports(ctx, db.BehindReportsParams{Campaign: id, Pack: b.Pack, Url: b.URL, Person: person, N: n})
		return behind(p, rows, err, true)
	case moderation.BehindVotes:
		rows, err := q.BehindVotes(ctx, db.BehindVotesParams{Campaign: id, Number: number, Person: person, N: n})
		return behind(p, rows, err, false)
	case moderation.BehindAskers:
		rows, err := q.BehindTicket(ctx, db.BehindTicketParams{
			Campaign: id, Kind: string(b.Ref.Kind), Number: number, Person: person, N: n,
		})
		return behind(p, rows, err, true)
	case moderation.BehindNotices:
		rows, err := q.BehindNotices(ctx, db.BehindNoticesParams{
			Campaign: id, Topic: b.Topic, State: b.States[0], Also: b.States[1], Third: b.States[2], After: k[0], N: n,
		})
		return behind(p, rows, err, false)
	case moderation.BehindCalls:
		rows, err := q.BehindCalls(ctx, db.BehindCallsParams{
			Campaign: id, Number: number, State: b.States[0], Also: b.States[1], After: k[0], N: n,
		})
		return behind(p, rows, err, false)
	default:
		return moderation.List[moderation.BehindRow]{}, campaign.ErrNotFound
	}
}

// behindRow is what every query of people behind a number returns. At is a time, or another key by
// which they are sorted.
type behindRow interface {
	db.BehindSignedRow | db.BehindCheckedRow | db.BehindClaimsRow | db.BehindReportsRow | db.BehindVotesRow | db.BehindTicketRow |
		db.BehindNoticesRow | db.BehindCallsRow | db.BehindAskedRow | db.BehindAskersRow | db.BehindOptedOutRow
}

func behind[R behindRow](p moderation.Page, rows []R, err error, timed bool) (moderation.List[moderation.BehindRow], error) {
	return listOf(p, rows, err, func(r R) moderation.BehindRow {
		o := db.BehindSignedRow(r)
		when := time.Time{}
		if timed {
			when = at(o.At)
		}
		return moderation.BehindRow{Person: bot.PersonID(o.Person), Code: shortCode(o.Hash), At: when}
	}, func(r R) string { o := db.BehindSignedRow(r); return place(o.At, o.Person) })
}
