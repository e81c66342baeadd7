package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/stdlib"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/transfer"
)

// OpenRaw opens a database for being copied. If create is set its schema is made if missing
// and brought up to date, else it must be that of this program, and no process may be alive
// on it: transfer.ErrServed, and it must not be a dump of which nobody knows what it lacks:
// sqlstore.ErrDump.
func OpenRaw(ctx context.Context, address string, create bool) (*transfer.Database, error) {
	e, err := connect(ctx, address, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	if err := e.Close(); err != nil { // its time limits are for units
		return nil, err
	}
	e.pool = stdlib.OpenDB(*e.upkeep)
	if create {
		err = e.migrate(ctx)
	} else {
		err = errors.Join(sqlstore.CheckSchema(ctx, e.pool), e.unserved(ctx), e.undumped(ctx))
	}
	if err != nil {
		return nil, errors.Join(explain(err), e.Close())
	}
	return &transfer.Database{
		Pool: e.pool, Tables: "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", Close: e.Close,
	}, nil
}

// unserved returns an error if a process has been seen within the life of an instance.
func (e *Engine) unserved(ctx context.Context) error {
	var alive int
	err := e.pool.QueryRowContext(ctx,
		"SELECT count(*) FROM instance WHERE seen_at > extract(epoch FROM clock_timestamp()) * 1000 - 10000").Scan(&alive)
	if err != nil {
		return fmt.Errorf("look for processes: %w", err)
	}
	if alive > 0 {
		return transfer.ErrServed
	}
	return nil
}
