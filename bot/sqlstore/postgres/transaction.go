package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"zhujiao/bot/sqlstore/db"
)

// transaction is an open transaction at READ COMMITTED on a connection of the pool. A sql.Tx
// would start a goroutine for each query, which watches its context; this one has an end
// instead, a deadline of the connection. It adds the row locks to the queries of a unit.
type transaction struct {
	conn *sql.Conn
	tx   pgx.Tx
	end  time.Time // zero for none
	// waiting are statements that are not sent yet, failed is why one that was sent failed.
	waiting []*deferred
	failed  error
}

var _ db.DBTX = (*transaction)(nil)

// begin begins a transaction, which ends with ctx at the latest.
func (e *Engine) begin(ctx context.Context) (t *transaction, err error) {
	err = e.onLive(ctx, func(conn *sql.Conn) (err error) {
		t, err = beginOn(ctx, conn)
		return err
	})
	return t, err
}

// beginOn begins a transaction on a connection.
func beginOn(ctx context.Context, conn *sql.Conn) (*transaction, error) {
	t := &transaction{conn: conn}
	t.end, _ = ctx.Deadline()
	return t, t.on(func(session *pgx.Conn) (err error) {
		if err := setEnd(session, t.end); err != nil {
			return err
		}
		t.tx, err = session.BeginTx(context.WithoutCancel(ctx), pgx.TxOptions{IsoLevel: pgx.ReadCommitted})
		return err
	})
}

// setEnd sets until when a connection may be waited for; the zero time for ever.
func setEnd(session *pgx.Conn, end time.Time) error {
	if c, ok := timed(session); ok {
		return c.SetDeadline(end)
	}
	return nil
}

// on calls f with the driver's connection.
func (t *transaction) on(f func(session *pgx.Conn) error) error {
	return t.conn.Raw(func(c any) error {
		session, ok := c.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("unknown kind of connection %T", c)
		}
		return f(session.Conn())
	})
}

// commit commits the transaction and gives its connection back. It fails if a statement of
// the transaction has failed before.
func (t *transaction) commit(ctx context.Context) error {
	if t.send(); t.failed != nil {
		return t.giveUp(ctx, nil)
	}
	return t.finish(ctx, "commit", pgx.Tx.Commit)
}

// giveUp rolls the transaction back, and returns why: a statement that failed before err
// comes first.
func (t *transaction) giveUp(ctx context.Context, err error) error {
	if t.failed != nil && !errors.Is(err, t.failed) {
		err = errors.Join(t.failed, err)
	}
	if !t.end.IsZero() && !realNow().Before(t.end) { // the connection's deadline is no context's
		err = errors.Join(err, context.DeadlineExceeded)
	}
	return errors.Join(err, t.rollback(ctx))
}

// rollback rolls the transaction back and gives its connection back. If the connection is
// lost, the server has rolled it back already.
func (t *transaction) rollback(ctx context.Context) error {
	err := t.finish(ctx, "rollback", func(tx pgx.Tx, ctx context.Context) error {
		if tx.Conn().IsClosed() {
			return nil
		}
		return tx.Rollback(ctx)
	})
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

func (t *transaction) finish(ctx context.Context, what string, how func(pgx.Tx, context.Context) error) error {
	err := t.on(func(session *pgx.Conn) error {
		return errors.Join(how(t.tx, context.WithoutCancel(ctx)), setEnd(session, time.Time{}))
	})
	if err = errors.Join(err, t.conn.Close()); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// ExecContext implements db.DBTX.
func (t *transaction) ExecContext(_ context.Context, query string, args ...any) (sql.Result, error) {
	if len(t.waiting) == deferredMost {
		t.send()
	}
	d := &deferred{t: t, query: locked(query), args: args}
	t.waiting = append(t.waiting, d)
	return d, t.failed
}

// PrepareContext implements db.DBTX.
func (t *transaction) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return t.conn.PrepareContext(context.WithoutCancel(ctx), locked(query))
}

// QueryContext implements db.DBTX.
func (t *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if t.send(); t.failed != nil {
		return nil, t.failed
	}
	return t.conn.QueryContext(context.WithoutCancel(ctx), locked(query), args...)
}

// QueryRowContext implements db.DBTX.
func (t *transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	t.send() // what failed makes this fail, too
	return t.conn.QueryRowContext(context.WithoutCancel(ctx), locked(query), args...)
}
