package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/stdlib"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/transfer"
)

// Examine looks at a database by its address. Its session is read only.
func Examine(ctx context.Context, address string) (found sqlstore.Examined, err error) {
	e, err := connect(ctx, address, slog.New(slog.DiscardHandler))
	if err != nil {
		return found, errors.New("the address of the database is not understood") // it may hold a password
	}
	if err := e.Close(); err != nil { // its sessions may write
		return found, err
	}
	e.upkeep.RuntimeParams["default_transaction_read_only"] = "on"
	e.pool = stdlib.OpenDB(*e.upkeep)
	defer func() { err = errors.Join(err, e.Close()) }()
	var made sql.NullString
	// By bytes every capital letter comes before every small one, in languages B comes after a.
	const first = "SELECT to_regclass('goose_db_version')::text, 'B' > 'a'"
	if err := e.pool.QueryRowContext(ctx, first).Scan(&made, &found.ByLanguage); err != nil {
		return found, fmt.Errorf("connect: %w", explain(err))
	}
	found.Told = true
	if !made.Valid {
		found.Missing = true
		return found, nil
	}
	if found.Has, found.Knows, err = sqlstore.SchemaVersions(ctx, e.pool); err != nil {
		return found, explain(err)
	}
	if err := e.unserved(ctx); errors.Is(err, transfer.ErrServed) {
		found.Served = true
	} else if err != nil {
		return found, explain(err)
	}
	return found, nil
}
