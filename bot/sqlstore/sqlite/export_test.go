package sqlite

import (
	"context"
	"fmt"
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
