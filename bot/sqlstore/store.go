package sqlstore

import (
	"context"
	"fmt"
	"runtime/debug"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Engine is one kind of database, opened: its transactions, its connections and
// its upkeep. The schema is up to date.
type Engine interface {
	// Do runs f in one transaction by RunUnit. Nothing of f remains when it
	// returns an error or panics, and other units are not harmed. The engine may
	// run f again, after nothing remained of the first run. A caller that gives up
	// waits all the same: the unit may be committing.
	Do(ctx context.Context, f func(ctx context.Context) error) error
	// Reader returns queries that read what is committed, outside of units.
	Reader() *db.Queries
	// Exclusive says that no other process changes rows, so that rows may be
	// remembered between units.
	Exclusive() bool
	// Scrub removes what deleted and overwritten rows have left in files.
	Scrub(ctx context.Context) error
	Close() error
}

// Store is everything that is kept, a small store per noun.
type Store struct {
	core *core

	People     *People
	Seats      *Seats
	Packs      *Packs
	Links      *Links
	Tickets    *Tickets
	Content    *Content
	Questions  *Questions
	Ledger     *Ledger
	Broadcasts *Broadcasts
	Chunks     *Chunks
	Reminders  *Reminders
	Moderators *Moderators
	Journal    *Journal
	Erasure    *Erasure
}

// Open makes the stores over an engine, which Close closes. channel is what the
// platform grants and limits. At the first start it makes the key of the keyed
// hashes.
func Open(ctx context.Context, engine Engine, clock bot.Clock, channel campaign.Channel) (*Store, error) {
	c := &core{engine: engine, now: clock, channel: channel}
	if err := c.loadKey(ctx); err != nil {
		return nil, err
	}
	return &Store{
		core: c, People: &People{c}, Seats: &Seats{c}, Packs: &Packs{c}, Links: &Links{c}, Tickets: &Tickets{c}, Content: &Content{c},
		Questions: &Questions{c}, Ledger: &Ledger{c}, Broadcasts: &Broadcasts{c}, Chunks: &Chunks{c}, Reminders: &Reminders{c},
		Moderators: &Moderators{c}, Journal: &Journal{c}, Erasure: &Erasure{c},
	}, nil
}

// Do runs f as a unit: see campaign.Unit. It joins the unit of ctx if there is
// one.
func (s *Store) Do(ctx context.Context, f func(ctx context.Context) error) error {
	return s.core.do(ctx, f)
}

// Ping reports whether the database takes writes, by an empty unit.
func (s *Store) Ping(ctx context.Context) error {
	return s.core.do(ctx, func(context.Context) error { return nil })
}

// Close ends units under way and closes the engine.
func (s *Store) Close() error { return s.core.engine.Close() }

type unitKey struct{}

// unit is the running transaction, carried by the context, with what is to be
// known of it once it is committed.
type unit struct {
	q       *db.Queries
	control controlRead
	erased  bool
}

// unitOf returns the unit that ctx is in, or nil.
func unitOf(ctx context.Context) *unit {
	u, _ := ctx.Value(unitKey{}).(*unit)
	return u
}

// RunUnit calls f with a context in which the stores use the queries q, which
// belong to an open transaction. A panic of f becomes an error. Engines call it.
func RunUnit(ctx context.Context, q *db.Queries, f func(ctx context.Context) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{v, debug.Stack()}
		}
	}()
	return f(context.WithValue(ctx, unitKey{}, &unit{q: q}))
}

// panicError carries a panic out of a unit to its caller.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic in a unit: %v\n%s", e.value, e.stack) }
