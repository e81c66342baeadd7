package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot/sqlstore/db"
)

const (
	beginning  = "begin isolation level read committed"
	committing = "commit"
)

// transaction is a transaction at READ COMMITTED on a connection of the pool, which begins
// with its first statement. A sql.Tx would start a goroutine for each query, which watches its
// context; this one has an end instead, a deadline of the connection. It adds the row locks to
// the queries of a unit.
type transaction struct {
	conn *sql.Conn
	end  time.Time // zero for none
	// waiting are statements that are not sent yet, failed is why one that was sent failed.
	waiting []*deferred
	failed  error
	begun   bool // the server has answered a statement
	// companions are the queries that go with others, ahead are the rows of one that went; nil
	// for none.
	companions map[string]string
	ahead      *aheadRows
}

var _ db.DBTX = (*transaction)(nil)

// begin begins a transaction, which ends with ctx at the latest. The server learns of it with
// the first statement.
func (e *Engine) begin(ctx context.Context) (*transaction, error) {
	conn, err := e.pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, errNotBegun)
	}
	t := &transaction{conn: conn, companions: e.companions}
	t.waiting = append(t.waiting, &deferred{t: t, query: beginning})
	t.end, _ = ctx.Deadline()
	err = t.on(func(s *session) error {
		if err := setEnd(s.Conn.Conn(), t.end); err != nil {
			return err
		}
		s.open = t
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, errNotBegun, conn.Close())
	}
	return t, nil
}

// setEnd sets until when a connection may be waited for; the zero time for ever.
func setEnd(session *pgx.Conn, end time.Time) error {
	if c, ok := timed(session); ok {
		return c.SetDeadline(end)
	}
	return nil
}

// on calls f with the session.
func (t *transaction) on(f func(s *session) error) error {
	return t.conn.Raw(func(c any) error {
		s, err := sessionOf(c)
		if err != nil {
			return err
		}
		return f(s)
	})
}

// commit commits the transaction and gives its connection back. It fails if a statement of
// the transaction has failed before. What still waits goes to the server together with the
// commit, but the beginning does not: without an answer nobody would know what has happened.
func (t *transaction) commit(ctx context.Context) error {
	if !t.begun {
		if t.failed == nil && len(t.waiting) == 1 { // nothing but the beginning
			return t.release()
		}
		t.send()
	}
	end := &deferred{t: t, query: committing}
	t.waiting = append(t.waiting, end)
	if t.send(); t.failed != nil {
		return t.giveUp(ctx, nil)
	}
	if end.tag.String() != "COMMIT" { // a query has failed, and its unit did not say so
		return t.giveUp(ctx, pgx.ErrTxCommitRollback)
	}
	return t.release()
}

// giveUp rolls the transaction back, and returns why: a statement that failed before err
// comes first.
func (t *transaction) giveUp(ctx context.Context, err error) error {
	if t.failed != nil && !errors.Is(err, t.failed) {
		err = errors.Join(t.failed, err)
	}
	if t.failed != nil && !t.begun {
		err = errors.Join(err, errNotBegun)
	}
	if !t.end.IsZero() && !realNow().Before(t.end) { // the connection's deadline is no context's
		err = errors.Join(err, context.DeadlineExceeded)
	}
	return errors.Join(err, t.rollback(ctx))
}

// rollback rolls the transaction back, if the server has begun it, and gives its connection
// back. If the connection is lost, the server has rolled it back already.
func (t *transaction) rollback(ctx context.Context) error {
	err := t.on(func(s *session) error {
		conn := s.Conn.Conn()
		if conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
			return nil
		}
		_, err := conn.Exec(context.WithoutCancel(ctx), "rollback")
		if err != nil { // nobody may go on with it
			err = errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
		}
		return err
	})
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return errors.Join(err, t.release())
}

// release gives the connection back.
func (t *transaction) release() error {
	err := t.on(func(s *session) error {
		s.open = nil
		return setEnd(s.Conn.Conn(), time.Time{})
	})
	return errors.Join(err, t.conn.Close())
}

// ExecContext implements db.DBTX.
func (t *transaction) ExecContext(_ context.Context, query string, args ...any) (sql.Result, error) {
	if len(t.waiting) == deferredMost {
		t.send()
	}
	t.ahead = nil // the statement may change it
	d := &deferred{t: t, query: locked(query), args: args}
	t.waiting = append(t.waiting, d)
	return d, t.failed
}

// PrepareContext implements db.DBTX. Nobody calls it: the driver prepares by itself.
func (*transaction) PrepareContext(context.Context, string) (*sql.Stmt, error) {
	return nil, errors.New("a unit prepares nothing by itself")
}

// QueryContext implements db.DBTX.
func (t *transaction) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.conn.QueryContext(context.WithoutCancel(ctx), locked(query), args...)
}

// QueryRowContext implements db.DBTX.
func (t *transaction) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.conn.QueryRowContext(context.WithoutCancel(ctx), locked(query), args...)
}
