package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// peopleKey tells the lists of a unit apart, and those of its runs in which more people
// were taken off.
type peopleKey struct {
	class                  string
	number, chunk, skipped int64
}

// list returns the people of a call, up to 10,000. They are read outside of the unit, which
// then runs again. Once the call has begun, its size is fixed, because people who leave
// afterwards may have received it.
func (s *ChunkStore) list(ctx context.Context, r *db.BroadcastChunk, now time.Time) ([]db.ChunkPeopleRow, error) {
	began := r.BeganAt != 0
	skipped := int64(0)
	if !began {
		var err error
		if skipped, err = skip(ctx, s.q(ctx), *r); err != nil {
			return nil, fmt.Errorf("take off who left: %w", err)
		}
		r.BeganAt = ms(now)
	}
	rows, err := outside(ctx, peopleKey{r.Campaign, r.Number, r.Chunk, skipped}, func(ctx context.Context) ([]db.ChunkPeopleRow, error) {
		return s.chunkPeople(ctx, r)
	})
	if err != nil {
		return nil, fmt.Errorf("read the people of a call: %w", err)
	}
	if !began { // the reader did not see yet who is taken off
		rows = slices.DeleteFunc(slices.Clone(rows), func(p db.ChunkPeopleRow) bool {
			return p.Following != 1 || p.Consent == int64(campaign.ConsentOut) || !p.Openid.Valid
		})
		r.Size = int64(len(rows))
	}
	return rows, nil
}

// chunkPage is how many people of a call are read at once.
const chunkPage = 500

func (s *ChunkStore) chunkPeople(ctx context.Context, r *db.BroadcastChunk) (out []db.ChunkPeopleRow, err error) {
	for after := r.FirstPlace; ; after = out[len(out)-1].Place {
		rows, err := s.q(ctx).ChunkPeople(ctx, db.ChunkPeopleParams{
			Campaign: r.Campaign, Number: r.Number, After: after, Upto: r.LastPlace, N: chunkPage,
		})
		out = append(out, rows...)
		if err != nil || len(rows) < chunkPage {
			return out, err
		}
	}
}

// skipSlice is how many people are taken off a call in one unit.
const skipSlice = 400

// skip takes people off a call who left, opted out or were erased, and returns their number.
// It returns campaign.ErrPartly if there are more of them.
func skip(ctx context.Context, q *db.Queries, r db.BroadcastChunk) (int64, error) {
	n, err := q.SkipUnreachable(ctx, db.SkipUnreachableParams{
		Campaign: r.Campaign, Number: r.Number, After: r.FirstPlace, Upto: r.LastPlace, N: skipSlice,
	})
	if err == nil && n == skipSlice {
		err = campaign.ErrPartly
	}
	return n, err
}
