package postgres

import (
	"context"
	"database/sql"
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
	tx, err := e.begin(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin to count: %w", explain(err))
	}
	defer func() { // nothing was written
		if end := tx.Rollback(); end != nil && !errors.Is(end, sql.ErrTxDone) {
			err = errors.Join(err, explain(end))
		}
	}()
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("SET LOCAL statement_timeout = %d", countLife.Milliseconds())); err != nil {
		return fmt.Errorf("begin to count: %w", explain(err))
	}
	return f(db.New(tx))
}
