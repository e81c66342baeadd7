package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/sqlstore/db"
)

// Recall returns the stored reply of a message key.
func (s *Store) Recall(ctx context.Context, key string) ([]byte, bool, error) {
	r, err := s.q(ctx).Recall(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("recall a message: %w", err)
	}
	return []byte(r), true, nil
}

// Record stores a handled message with its reply. False means that the key was
// there already.
func (s *Store) Record(ctx context.Context, campaignID string, m *bot.Message, reply []byte) (bool, error) {
	n, err := s.q(ctx).Record(ctx, db.RecordParams{
		Key: m.Key, Campaign: campaignID, Person: int64(m.Person), Kind: string(m.Kind), Body: m.Text,
		Reply: string(reply), At: ms(m.Arrived),
	})
	if err != nil {
		return false, fmt.Errorf("record a message: %w", err)
	}
	return n == 1, nil
}

// ForgetTexts erases what people wrote before a time and returns how many
// messages that were.
func (s *Store) ForgetTexts(ctx context.Context, before time.Time) (n int64, err error) {
	err = s.Do(ctx, func(ctx context.Context) error {
		if n, err = s.q(ctx).ForgetTexts(ctx, ms(before)); err != nil {
			return err
		}
		return s.q(ctx).ForgetHeard(ctx, ms(before))
	})
	return n, err
}
