package sqlstore

import (
	"context"
	"fmt"
	"math"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Restored brings a backup up to what has happened since, before anything serves from it.
type Restored struct{ *core }

// Restored returns the store of a backup that is being restored. Erasures are not numbered
// any more: those that are applied have their numbers.
func (s *Store) Restored() *Restored {
	s.core.restoring = true
	return &Restored{s.core}
}

// Remember notes that somebody was erased, by their hash or its trace, known or not, so that
// the account's list of followers does not bring them back.
func (s *Restored) Remember(ctx context.Context, mark string) error {
	return s.do(ctx, func(ctx context.Context) error { return remember(ctx, s.core, mark) })
}

// EachTrace calls f with the hash and the trace of everybody.
func (s *Restored) EachTrace(ctx context.Context, f func(hash, trace string) error) error {
	for after := int64(0); ; {
		rows, err := s.q(ctx).HashesOfPeople(ctx, db.HashesOfPeopleParams{After: after, N: erasurePage})
		if err != nil {
			return fmt.Errorf("read who is stored: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		for _, r := range rows {
			after = r.ID
			if err := f(r.Hash, TraceOf(r.Hash)); err != nil {
				return err
			}
		}
	}
}

// PersonByHash returns the person with a hash, or campaign.ErrNotFound.
func (s *Restored) PersonByHash(ctx context.Context, hash string) (*campaign.Person, error) {
	r, err := s.q(ctx).PersonByHash(ctx, hash)
	if err != nil {
		return nil, orNotFound(err)
	}
	return person(r), nil
}

// Number makes the numbers of later erasures larger than n.
func (s *Restored) Number(ctx context.Context, n int64) error {
	if n == 0 {
		return nil
	}
	return s.do(ctx, func(ctx context.Context) error { return s.q(ctx).SetLastErasure(ctx, n) })
}

// TombstonesSince returns the hashes of people who were erased in another database with the
// same key and not in this one.
func (s *Restored) TombstonesSince(ctx context.Context, other *Store) (out []string, err error) {
	for after := ""; ; {
		rows, err := other.core.q(ctx).Tombstones(ctx, db.TombstonesParams{After: after, N: erasurePage})
		if err != nil {
			return nil, fmt.Errorf("read who was erased: %w", err)
		}
		if len(rows) == 0 {
			return out, nil
		}
		for _, r := range rows {
			after = r.Hash
			n, err := s.q(ctx).HasTombstone(ctx, r.Hash)
			if err != nil {
				return nil, fmt.Errorf("read who was erased: %w", err)
			}
			if n == 0 {
				out = append(out, r.Hash)
			}
		}
	}
}

// Held counts what Hold held back.
type Held struct {
	// Broadcasts are the names of those that were on their way, with their class.
	Broadcasts []string
	// Deliveries were waiting or being sent, Jobs were writing such.
	Deliveries, Jobs int
}

// Hold holds back what was on its way when the backup was made, because it may have arrived
// since: broadcasts that were running are stopped and those that were planned or waited
// for approval are held, with a line in the record; messages to people become unknown,
// alerts are dropped, jobs that write messages end. Reminders whose time is not after now
// will not run. Sessions, links to sign in, invitations and codes end: they may have been used
// or ended since. Each step is made of units of at most 500 rows, and may be repeated.
func (s *Restored) Hold(ctx context.Context, now time.Time) (h Held, err error) {
	for _, step := range []func(context.Context, time.Time, *Held) error{s.holdBroadcasts, s.endJobs, s.holdDeliveries, s.dropKeys} {
		if err := step(ctx, now, &h); err != nil {
			return h, fmt.Errorf("hold back what was on its way: %w", err)
		}
	}
	return h, nil
}

// slices runs f, which changes at most erasurePage rows, in units until it changes none.
func (s *Restored) slices(ctx context.Context, f func(q *db.Queries) (int64, error)) (sum int, err error) {
	for n := int64(1); n > 0; sum += int(n) {
		err = s.do(ctx, func(ctx context.Context) (err error) {
			n, err = f(s.q(ctx))
			return err
		})
		if err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// heldAtOnce is how many broadcasts are held in one unit: each has a few rows.
const heldAtOnce = 20

func (s *Restored) holdBroadcasts(ctx context.Context, now time.Time, h *Held) error {
	for more := true; more; {
		var names []string
		err := s.do(ctx, func(ctx context.Context) error {
			names = nil
			rows, err := s.q(ctx).UnderWay(ctx, heldAtOnce)
			if err != nil {
				return err
			}
			for _, b := range rows {
				if err := s.holdBroadcast(ctx, b, now); err != nil {
					return err
				}
				names = append(names, fmt.Sprintf("%s B%d", b.Campaign, b.Number))
			}
			return nil
		})
		if err != nil {
			return err
		}
		h.Broadcasts = append(h.Broadcasts, names...)
		more = len(names) > 0
	}
	return nil
}

func (s *Restored) holdBroadcast(ctx context.Context, b db.Broadcast, now time.Time) error {
	q, state := s.q(ctx), campaign.BroadcastHeld
	if b.State == string(campaign.BroadcastSending) {
		state = campaign.BroadcastStopped
	}
	if err := q.HoldBroadcast(ctx, db.HoldBroadcastParams{State: string(state), Campaign: b.Campaign, Number: b.Number}); err != nil {
		return err
	}
	if _, err := q.HoldChunks(ctx, db.HoldChunksParams{Campaign: b.Campaign, Number: b.Number}); err != nil {
		return err
	}
	return q.InsertAudit(ctx, db.InsertAuditParams{
		ID: s.ids.next(), Campaign: b.Campaign, At: ms(now), Who: "command line", Via: "command line", Action: "broadcast.pause",
		Target: fmt.Sprintf("B%d", b.Number), Before: b.State, After: string(state) + " by a restored backup",
	})
}

func (s *Restored) endJobs(ctx context.Context, now time.Time, h *Held) (err error) {
	h.Jobs, err = s.slices(ctx, func(q *db.Queries) (int64, error) {
		return q.EndJobs(ctx, db.EndJobsParams{At: ms(now), N: erasurePage})
	})
	return err
}

func (s *Restored) holdDeliveries(ctx context.Context, now time.Time, h *Held) error {
	for _, hold := range []func(q *db.Queries) (int64, error){
		func(q *db.Queries) (int64, error) {
			return q.HoldSending(ctx, db.HoldSendingParams{At: ms(now), N: erasurePage})
		},
		func(q *db.Queries) (int64, error) {
			return q.HoldMessages(ctx, db.HoldMessagesParams{At: ms(now), N: erasurePage})
		},
		func(q *db.Queries) (int64, error) {
			return q.DropAlerts(ctx, db.DropAlertsParams{At: ms(now), N: erasurePage})
		},
	} {
		n, err := s.slices(ctx, hold)
		if h.Deliveries += n; err != nil {
			return err
		}
	}
	_, err := s.slices(ctx, func(q *db.Queries) (int64, error) {
		return q.HoldShelved(ctx, db.HoldShelvedParams{Until: math.MaxInt64, N: erasurePage})
	})
	return err
}

// dropKeys ends what lets somebody in or do something, and notes when the restore was.
func (s *Restored) dropKeys(ctx context.Context, now time.Time, _ *Held) error {
	return s.do(ctx, func(ctx context.Context) error {
		q := s.q(ctx)
		for _, drop := range []func(context.Context) error{
			q.DropSessions, q.DropLoginLinks, q.DropConfirmations, q.DropInvitations, q.EndRuns,
		} {
			if err := drop(ctx); err != nil {
				return err
			}
		}
		return q.SetRestored(ctx, ms(now))
	})
}
