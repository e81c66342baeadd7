package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

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
	err = e.onLive(ctx, func(c *sql.Conn) (err error) {
		conn = c
		tx, err = c.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		return err
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
	session, ok := conn.(*stdlib.Conn)
	if !ok {
		return fmt.Errorf("unknown kind of connection %T", conn)
	}
	if c, ok := timed(session.Conn()); ok {
		c.limit.Store(int64(limit))
	}
	return nil
}
