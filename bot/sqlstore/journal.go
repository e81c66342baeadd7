package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
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
		n, err = s.q(ctx).ForgetTexts(ctx, ms(before))
		return err
	})
	return n, err
}

// Enqueue writes a delivery row. Until a dispatcher sends rows by itself, all
// of them wait for the person's next passive reply.
func (s *Store) Enqueue(ctx context.Context, n campaign.Notice) error {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return fmt.Errorf("encode a notice: %w", err)
	}
	q := s.q(ctx)
	err = q.Enqueue(ctx, db.EnqueueParams{
		ID: s.nextID(), Campaign: n.Campaign, Person: int64(n.Person), Kind: string(n.Kind), Args: string(args),
		Due: ms(n.Due), Priority: int64(n.Priority),
	})
	if err != nil {
		return fmt.Errorf("store a notice: %w", err)
	}
	return q.CountShelved(ctx, db.CountShelvedParams{N: 1, ID: int64(n.Person)})
}

// Waiting returns what waits for a person's next reply, oldest first.
func (s *Store) Waiting(ctx context.Context, p bot.PersonID) ([]campaign.Notice, error) {
	rows, err := s.q(ctx).Waiting(ctx, int64(p))
	if err != nil {
		return nil, fmt.Errorf("read the shelf: %w", err)
	}
	out := make([]campaign.Notice, len(rows))
	for i, r := range rows {
		out[i] = campaign.Notice{
			ID: r.ID, Campaign: r.Campaign, Person: p, Kind: campaign.NoticeKind(r.Kind),
			Due: at(r.Due), Priority: campaign.Priority(r.Priority),
		}
		if err := json.Unmarshal([]byte(r.Args), &out[i].Args); err != nil {
			return nil, fmt.Errorf("read notice %d: %w", r.ID, err)
		}
	}
	return out, nil
}

// Shown marks shelved notices as said.
func (s *Store) Shown(ctx context.Context, p bot.PersonID, ids []int64, when time.Time) error {
	q := s.q(ctx)
	for _, id := range ids {
		n, err := q.MarkShown(ctx, db.MarkShownParams{ID: id, At: ms(when)})
		if err != nil {
			return fmt.Errorf("mark a notice: %w", err)
		}
		if err := q.CountShelved(ctx, db.CountShelvedParams{N: -n, ID: int64(p)}); err != nil {
			return fmt.Errorf("mark a notice: %w", err)
		}
	}
	return nil
}
