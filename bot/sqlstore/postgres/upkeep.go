package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"zhujiao/bot/sqlstore"
)

// migrating is the key of the advisory lock that one process holds while it
// brings the schema up to date.
const migrating = 0x7a68756a69616f // "zhujiao"

// migrate creates the schema if it is missing and brings it up to date.
func (e *Engine) migrate(ctx context.Context) (err error) {
	conn, err := pgx.ConnectConfig(ctx, e.upkeep)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	// The lock belongs to a transaction, because a pooler between us and the server may give
	// a connection to others as soon as none is open on it.
	tx, err := conn.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback(context.WithoutCancel(ctx))) }() // it changes nothing
	// A pooler takes no settings when it is connected to, and those of the role are for units:
	// this transaction waits for others that start, and is idle while the schema is made.
	if _, err := tx.Exec(ctx, "SELECT set_config('lock_timeout', '60s', true), set_config('statement_timeout', '0', true), "+
		"set_config('idle_in_transaction_session_timeout', '0', true)"); err != nil {
		return fmt.Errorf("give a start its time: %w", err)
	}
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(migrating)); err != nil {
		return fmt.Errorf("wait for another process that starts: %w", err)
	}
	pool := stdlib.OpenDB(*e.upkeep)
	defer func() { err = errors.Join(err, pool.Close()) }()
	if name := schema(e.upkeep); name != "" {
		if _, err := pool.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{name}.Sanitize()); err != nil {
			return fmt.Errorf("create the schema %s: %w", name, err)
		}
	}
	return sqlstore.Migrate(ctx, pool, goose.DialectPostgres)
}

// schema is the first schema of the address's search_path; empty for the
// database's own.
func schema(config *pgx.ConnConfig) string {
	first, _, _ := strings.Cut(config.RuntimeParams["search_path"], ",")
	return strings.Trim(strings.TrimSpace(first), `"`)
}

// Scrub vacuums the tables, so that the files of the database hold no erased words
// longer than it takes other transactions to end. The server's own log (WAL) and
// backups are its operator's. Tables come one after the other, small ones first, and one that
// fails keeps no other from its turn.
func (e *Engine) Scrub(ctx context.Context) (err error) {
	conn, err := pgx.ConnectConfig(ctx, e.upkeep)
	if err != nil {
		return fmt.Errorf("connect: %w", explain(err))
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	rows, err := conn.Query(ctx, "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "+
		"WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.relpages, c.relname")
	if err != nil {
		return fmt.Errorf("list the tables: %w", explain(err))
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("list the tables: %w", explain(err))
	}
	var failed []error
	for _, t := range tables {
		if err := e.vacuum(ctx, conn, t); err != nil {
			failed = append(failed, fmt.Errorf("vacuum %s: %w", t, explain(err)))
		}
		if ctx.Err() != nil || conn.IsClosed() {
			break
		}
	}
	return errors.Join(failed...)
}

// vacuum vacuums a table without a limit of time, unless the address sets one. A pooler takes
// no settings when it is connected to, so the limit of the user holds there, which is for
// units. It is lifted for the session and set again at once, because the pooler may give the
// session to others between two statements; VACUUM cannot run in a transaction.
func (e *Engine) vacuum(ctx context.Context, conn *pgx.Conn, table string) (err error) {
	wanted, limit := e.upkeep.RuntimeParams["statement_timeout"], ""
	if err := conn.QueryRow(ctx, "SHOW statement_timeout").Scan(&limit); err != nil {
		return err
	}
	if wanted == "0" && limit != wanted {
		if _, err := conn.Exec(ctx, "SET statement_timeout = 0"); err != nil {
			return err
		}
		defer func() {
			_, back := conn.Exec(context.WithoutCancel(ctx), "RESET statement_timeout")
			err = errors.Join(err, back)
		}()
	}
	_, err = conn.Exec(ctx, "VACUUM "+pgx.Identifier{table}.Sanitize())
	return err
}
