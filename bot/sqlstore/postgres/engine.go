// Package postgres is the engine of package sqlstore on a PostgreSQL database:
// units are transactions at READ COMMITTED, which run side by side.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"zhujiao/bot"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

const (
	// connections are enough for one process: units are short.
	connections = 10
	// unitLife is how long a unit may take with all its runs. It ends before the platform
	// pushes again, which it does after 5 s. It does not depend on the caller's context,
	// because cancelling that would close the connection in the middle of a unit.
	unitLife = 4200 * time.Millisecond
	// unitRest is how much of that must be left when a unit begins, after it has waited for
	// its lane and a connection. One that began later would be cut in the middle, and under
	// a lasting crowd all would.
	unitRest = 300 * time.Millisecond
	// noConnection is the code of a server that has no connection left.
	noConnection = "53300"
	// reruns is how often a unit is run again after it lost against another one.
	reruns = 5
)

// Engine is an open PostgreSQL database.
type Engine struct {
	pool *sql.DB
	// upkeep is the configuration for work that may take long.
	upkeep *pgx.ConnConfig
	log    *slog.Logger
	// lanes keep a crowd that changes one class from holding all connections.
	lanes sqlstore.Lanes
	// companions are the queries that go to the server with others.
	companions map[string]string
	// telling is true while others are about to be told of a change; work does that.
	telling atomic.Bool
	work    sync.WaitGroup
}

var _ sqlstore.Engine = (*Engine)(nil)

// Open connects to a database by its address (postgres://…). The first schema of
// its search_path is created if missing, and brought up to date; other processes
// that start at the same time wait for that. Close ends it.
func Open(ctx context.Context, address string, log *slog.Logger) (*Engine, error) {
	e, err := connect(ctx, address, log)
	if err != nil {
		return nil, err
	}
	if err := e.migrate(ctx); err != nil {
		return nil, errors.Join(explain(err), e.Close())
	}
	return e, nil
}

// OpenBeside connects to a database that Open of the same version of the program has
// made, and which another process may be serving. It does not change the schema; that
// of another version is refused with sqlstore.ErrSchema.
func OpenBeside(ctx context.Context, address string, log *slog.Logger) (*Engine, error) {
	e, err := connect(ctx, address, log)
	if err != nil {
		return nil, err
	}
	if err := sqlstore.CheckSchema(ctx, e.pool); err != nil {
		return nil, errors.Join(explain(err), e.Close())
	}
	return e, nil
}

// connect makes an engine without looking at the database.
func connect(ctx context.Context, address string, log *slog.Logger) (*Engine, error) {
	texts, err := sqlstore.QueryTexts(ctx)
	if err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the database is not understood: %w", err)
	}
	defaults(config, map[string]string{"application_name": "zhujiao"})
	upkeep := config.Copy()
	// The limits of the user, which docs/operations.md wants behind a pooler, are for units.
	defaults(upkeep, map[string]string{"lock_timeout": "60s", "statement_timeout": "0"})
	limitConnecting(upkeep, dial, upkeepConnectLife)
	defaults(config, map[string]string{
		"lock_timeout": "2s", "statement_timeout": "3s", "idle_in_transaction_session_timeout": "5s",
	})
	e := &Engine{upkeep: upkeep, log: log, lanes: sqlstore.Lanes{Rest: unitRest}, companions: companions(texts)}
	d := newDialer(config)
	limitConnecting(config, d.dial, connectLife)
	e.pool = sql.OpenDB(connector{stdlib.GetConnector(*config, stdlib.OptionAfterConnect(sessionChanges(config)),
		stdlib.OptionShouldPing(neverPing), stdlib.OptionResetSession(d.reuse))})
	e.pool.SetMaxOpenConns(connections)
	e.pool.SetMaxIdleConns(connections)
	return e, nil
}

// sessionChanges returns what changes those settings of the server for a new session that do
// harm here, unless the address sets them. Commits last through a crash, also of a server
// that is set to say so before they do: what was committed is acknowledged. Statements are
// not compiled, which takes longer than one of our short statements takes to run.
func sessionChanges(config *pgx.ConnConfig) func(ctx context.Context, conn *pgx.Conn) error {
	var changes []string
	for _, c := range []struct{ name, harmful, value string }{{"synchronous_commit", "off", "on"}, {"jit", "on", "off"}} {
		if _, asked := config.RuntimeParams[c.name]; !asked {
			changes = append(changes, fmt.Sprintf("('%s', '%s', '%s')", c.name, c.harmful, c.value))
		}
	}
	if len(changes) == 0 {
		return func(context.Context, *pgx.Conn) error { return nil }
	}
	// A setting that the server does not know is NULL, and stays unknown.
	change := "SELECT set_config(name, value, false) FROM (VALUES " + strings.Join(changes, ", ") +
		") AS change (name, harmful, value) WHERE current_setting(name, true) = harmful"
	return func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, change)
		return err
	}
}

