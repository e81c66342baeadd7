package sqlstore

import (
	"context"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// forgetVotes takes the votes back of somebody who is erased.
func (s *ErasureStore) forgetVotes(ctx context.Context, l *campaign.Leftover, n int) (int, error) {
	if !l.Facts {
		return 0, nil
	}
	q, person := s.q(ctx), int64(l.Person)
	rows, err := q.VotesOf(ctx, db.VotesOfParams{Person: person, N: int32(n)})
	if err != nil {
		return 0, err
	}
	for _, v := range rows {
		if _, err := q.Unvote(ctx, db.UnvoteParams{Campaign: v.Campaign, Number: v.Number, Person: person}); err != nil {
			return 0, err
		}
		if err := q.CountVotes(ctx, db.CountVotesParams{N: -1, Campaign: v.Campaign, Number: v.Number}); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// forgetRest deletes what else is left of somebody who is erased, table by table.
func (s *ErasureStore) forgetRest(ctx context.Context, l *campaign.Leftover, n int) (done int, err error) {
	if !l.Facts {
		return 0, nil
	}
	q, person := s.q(ctx), int64(l.Person)
	for _, forget := range []func(n int32) (int64, error){
		func(n int32) (int64, error) {
			return q.DeleteReports(ctx, db.DeleteReportsParams{Person: person, N: n})
		},
		func(n int32) (int64, error) {
			return q.DeletePromises(ctx, db.DeletePromisesParams{Person: person, N: n})
		},
		func(n int32) (int64, error) {
			return q.LeaveAudiences(ctx, db.LeaveAudiencesParams{Person: person, N: n})
		},
		func(n int32) (int64, error) {
			return q.DeleteAudiences(ctx, db.DeleteAudiencesParams{Person: person, N: n})
		},
		func(n int32) (int64, error) {
			return q.CancelDeliveries(ctx, db.CancelDeliveriesParams{Person: person, N: n})
		},
	} {
		rows, err := forget(int32(n - done))
		if err != nil {
			return done, err
		}
		if done += int(rows); done == n {
			break // the next slice goes on with the same table
		}
	}
	return done, nil
}
