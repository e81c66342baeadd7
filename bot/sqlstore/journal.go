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

// Recall returns what is stored of a handled message.
func (s *JournalStore) Recall(ctx context.Context, key string) (campaign.Recorded, bool, error) {
	r, err := s.q(ctx).Recall(ctx, key)
	if errors.Is(err, sql.ErrNoRows) {
		return campaign.Recorded{}, false, nil
	}
	if err != nil {
		return campaign.Recorded{}, false, fmt.Errorf("recall a message: %w", err)
	}
	return campaign.Recorded{Person: bot.PersonID(r.Person), Reply: []byte(r.Reply), At: at(r.At)}, true, nil
}

// Withdraw cancels the late reply to a message: see middleware.Journal.
func (s *JournalStore) Withdraw(ctx context.Context, key string) (said bool, err error) {
	q := s.q(ctx)
	d, err := q.DeliveryOnce(ctx, sql.NullString{String: campaign.LateReplyKey(key), Valid: true})
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("find a late reply: %w", err)
	}
	switch campaign.NoticeState(d.State) {
	case campaign.NoticeFailed, campaign.NoticeCancelled:
		return false, nil
	case campaign.NoticeQueued, campaign.NoticeShelved:
	default:
		return true, nil
	}
	n, err := q.WithdrawDelivery(ctx, db.WithdrawDeliveryParams{At: ms(s.now()), ID: d.ID, State: d.State})
	if err != nil || n == 0 {
		return n == 0, err
	}
	if d.State == string(campaign.NoticeShelved) {
		err = q.CountShelved(ctx, db.CountShelvedParams{N: -1, ID: d.Person})
	}
	return false, err
}

// Record stores a handled message with its reply. It returns false if the key exists
// already.
func (s *JournalStore) Record(ctx context.Context, campaignID string, m *bot.Message, reply []byte) (bool, error) {
	u := unitOf(ctx)
	n, err := s.every(ctx).Record(ctx, db.RecordParams{
		Key: m.Key, Campaign: campaignID, Person: int64(m.Person), Kind: string(m.Kind), Body: m.Text,
		Reply: string(reply), At: ms(m.Arrived), Quotes: bit(u != nil && u.quotes), Why: bot.EncodeReason(m.Why),
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

// CountAnswered implements campaign.UnansweredStore.
func (s *JournalStore) CountAnswered(ctx context.Context, id string, p bot.PersonID) error {
	err := s.every(ctx).AddCount(ctx, db.AddCountParams{Campaign: id, Kind: countAnswered, Bucket: shareOf(int64(p)), N: 1})
	if err != nil {
		return fmt.Errorf("count an answer: %w", err)
	}
	return nil
}

// CountWaiting implements campaign.UnansweredStore.
func (s *JournalStore) CountWaiting(ctx context.Context, id string, since time.Time) (int, error) {
	people, err := s.q(ctx).WaitingPeople(ctx, db.WaitingPeopleParams{Campaign: id, Since: ms(since), N: campaign.WaitingMany})
	return len(people), err
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

// Asked returns the question for which somebody was last offered choices: see
// campaign.UnansweredStore.
func (s *JournalStore) Asked(ctx context.Context, id string, p bot.PersonID) (string, error) {
	words, err := s.q(ctx).LastSuggested(ctx, db.LastSuggestedParams{Campaign: id, Person: int64(p)})
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("what was asked: %w", err)
	}
	return words, nil
}

// LastTexts returns the last texts of a person: see campaign.UnansweredStore.
func (s *JournalStore) LastTexts(ctx context.Context, id string, p bot.PersonID, since time.Time) ([]string, error) {
	out, err := s.q(ctx).LastTexts(ctx, db.LastTextsParams{Campaign: id, Person: int64(p), Since: ms(since)})
	if err != nil {
		return nil, fmt.Errorf("what was said before: %w", err)
	}
	return out, nil
}

// Chosen stores which of the last choices somebody took.
func (s *JournalStore) Chosen(ctx context.Context, id string, p bot.PersonID, entry string) error {
	return s.q(ctx).ChooseEntry(ctx, db.ChooseEntryParams{Entry: entry, Campaign: id, Person: int64(p)})
}
