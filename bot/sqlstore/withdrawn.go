package sqlstore

import (
	"context"
	"fmt"

	"zhujiao/bot/campaign"
	"zhujiao/bot/outbox"
)

var _ outbox.Withdrawals = (*ErasureStore)(nil)

// TakeWithdrawn returns notices that were cancelled with the person's words, although
// somebody expects them: see outbox.Withdrawals.
func (s *ErasureStore) TakeWithdrawn(ctx context.Context, n int) ([]campaign.Notice, error) {
	q := s.q(ctx)
	rows, err := q.Withdrawn(ctx, int32(n))
	if err != nil {
		return nil, fmt.Errorf("read withdrawn notices: %w", err)
	}
	for _, r := range rows {
		if err := q.EndPromise(ctx, r.ID); err != nil {
			return nil, fmt.Errorf("take a withdrawn notice: %w", err)
		}
	}
	return notices(rows), nil
}
