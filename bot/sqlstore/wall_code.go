package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

var _ moderation.OwnCodeStore = (*WallStore)(nil)

// OwnCode implements moderation.OwnCodeStore.
func (s *WallStore) OwnCode(ctx context.Context, class string) (string, error) {
	r, err := s.q(ctx).WallCode(ctx, class)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the QR code of a class: %w", err)
	}
	return r.Address, nil
}

// ClaimOwnCode implements moderation.OwnCodeStore.
func (s *WallStore) ClaimOwnCode(ctx context.Context, class string, when, before time.Time) (bool, error) {
	n, err := s.q(ctx).ClaimWallCode(ctx, db.ClaimWallCodeParams{Campaign: class, At: ms(when), Before: ms(before)})
	return n == 1, err
}

// SaveOwnCode implements moderation.OwnCodeStore.
func (s *WallStore) SaveOwnCode(ctx context.Context, class, address string) error {
	return s.q(ctx).SaveWallCode(ctx, db.SaveWallCodeParams{Campaign: class, Address: address})
}
