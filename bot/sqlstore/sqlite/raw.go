package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/transfer"
)

// OpenRaw opens the database of a directory for being copied, and keeps other processes
// out. If create is set it is made if missing and brought up to date, else it must have the
// schema of this program.
func OpenRaw(ctx context.Context, dir string, create bool) (_ *transfer.Database, err error) {
	path := filepath.Join(dir, FileName)
	if create {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("the data directory cannot be made: check the owner and mode of the one above it: %w", err)
		}
	} else if err := ours(path); err != nil {
		return nil, err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	pool, err := openPool(path, 1, 2000, busyWait)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if create {
		err = sqlstore.Migrate(ctx, pool, goose.DialectSQLite3)
	} else {
		err = sqlstore.CheckSchema(ctx, pool)
	}
	end := func() error { return errors.Join(pool.Close(), lock.Close()) }
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, explain(err)), end())
	}
	return &transfer.Database{
		Pool: pool, Tables: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", Close: end,
	}, nil
}
