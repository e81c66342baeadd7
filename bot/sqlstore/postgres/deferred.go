package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// deferredMost bounds the statements of a transaction that wait to be sent.
const deferredMost = 64

// deferred is a statement of a transaction whose result nobody has asked for yet. It waits,
// and goes to the server together with others: each way there and back takes time in which the
// unit holds its locks. It is sent before the next query, before the commit, or when its result
// is asked for, so that the server sees all statements in their order.
type deferred struct {
	t     *transaction
	query string
	args  []any
	sent  bool
	rows  int64
}

// LastInsertId implements sql.Result.
func (*deferred) LastInsertId() (int64, error) { return 0, errors.New("PostgreSQL has no such id") }

// RowsAffected implements sql.Result.
func (d *deferred) RowsAffected() (int64, error) {
	if !d.sent {
		d.t.send()
	}
	return d.rows, d.t.failed
}

// send sends what waits. If the server refuses one of the statements, it takes no further one
// either, and failed says why.
func (t *transaction) send() {
	if t.failed == nil && len(t.waiting) > 0 {
		t.failed = t.on(t.sendOn)
	}
	t.waiting = t.waiting[:0]
}

func (t *transaction) sendOn(session *pgx.Conn) (err error) {
	ctx := context.Background() // the transaction has an end
	if len(t.waiting) == 1 {
		d := t.waiting[0]
		done, err := session.Exec(ctx, d.query, d.args...)
		d.sent, d.rows = true, done.RowsAffected()
		return err
	}
	var batch pgx.Batch
	for _, d := range t.waiting {
		batch.Queue(d.query, d.args...)
	}
	results := session.SendBatch(ctx, &batch)
	defer func() {
		if end := results.Close(); err == nil {
			err = end
		}
	}()
	for _, d := range t.waiting {
		done, err := results.Exec()
		if err != nil {
			return err
		}
		d.sent, d.rows = true, done.RowsAffected()
	}
	return nil
}
