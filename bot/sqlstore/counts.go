package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Counts that messages and figures ask for are kept as sums of buckets, so that their
// cost does not grow with the number of people.
const (
	countWaiting = "wait"
	countPresent = "present"
	// queueBucket is how many places of the waitlist's order share a bucket.
	queueBucket = 512
	// shares keep units apart that count different people at the same time.
	shares = 8
)

// countHeld names the count of a pack's holders.
func countHeld(pack string) string { return "held " + pack }

// addCount adds n to a bucket of a count. A bucket of the waitlist that gets empty goes.
func addCount(ctx context.Context, q *db.Queries, class, kind string, bucket, n int64) error {
	if err := q.AddCount(ctx, db.AddCountParams{Campaign: class, Kind: kind, Bucket: bucket, N: n}); err != nil {
		return fmt.Errorf("count %s: %w", kind, err)
	}
	if n > 0 || kind != countWaiting {
		return nil
	}
	if err := q.DropCount(ctx, db.DropCountParams{Campaign: class, Kind: kind, Bucket: bucket}); err != nil {
		return fmt.Errorf("count %s: %w", kind, err)
	}
	return nil
}

// count returns the sum of all buckets below one.
func count(ctx context.Context, q *db.Queries, class, kind string, below int64) (int, error) {
	n, err := q.CountBuckets(ctx, db.CountBucketsParams{Campaign: class, Kind: kind, Below: below})
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", kind, err)
	}
	return int(n), nil
}

// countAll returns the sum of all buckets.
func countAll(ctx context.Context, q *db.Queries, class, kind string) (int, error) {
	return count(ctx, q, class, kind, math.MaxInt64)
}

// countMember changes the counts of a class by what changes in a member's row. A seat
// that is given back becomes free.
func countMember(ctx context.Context, q *db.Queries, class string, person int64, was, is db.Member) error {
	if was.Queue != is.Queue {
		for _, side := range []struct {
			queue sql.NullInt64
			n     int64
		}{{was.Queue, -1}, {is.Queue, 1}} {
			if !side.queue.Valid {
				continue
			}
			if err := addCount(ctx, q, class, countWaiting, side.queue.Int64/queueBucket, side.n); err != nil {
				return err
			}
		}
	}
	if n := bit(is.CheckedAt > 0) - bit(was.CheckedAt > 0); n != 0 {
		if err := addCount(ctx, q, class, countPresent, person%shares, n); err != nil {
			return err
		}
	}
	if !was.Seat.Valid || was.Seat == is.Seat {
		return nil
	}
	return q.LeaveSeat(ctx, db.LeaveSeatParams{Campaign: class, Seat: was.Seat.Int64})
}

// countClaim changes the count of a pack's holders by what changes in a claim.
func countClaim(ctx context.Context, q *db.Queries, class, pack string, person int64, was, is campaign.ClaimState) error {
	n := bit(is == campaign.ClaimHeld) - bit(was == campaign.ClaimHeld)
	if n == 0 {
		return nil
	}
	return addCount(ctx, q, class, countHeld(pack), person%shares, n)
}

// uncount takes a person's rows out of the counts of all classes, before the rows are
// deleted. Their seats become free.
func uncount(ctx context.Context, q *db.Queries, person int64, claims []db.Claim) error {
	members, err := q.MembersOf(ctx, person)
	if err != nil {
		return err
	}
	for _, m := range members {
		was := db.Member{Seat: m.Seat, Queue: m.Queue, CheckedAt: m.CheckedAt}
		if err := countMember(ctx, q, m.Campaign, person, was, db.Member{}); err != nil {
			return err
		}
		if !m.Seat.Valid {
			continue
		}
		if err := q.FreeSeat(ctx, m.Campaign); err != nil {
			return err
		}
	}
	for _, c := range claims {
		err := countClaim(ctx, q, c.Campaign, c.Pack, person, campaign.ClaimState(c.State), campaign.ClaimNone)
		if err != nil {
			return err
		}
	}
	return q.UncountVotes(ctx, person)
}

// orEmpty returns the empty row instead of a missing one.
func orEmpty[R any](r R, err error) (R, error) {
	if errors.Is(err, sql.ErrNoRows) {
		var none R
		return none, nil
	}
	return r, err
}
