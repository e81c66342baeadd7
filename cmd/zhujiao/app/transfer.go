package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/transfer"
)

// Place is where a database is: PostgreSQL by its address (postgres://…), else the data
// directory of SQLite.
type Place string

// PlaceOf returns the database that the settings name.
func PlaceOf(databaseURL, data string) Place {
	if databaseURL != "" {
		return Place(databaseURL)
	}
	return Place(data)
}

func (p Place) postgres() bool {
	return strings.HasPrefix(string(p), "postgres://") || strings.HasPrefix(string(p), "postgresql://")
}

// open opens the database for being copied.
func (p Place) open(ctx context.Context, create bool) (*transfer.Database, error) {
	if p.postgres() {
		return postgres.OpenRaw(ctx, string(p), create)
	}
	return sqlite.OpenRaw(ctx, string(p), create)
}

// Copy copies everything from one database into another: see transfer.Copy.
func Copy(ctx context.Context, from, to Place, progress func(transfer.Table)) (done []transfer.Table, err error) {
	source, err := from.open(ctx, false)
	if err != nil {
		return nil, fmt.Errorf("the source: %w", err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := to.open(ctx, true)
	if err != nil {
		return nil, fmt.Errorf("the target: %w", err)
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	return transfer.Copy(ctx, source, target, progress)
}

// Migrate makes a database if it is missing, and brings its schema up to date. PostgreSQL
// may be served meanwhile by processes of the same version.
func Migrate(ctx context.Context, p Place) error {
	var e interface{ Close() error }
	var err error
	if p.postgres() {
		e, err = postgres.Open(ctx, string(p), slog.New(slog.DiscardHandler))
	} else {
		e, err = sqlite.Open(ctx, string(p), slog.New(slog.DiscardHandler))
	}
	if err != nil {
		return err
	}
	return e.Close()
}
