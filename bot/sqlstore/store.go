package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Engine is an open database of one kind: its transactions, connections and upkeep. Its
// schema is up to date.
type Engine interface {
	// Do calls RunUnit with f in one transaction. If f returns an error or panics, the
	// transaction is rolled back, and no other unit is affected. The engine may run f
	// again after a rollback. Do returns only when the unit has ended, even if ctx ends
	// before, because it may be committing. Units that yield (see Yields) come after others
	// that wait, but they all come.
	Do(ctx context.Context, f func(ctx context.Context) error) error
	// Reader returns queries for reading committed rows outside of units.
	Reader() *db.Queries
	// Exclusive reports whether no other process changes rows. Then rows may be
	// remembered between units.
	Exclusive() bool
	// Now returns the database's clock, by which leases end: the same for all processes
	// that share it.
	Now(ctx context.Context) (time.Time, error)
	// Scrub removes the contents of deleted and overwritten rows from the database's
	// files.
	Scrub(ctx context.Context) error
	Close() error
}

// Bus is what an engine has that processes share: it tells them at once that the content or
// what is stopped has changed. It may fail at any time, so whoever listens also looks now
// and then.
type Bus interface {
	// Notify tells all processes that listen, this one too. Calls within a short time are
	// told once.
	Notify()
	// Listen calls f after each change that was told, and each time that changes may have
	// been missed, until ctx ends.
	Listen(ctx context.Context, f func())
}

// Store holds all stores, one for each subject.
type Store struct {
	core *core

	People     *PersonStore
	Seats      *SeatStore
	Packs      *PackStore
	Links      *LinkStore
	Tickets    *TicketStore
	Content    *ContentStore
	Questions  *QuestionStore
	Ledger     *LedgerStore
	Broadcasts *BroadcastStore
	Chunks     *ChunkStore
	Reminders  *ReminderStore
	Moderators *ModeratorStore
	Journal    *JournalStore
	Erasure    *ErasureStore
}

// Open returns the stores over an engine, which Close closes. channel is what the
// platform grants and limits. At the first start it makes the secret key of hashes and
// signatures. It returns ErrKey if the people in the database were stored with another
// key, and ErrUnfinished for a copy that was not finished.
func Open(ctx context.Context, engine Engine, clock bot.Clock, channel campaign.Channel) (*Store, error) {
	me := newInstance()
	if err := finished(ctx, engine.Reader()); err != nil {
		return nil, err
	}
	c := &core{engine: engine, now: clock, channel: channel, instance: me, ids: idSource{instance: me}}
	if err := c.loadKey(ctx); err != nil {
		return nil, err
	}
	if err := c.ids.continueFrom(ctx, engine.Reader()); err != nil {
		return nil, err
	}
	return &Store{
		core: c, People: &PersonStore{c}, Seats: &SeatStore{c}, Packs: &PackStore{c},
		Links: &LinkStore{c}, Tickets: &TicketStore{c}, Content: &ContentStore{c},
		Questions: &QuestionStore{c}, Ledger: &LedgerStore{c}, Broadcasts: &BroadcastStore{c},
		Chunks: &ChunkStore{c}, Reminders: &ReminderStore{c}, Moderators: &ModeratorStore{c},
		Journal: &JournalStore{c}, Erasure: &ErasureStore{c},
	}, nil
}

// ErrUnfinished is returned for a database that is an unfinished copy of another one.
var ErrUnfinished = errors.New("the database is a copy that was not finished: run zhujiao copy again, which goes on with it")

// finished returns ErrUnfinished for an unfinished copy.
func finished(ctx context.Context, q *db.Queries) error {
	n, err := q.UnfinishedCopies(ctx)
	if err != nil {
		return fmt.Errorf("look whether the database is complete: %w", err)
	}
	if n > 0 {
		return ErrUnfinished
	}
	return nil
}

// Instances returns the lease of this process.
func (s *Store) Instances() *InstanceStore { return &InstanceStore{s.core} }

// Jobs returns the store of work on many people.
func (s *Store) Jobs() *JobStore { return &JobStore{s.core} }

// Listen calls f when a process on this database has changed the content or what is stopped,
// until ctx ends: see Bus. It returns at once if the engine has no bus.
func (s *Store) Listen(ctx context.Context, f func()) {
	if b, ok := s.core.engine.(Bus); ok {
		b.Listen(ctx, f)
	}
}

// Do runs f as a unit: see campaign.Unit. It joins the unit of ctx if there is
// one. A unit that needs a figure of everybody is undone and runs again with it.
func (s *Store) Do(ctx context.Context, f func(ctx context.Context) error) error {
	return doOutside(ctx, s.core, f)
}

// Close waits for running units and closes the engine.
func (s *Store) Close() error { return s.core.engine.Close() }

// Yields reports whether a unit may wait for others: see campaign.Yield.
func Yields(ctx context.Context) bool { return campaign.Yields(ctx) }

type unitKey struct{}

// unit is a running transaction. The context carries it. It notes what has to be done
// after its commit.
type unit struct {
	q       *db.Queries
	every   EveryMessage
	control controlRead
	erased  bool
	gone    []Erased
	quotes  bool // words of others were read, which the reply may show
}

// unitOf returns the unit that ctx is in, or nil.
func unitOf(ctx context.Context) *unit {
	u, _ := ctx.Value(unitKey{}).(*unit)
	return u
}

// EveryMessage has the statements that nearly every message needs. *db.Queries has them;
// an engine may have others that do the same in less time.
type EveryMessage interface {
	// MeetPerson stores a contact and returns the person's row.
	MeetPerson(ctx context.Context, arg db.MeetPersonParams) (db.Person, error)
	// Record stores a message with its reply. It returns 0 if the key exists, else 1.
	Record(ctx context.Context, arg db.RecordParams) (int64, error)
	// Tally reads the counters of a class, which many answers name. It returns
	// sql.ErrNoRows if there is none.
	Tally(ctx context.Context, id string) (db.TallyRow, error)
	// AddCount adds to a count. The unit must not read the count: an engine may store it only
	// with the commit.
	AddCount(ctx context.Context, arg db.AddCountParams) error
}

// RunUnit calls f with a context in which the stores use the queries q and every, which
// belong to an open transaction. A panic of f becomes an error. Engines call it.
func RunUnit(ctx context.Context, q *db.Queries, every EveryMessage, f func(ctx context.Context) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	return f(context.WithValue(ctx, unitKey{}, &unit{q: q, every: every}))
}

// panicError carries a panic out of a unit to its caller.
type panicError struct {
	value any
	stack []byte
}

// Error implements error.
func (e *panicError) Error() string { return fmt.Sprintf("panic in a unit: %v\n%s", e.value, e.stack) }
