package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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
	// shareBits are the bits of a share: units that count different people at the same time
	// mostly change different shares of a count. On PostgreSQL a unit that changes the share
	// of another one waits until that is on disk.
	shareBits = 6
)

// shareOf returns the bucket in which a person is counted. The lowest bits of nearly all ids
// are 0, and the next ones name the process, so that all bits are mixed.
func shareOf(person int64) int64 {
	// 2^64 divided by the golden ratio
	const odd = 0x9e3779b97f4a7c15
	return int64(uint64(person) * odd >> (64 - shareBits))
}

// countHeld names the count of a pack's holders.
func countHeld(pack string) string { return "held " + pack }

// counts are the counts of a class.
type counts struct {
	q     *db.Queries
	class string
}

// add adds n to a bucket. A bucket of the waitlist that gets empty goes.
func (c counts) add(ctx context.Context, kind string, bucket, n int64) error {
	if err := c.q.AddCount(ctx, db.AddCountParams{Campaign: c.class, Kind: kind, Bucket: bucket, N: n}); err != nil {
		return fmt.Errorf("count %s: %w", kind, err)
	}
	if n > 0 || kind != countWaiting {
		return nil
	}
	if err := c.q.DropCount(ctx, db.DropCountParams{Campaign: c.class, Kind: kind, Bucket: bucket}); err != nil {
		return fmt.Errorf("count %s: %w", kind, err)
	}
	return nil
}

// all returns the sum of all buckets.
func (c counts) all(ctx context.Context, kind string) (int, error) {
	n, err := c.q.CountBuckets(ctx, db.CountBucketsParams{Campaign: c.class, Kind: kind})
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", kind, err)
	}
	return int(n), nil
}

// member changes the counts by what changes in a member's row. A seat that is given back
// becomes free.
func (c counts) member(ctx context.Context, person int64, was, is db.Member) error {
	if was.Queue != is.Queue {
		if err := errors.Join(c.place(ctx, was.Queue, -1), c.place(ctx, is.Queue, 1)); err != nil {
			return err
		}
	}
	if n := bit(is.CheckedAt > 0) - bit(was.CheckedAt > 0); n != 0 {
		if err := c.add(ctx, countPresent, shareOf(person), n); err != nil {
			return err
		}
	}
	if err := c.moved(ctx, person, was, is); err != nil {
		return err
	}
	if !was.Seat.Valid || was.Seat == is.Seat {
		return nil
	}
	return c.q.LeaveSeat(ctx, db.LeaveSeatParams{Campaign: c.class, Seat: was.Seat.Int64})
}

// moved counts who comes onto the waitlist, and who gets a seat from it.
func (c counts) moved(ctx context.Context, person int64, was, is db.Member) error {
	switch {
	case is.Queue.Valid && !was.Queue.Valid:
		return c.add(ctx, countWaited, shareOf(person), 1)
	case was.Queue.Valid && is.Seat.Valid && !was.Seat.Valid:
		return c.add(ctx, countPromoted, shareOf(person), 1)
	}
	return nil
}

// place counts a place of the waitlist's order.
func (c counts) place(ctx context.Context, queue sql.NullInt64, n int64) error {
	if !queue.Valid {
		return nil
	}
	return c.add(ctx, countWaiting, queue.Int64/queueBucket, n)
}

// claim changes the count of a pack's holders by what changes in a person's claim.
func (c counts) claim(ctx context.Context, person int64, was, is campaign.Claim) error {
	n := bit(is.State == campaign.ClaimHeld) - bit(was.State == campaign.ClaimHeld)
	if n == 0 {
		return nil
	}
	return c.add(ctx, countHeld(is.Pack), shareOf(person), n)
}

// uncount takes a person's standings and claims out of the counts of all classes, before the
// rows are deleted. Their seats become free.
func uncount(ctx context.Context, q *db.Queries, person int64, claims []db.Claim) error {
	members, err := q.MembersOf(ctx, person)
	if err != nil {
		return err
	}
	for _, m := range members {
		was := db.Member{Seat: m.Seat, Queue: m.Queue, CheckedAt: m.CheckedAt}
		if err := (counts{q, m.Campaign}).member(ctx, person, was, db.Member{}); err != nil {
			return err
		}
		if !m.Seat.Valid {
			continue
		}
		if err := inLane(ctx, m.Campaign); err != nil {
			return err
		}
		if err := q.FreeSeat(ctx, m.Campaign); err != nil {
			return err
		}
	}
	for _, c := range claims {
		was := campaign.Claim{Pack: c.Pack, State: campaign.ClaimState(c.State)}
		if err := (counts{q, c.Campaign}).claim(ctx, person, was, campaign.Claim{Pack: c.Pack}); err != nil {
			return err
		}
	}
	return nil
}

// orEmpty returns the empty row instead of a missing one.
func orEmpty[R any](r R, err error) (R, error) {
	if errors.Is(err, sql.ErrNoRows) {
		var none R
		return none, nil
	}
	return r, err
}
