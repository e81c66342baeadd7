package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// Counting is an engine on the SQLite database of another one that counts the rows which
// each unit writes.
type Counting struct {
	sqlstore.Engine
	pool    *sql.DB
	mu      sync.Mutex // one unit at a time; guards below
	largest int
}

// Count returns an engine that counts, on the database file of e. It is closed with the
// test.
func Count(t *testing.T, e sqlstore.Engine, file string) *Counting {
	t.Helper()
	const settings = "?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)&_pragma=secure_delete(ON)"
	pool, err := sql.Open("sqlite", "file:"+file+settings)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = pool.Close() })
	return &Counting{Engine: e, pool: pool}
}

// Largest returns the most rows that a unit has written since the last call.
func (e *Counting) Largest() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := e.largest
	e.largest = 0
	return n
}

// Do implements sqlstore.Engine.
func (e *Counting) Do(ctx context.Context, f func(ctx context.Context) error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	ctx = context.WithoutCancel(ctx)
	tx, err := e.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	var before, after int
	const changes = "SELECT total_changes()"
	if err := tx.QueryRowContext(ctx, changes).Scan(&before); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	q := db.New(tx)
	if err := sqlstore.RunUnit(ctx, q, q, f); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.QueryRowContext(ctx, changes).Scan(&after); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	e.largest = max(e.largest, after-before)
	return tx.Commit()
}
