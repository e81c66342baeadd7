package sqlstore

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/sqlstore/db"
)

// remindedKey tells the counts of a unit apart.
type remindedKey struct {
	class string
	at    int64
}

// CountReminded counts whom a reminder can reach at a time: see moderation.RemindedCounter.
func (s *ChunkStore) CountReminded(ctx context.Context, class string, at time.Time) (people, reachable int, err error) {
	n, err := outside(ctx, remindedKey{class, ms(at)}, func(ctx context.Context) (db.CountRemindedRow, error) {
		return s.q(ctx).CountReminded(ctx, db.CountRemindedParams{At: ms(at), Campaign: class})
	})
	if err != nil {
		return 0, 0, fmt.Errorf("count whom a reminder reaches: %w", err)
	}
	return int(n.People), int(n.Reachable), nil
}
