package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// JournalStore stores every push that was handled, and the questions that were not answered
// at once.
type JournalStore struct{ *core }

var _ campaign.UnansweredStore = (*JournalStore)(nil)

// Recall returns the stored reply of a message key.
func (s *JournalStore) Recall(ctx context.Context, key string) ([]byte, bool, error) {
	r, err := s.q(ctx).Recall(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("recall a message: %w", err)
	}
	return []byte(r), true, nil
}

// Record stores a handled message with its reply. It returns false if the key exists
// already.
func (s *JournalStore) Record(ctx context.Context, campaignID string, m *bot.Message, reply []byte) (bool, error) {
	u := unitOf(ctx)
	n, err := s.q(ctx).Record(ctx, db.RecordParams{
		Key: m.Key, Campaign: campaignID, Person: int64(m.Person), Kind: string(m.Kind), Body: m.Text,
		Reply: string(reply), At: ms(m.Arrived), Quotes: bit(u != nil && u.quotes),
	})
	if err != nil {
		return false, fmt.Errorf("record a message: %w", err)
	}
	return n == 1, nil
}

// CountMessages counts the stored messages of a person.
func (s *JournalStore) CountMessages(ctx context.Context, p bot.PersonID) (int, error) {
	n, err := s.q(ctx).CountJournal(ctx, int64(p))
	return int(n), err
}

// RecordUnanswered stores a question that was not answered at once.
func (s *JournalStore) RecordUnanswered(ctx context.Context, id string, h campaign.UnansweredQuestion, when time.Time) error {
	err := s.q(ctx).InsertUnanswered(ctx, db.InsertUnansweredParams{
		ID: s.ids.next(), Campaign: id, Person: int64(h.Person), At: ms(when), Body: h.Text, Outcome: string(h.Outcome),
	})
	if err != nil {
		return fmt.Errorf("remember a question: %w", err)
	}
	return nil
}

// Chosen stores which of the last choices somebody took.
func (s *JournalStore) Chosen(ctx context.Context, id string, p bot.PersonID, entry string) error {
	return s.q(ctx).ChooseEntry(ctx, db.ChooseEntryParams{Entry: entry, Campaign: id, Person: int64(p)})
}
