package sqlite

import (
	"context"
	"errors"
	"fmt"

	"zhujiao/bot/sqlstore/db"
)

// FillDisk lets the database grow by so many pages and no more, as if the disk
// were full then.
func (e *Engine) FillDisk(ctx context.Context, pages int) error {
	return e.Do(ctx, func(ctx context.Context) error {
		var have int
		if err := e.writer.conn.QueryRowContext(ctx, "PRAGMA page_count").Scan(&have); err != nil {
			return err
		}
		var most int
		return e.writer.conn.QueryRowContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", have+pages)).Scan(&most)
	})
}

// LeaveOpen leaves a transaction open, as a failed commit that cannot be rolled back does.
// No unit may be running.
func (e *Engine) LeaveOpen(ctx context.Context) error {
	_, err := e.writer.begin.ExecContext(ctx)
	return err
}

// SetCache lets the writer keep so many pages in memory before it moves some of an open
// transaction to the log.
func (e *Engine) SetCache(ctx context.Context, pages int) error {
	return e.Do(ctx, func(ctx context.Context) error {
		_, err := e.writer.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = %d", pages))
		return err
	})
}

// BothMeet meets a person as messages do and by the query alone, and undoes both.
func (e *Engine) BothMeet(ctx context.Context, a db.MeetPersonParams) (quick, plain db.Person, err error) {
	undo := errors.New("undo")
	for i, met := range []*db.Person{&quick, &plain} {
		err := e.Do(ctx, func(ctx context.Context) (err error) {
			if i == 0 {
				*met, err = e.writer.every.MeetPerson(ctx, a)
			} else {
				*met, err = e.writer.q.MeetPerson(ctx, a)
			}
			return errors.Join(err, undo)
		})
		if err.Error() != undo.Error() {
			return quick, plain, err
		}
	}
	return quick, plain, nil
}
