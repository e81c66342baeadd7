package postgres

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// deferredMost bounds the statements of a transaction that wait to be sent.
const deferredMost = 64

// deferred is a statement of a transaction whose result nobody has asked for yet. It waits,
// and goes to the server together with others: each way there and back takes time in which the
// unit holds its locks. It is sent with the next query, with the commit, or when its result
// is asked for, so that the server sees all statements in their order.
type deferred struct {
	t     *transaction
	query string
	args  []any
	sent  bool
	tag   pgconn.CommandTag
}

// LastInsertId implements sql.Result.
func (*deferred) LastInsertId() (int64, error) { return 0, errors.New("PostgreSQL has no such id") }

// RowsAffected implements sql.Result.
func (d *deferred) RowsAffected() (int64, error) {
	if !d.sent {
		d.t.send()
	}
	return d.tag.RowsAffected(), d.t.failed
}

// answered notes the server's answer to a statement.
func (d *deferred) answered(tag pgconn.CommandTag, err error) {
	d.sent, d.tag = true, tag
	if err != nil {
		d.t.failed = err
	} else {
		d.t.begun = true
	}
}

// send sends what waits. If the server refuses one of the statements, it takes no further one
// either, and failed says why.
func (t *transaction) send() {
	if t.failed == nil && len(t.waiting) > 0 {
		if err := t.on(t.sendOn); t.failed == nil {
			t.failed = err
		}
	}
	t.waiting = t.waiting[:0]
}

func (t *transaction) sendOn(s *session) error {
	ctx, session := context.Background(), s.Conn.Conn() // the transaction has an end
	if len(t.waiting) == 1 {
		d := t.waiting[0]
		d.answered(session.Exec(ctx, d.query, d.args...))
		return nil
	}
	return t.sendBatch(ctx, session, &pgx.Batch{}).results.Close()
}

// query sends a query together with what waits before it, and returns its rows.
func (t *transaction) query(ctx context.Context, session *pgx.Conn, query string, args []driver.NamedValue) (driver.Rows, error) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	var batch pgx.Batch
	batch.Queue(query, values...)
	next, together := t.companions[query]
	if together {
		batch.Queue(next)
	}
	rows := t.sendBatch(ctx, session, &batch)
	rows.t, rows.next = t, next
	err := t.failed
	if err == nil {
		rows.Rows, err = rows.results.Query()
	}
	if err != nil {
		_ = rows.results.Close() // fails for the same reason
		return nil, err
	}
	return rows, nil
}

// sendBatch sends what waits and then a batch, and reads the answers to what waited. What it
// returns is to be closed.
func (t *transaction) sendBatch(ctx context.Context, session *pgx.Conn, last *pgx.Batch) *batchRows {
	var batch pgx.Batch
	for _, d := range t.waiting {
		batch.Queue(d.query, d.args...)
	}
	batch.QueuedQueries = append(batch.QueuedQueries, last.QueuedQueries...)
	results := session.SendBatch(ctx, &batch)
	for _, d := range t.waiting {
		if d.answered(results.Exec()); t.failed != nil {
			break
		}
	}
	t.waiting = t.waiting[:0]
	return &batchRows{results: results}
}