// defaults sets session settings that the address does not set.
func defaults(config *pgx.ConnConfig, settings map[string]string) {
	for name, value := range settings {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
}

// Do runs f as a unit: see sqlstore.Engine. A unit that lost against another one
// runs again after a short while.
func (e *Engine) Do(ctx context.Context, f func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), unitLife)
	defer cancel()
	return explain(e.lanes.Do(ctx, f, e.again))
}

// again runs f as a unit until it has not lost.
func (e *Engine) again(ctx context.Context, f func(ctx context.Context) error) error {
	for run := 0; ; run++ {
		err := onLive(ctx, func() error { return e.once(ctx, f) })
		if err == nil || !lost(err) || run >= reruns && !full(err) {
			return err
		}
		e.log.DebugContext(ctx, "a unit runs again", "run", run+1, "error", err)
		if !pause(ctx, run) {
			return err
		}
	}
}

func (e *Engine) once(ctx context.Context, f func(ctx context.Context) error) error {
	t, err := e.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if end, limited := ctx.Deadline(); limited && time.Until(end) < unitRest {
		busy := &sqlstore.FaultError{
			Advice: "the database is too busy: nothing was written", Passing: true, Err: context.DeadlineExceeded,
		}
		return t.giveUp(ctx, busy)
	}
	q := db.New(t)
	if err := sqlstore.RunUnit(ctx, q, q, f); err != nil {
		return t.giveUp(ctx, err)
	}
	return t.commit(ctx)
}

// lost reports whether a unit failed only because of another one that ran at the
// same time: a serialization failure, a deadlock, a row that both were to insert, or the
// last connection. A key that is violated without a rival is violated again, which ends it.
func lost(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == "40001" || e.Code == "40P01" || e.Code == "23505" || e.Code == noConnection
}

// full reports whether the server had no connection left. Then a unit waits for one until
// its time is over, as it waits for one of the pool.
func full(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == noConnection
}

// pause waits before another run of a unit: 5 to 10 ms at first, then twice as long
// each time, so that conflicting units do not meet again. It returns false if ctx has
// ended.
func pause(ctx context.Context, run int) bool {
	base := 5 * time.Millisecond << min(run, reruns)
	return bot.Pause(ctx, base+rand.N(base)) //nolint:gosec // no secret
}

// Reader returns queries on the pool, each in a transaction of its own. A connection that
// says nothing ends them: see dialer.
func (e *Engine) Reader() *db.Queries { return db.New(e.pool) }

// Pool returns how the connections are used.
func (e *Engine) Pool() sql.DBStats { return e.pool.Stats() }

// Exclusive is false: other processes may share the database.
func (*Engine) Exclusive() bool { return false }

// Now returns the server's clock.
func (e *Engine) Now(ctx context.Context) (time.Time, error) {
	var now time.Time
	if err := e.pool.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&now); err != nil {
		return time.Time{}, explain(err)
	}
	return now, nil
}

// Close closes the connections, after what is to be told was told.
func (e *Engine) Close() error {
	e.work.Wait()
	return e.pool.Close()
}

// explain turns the database's errors into words for whoever starts the program.
// Passwords are not part of pgx's errors.
func explain(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && full(err) {
		return &sqlstore.FaultError{
			Advice: "the database has no connection left: raise max_connections or the limit of its user, or run fewer processes", Err: err,
		}
	}
	if _, refused := errors.AsType[*pgconn.ConnectError](err); refused {
		return &sqlstore.FaultError{Advice: "the database cannot be reached: check ZHUJIAO_DATABASE_URL, and that it runs", Err: err}
	}
	if e == nil {
		return err
	}
	var advice string
	switch e.Code {
	case "53100":
		advice = "the disk of the database is full: free some space, nothing was half-written"
	case "42P01":
		advice = "no database of zhujiao serve: start it once"
	case "42501":
		advice = "the database does not let this user do that: grant it the schema"
	case "55P03", "57014":
		advice = "the database is too busy: nothing was written"
	default:
		return err
	}
	return &sqlstore.FaultError{Advice: advice, Err: err}
}
