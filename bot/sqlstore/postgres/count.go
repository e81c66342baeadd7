package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
)

var _ sqlstore.Counter = (*Engine)(nil)

// countLife is how long one statement that counts may take. The answer of a page may take 30 s.
const countLife = 25 * time.Second

// Count calls f with queries that see the database as it was at one moment: see
// sqlstore.Counter.
func (e *Engine) Count(ctx context.Context, f func(q *db.Queries) error) (err error) {
	var tx *sql.Tx
	var conn *sql.Conn
	err = onLive(ctx, func() (err error) {
		if conn, err = e.pool.Conn(ctx); err != nil {
			return errors.Join(err, errNotBegun)
		}
		tx, err = conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		if err != nil {
			_ = conn.Close() // what was wrong with it is err
			return errors.Join(err, errNotBegun)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("begin to count: %w", explain(err))
	}
	defer func() { // nothing was written
		if end := tx.Rollback(); end != nil && !errors.Is(end, sql.ErrTxDone) {
			err = errors.Join(err, explain(end))
		}
		if end := conn.Close(); end != nil && !errors.Is(end, driver.ErrBadConn) {
			err = errors.Join(err, explain(end))
		}
	}()
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("SET LOCAL statement_timeout = %d", countLife.Milliseconds())); err != nil {
		return fmt.Errorf("begin to count: %w", explain(err))
	}
	if err := conn.Raw(func(c any) error { return allow(c, countLife) }); err != nil {
		return fmt.Errorf("begin to count: %w", explain(err))
	}
	return f(db.New(tx))
}

// allow lets the statements on a connection take longer, until the pool has it back: see
// dialer.
func allow(conn any, limit time.Duration) error {
	s, err := sessionOf(conn)
	if err != nil {
		return err
	}
	if c, ok := timed(s.Conn.Conn()); ok {
		c.limit.Store(int64(limit))
	}
	return nil
}
