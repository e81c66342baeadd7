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
