package storetest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

// Counting is an engine on the SQLite database of another one that counts the rows which
// each unit writes, and the rows which its queries return.
type Counting struct {
	sqlstore.Engine
	pool    *sql.DB
	read    *atomic.Int64 // rows returned so far
	mu      sync.Mutex    // one unit at a time; guards below
	largest int
}

// Count returns an engine that counts, on the database file of e. It is closed with the
// test.
func Count(t *testing.T, e sqlstore.Engine, file string) *Counting {
	t.Helper()
	const settings = "?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)&_pragma=secure_delete(ON)"
	plain, err := sql.Open("sqlite", "file:"+file+settings)
	if err != nil {
		t.Fatal(err)
	}
	read := &atomic.Int64{}
	pool := sql.OpenDB(&counter{plain.Driver(), "file:" + file + settings, read})
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = errors.Join(pool.Close(), plain.Close()) })
	return &Counting{Engine: e, pool: pool, read: read}
}

// Largest returns the most rows that a unit has written or read since the last call.
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
	q, read := db.New(tx), e.read.Load()
	err = sqlstore.RunUnit(ctx, q, q, f)
	e.largest = max(e.largest, int(e.read.Load()-read)) // one that fails has read, too
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.QueryRowContext(ctx, changes).Scan(&after); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	e.largest = max(e.largest, after-before)
	return tx.Commit()
}

// counter opens connections of a driver that count the rows which queries return.
type counter struct {
	driver driver.Driver
	name   string
	read   *atomic.Int64
}

// Connect implements driver.Connector.
func (c *counter) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.name)
	if err != nil {
		return nil, err
	}
	whole, ok := conn.(fullConn)
	if !ok {
		return nil, fmt.Errorf("the driver's %T is not one that can be counted", conn)
	}
	return &countingConn{whole, c.read}, nil
}

// Driver implements driver.Connector.
func (c *counter) Driver() driver.Driver { return c.driver }

// fullConn is what the stores need of a connection.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
}

type countingConn struct {
	fullConn
	read *atomic.Int64
}

// QueryContext implements driver.QueryerContext.
func (c *countingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.fullConn.QueryContext(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return &countingRows{rows, c.read}, nil
}

type countingRows struct {
	driver.Rows
	read *atomic.Int64
}

// Next implements driver.Rows.
func (r *countingRows) Next(to []driver.Value) error {
	err := r.Rows.Next(to)
	if err == nil {
		r.read.Add(1)
	}
	return err
}
