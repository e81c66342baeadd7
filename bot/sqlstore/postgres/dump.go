package postgres

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"

	"zhujiao/bot/sqlstore"
)

var _ sqlstore.Origin = (*Engine)(nil)

// Origin implements sqlstore.Origin. It changes if the database is copied as a template, too; it
// stays if the server is moved, fails over or is upgraded in place. A migration that makes one of
// these tables anew has to note it.
func (e *Engine) Origin(ctx context.Context) (n int64, err error) {
	const tables = "SELECT concat_ws(' ', (SELECT oid FROM pg_database WHERE datname = current_database()), " +
		"'heartbeat'::regclass::oid, 'person'::regclass::oid, 'journal'::regclass::oid, 'delivery'::regclass::oid)"
	var ids string
	if err := e.pool.QueryRowContext(ctx, tables).Scan(&ids); err != nil {
		return 0, fmt.Errorf("look at the tables: %w", explain(err))
	}
	sum := sha256.Sum256([]byte(ids))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1), nil
}

// undumped returns sqlstore.ErrDump for a restored dump.
func (e *Engine) undumped(ctx context.Context) error {
	here, err := e.Origin(ctx)
	if err != nil {
		return err
	}
	noted := here
	err = e.pool.QueryRowContext(ctx, "SELECT at FROM heartbeat WHERE id = 4").Scan(&noted)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("look whether the database was restored: %w", err)
	}
	if noted != here {
		return sqlstore.ErrDump
	}
	return nil
}

// ErrNoDump is returned for a database without the tables of this program.
var ErrNoDump = errors.New("this database is empty: restore a dump into it first, with pg_restore")

// OpenRestored opens a database that a dump was restored into, and brings its schema up to date.
// No process may be alive on it: transfer.ErrServed.
func OpenRestored(ctx context.Context, address string) (*Engine, error) {
	e, err := connect(ctx, address, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	var made bool
	err = explain(e.pool.QueryRowContext(ctx, "SELECT to_regclass('instance') IS NOT NULL").Scan(&made))
	if err == nil && !made {
		err = ErrNoDump
	}
	if err == nil {
		err = explain(e.unserved(ctx))
	}
	if err == nil {
		err = explain(e.migrate(ctx))
	}
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}
