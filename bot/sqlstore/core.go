package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// core is shared by all stores.
type core struct {
	engine  Engine
	now     bot.Clock
	channel campaign.Channel
	keys    *keys
	ids     idSource
	// instance is this process among all that share the database.
	instance *instance
	control  controlMemory
	// erased is set when words were erased that the database's files may still contain.
	erased atomic.Bool
	// rest is how many calls of Scrub do nothing, after rested of them did nothing the
	// last time.
	rest, rested atomic.Int64
	// versions are the versions of the classes' content as strings, by class, for the rows of
	// the ledger.
	versions sync.Map
	// erasures keeps erasures outside of the database; nil for not. restoring is set while a
	// backup is brought up to it.
	erasures  ErasureLog
	restoring bool
	// fault is the last error of the database in a unit; nil for none.
	fault atomic.Pointer[fault]
	// observer is told of units; nil for nobody.
	observer atomic.Pointer[Observer]
}

// do runs f as a unit, or joins the unit of ctx.
func (c *core) do(ctx context.Context, f func(ctx context.Context) error) error {
	if unitOf(ctx) != nil {
		return f(ctx)
	}
	var u *unit
	begin := realNow()
	err := c.engine.Do(ctx, func(ctx context.Context) error {
		u = unitOf(ctx)
		if err := f(ctx); err != nil {
			return err
		}
		return numberErasures(ctx, c, u)
	})
	c.noteFault(err)
	observed(c, begin, err)
	if u != nil {
		c.control.unitEnded(u.control, err == nil && c.engine.Exclusive())
		if b, ok := c.engine.(Bus); ok && u.control.changed && err == nil {
			b.Notify()
		}
		if u.erased && err == nil {
			c.erased.Store(true)
		}
		if err == nil {
			keepErasures(ctx, c, u)
		}
	}
	return err
}

// leavesWords is called by a unit that erases words, because files may still contain
// them after its commit.
func leavesWords(ctx context.Context) {
	if u := unitOf(ctx); u != nil {
		u.erased = true
	}
}

// readsWords is called by a unit that reads what people wrote to show it to others.
func readsWords(ctx context.Context) {
	if u := unitOf(ctx); u != nil {
		u.quotes = true
	}
}

// q returns the queries of the unit in ctx; outside a unit those of the
// readers, which must not write.
func (c *core) q(ctx context.Context) *db.Queries {
	if u := unitOf(ctx); u != nil {
		return u.q
	}
	return c.engine.Reader()
}

// every returns the statements of every message in the unit of ctx: see q.
func (c *core) every(ctx context.Context) EveryMessage { //nolint:ireturn // the engine's own
	if u := unitOf(ctx); u != nil {
		return u.every
	}
	return c.engine.Reader()
}

// nextNumber returns the next number of a kind in a class, from 1.
func (c *core) nextNumber(ctx context.Context, id, kind string) (int, error) {
	if err := inLane(ctx, id); err != nil {
		return 0, err
	}
	n, err := c.q(ctx).NextNumber(ctx, db.NextNumberParams{Campaign: id, Kind: kind})
	return int(n), err
}

// idSource makes ids, each larger than all before it: 42 bits of milliseconds by the
// database's clock, so that those of several processes are in the order in which they were
// made, 8 of the instance number, 13 of a counter.
type idSource struct {
	instance *instance
	last     atomic.Int64 // milliseconds and counter
}

const (
	counterBits  = 13
	instanceBits = 8
)

// continueFrom makes all ids larger than those in the database, which may be ahead of
// the clock: it may have been set back since.
func (s *idSource) continueFrom(ctx context.Context, q *db.Queries) error {
	largest, err := q.LargestIDs(ctx)
	if err != nil {
		return fmt.Errorf("read the largest ids: %w", err)
	}
	last := max(largest.Person, largest.Delivery, largest.Unanswered, largest.Audit, largest.Link, largest.Job)
	s.last.Store((last>>(counterBits+instanceBits) + 1) << counterBits) // the next millisecond, whatever the instance
	return nil
}

func (s *idSource) next() int64 {
	for {
		last := s.last.Load()
		next := max(s.instance.now().UnixMilli()<<counterBits, last+1)
		if s.last.CompareAndSwap(last, next) {
			return next>>counterBits<<(counterBits+instanceBits) | s.instance.number.Load()<<counterBits | next&(1<<counterBits-1)
		}
	}
}

// realNow is the time of the machine, by which leases, time limits and ids go. The
// product's clock may stand still.
func realNow() time.Time { return time.Now() } //nolint:forbidigo // the only place

// ms returns a time in Unix milliseconds, 0 for the zero time; at is its inverse.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// bit returns a flag as 0 or 1.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// orNotFound turns the error of a missing row into campaign.ErrNotFound.
func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return campaign.ErrNotFound
	}
	return err
}

func personIDs(rows []int64) []bot.PersonID {
	out := make([]bot.PersonID, len(rows))
	for i, r := range rows {
		out[i] = bot.PersonID(r)
	}
	return out
}
