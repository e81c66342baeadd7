package sqlstore

import (
	"context"
	"fmt"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// MatterStore finds the tickets that people ask together.
type MatterStore struct{ *core }

var (
	_ campaign.MatterStore   = (*MatterStore)(nil)
	_ moderation.InboxReader = (*MatterStore)(nil)
	_ campaign.WatchStore    = (*MatterStore)(nil)
)

// Matters returns the store of what people ask together.
func (s *Store) Matters() *MatterStore { return &MatterStore{s.core} }

// ShareTicket adds a person to those who ask a ticket: see campaign.MatterStore.
func (s *MatterStore) ShareTicket(ctx context.Context, t *campaign.Ticket, p bot.PersonID, text string, when time.Time) error {
	return asks(ctx, s.q(ctx), t, asker{p, text, when})
}

// asker is a person who asks a ticket, with what they wrote.
type asker struct {
	person bot.PersonID
	text   string
	at     time.Time
}

// asks notes that a person asks a ticket, and what they wrote.
func asks(ctx context.Context, q *db.Queries, t *campaign.Ticket, by asker) error {
	p, text, when := by.person, by.text, by.at
	n, err := q.AddAsker(ctx, db.AddAskerParams{
		Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), Person: int64(p), At: ms(when), Body: text,
	})
	switch {
	case err != nil:
	case n > 0:
		err = q.CountAsker(ctx, db.CountAskerParams{Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number)})
	default:
		err = q.AskAgain(ctx, db.AskAgainParams{
			Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), Person: int64(p), At: ms(when),
			More: text, PartEnd: partEnd,
		})
	}
	if err != nil {
		return fmt.Errorf("note who asks ticket %s%d: %w", t.Kind, t.Number, err)
	}
	return nil
}

// OpenAsked returns what a person waits for: see campaign.MatterStore.
func (s *MatterStore) OpenAsked(ctx context.Context, id string, p bot.PersonID, n int) ([]campaign.Asked, error) {
	rows, err := s.q(ctx).OpenAsked(ctx, db.OpenAskedParams{Person: int64(p), Campaign: id, N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read what somebody has asked: %w", err)
	}
	out := make([]campaign.Asked, len(rows))
	for i, r := range rows {
		t, _ := ticket(r.Ticket, nil)
		out[i] = campaign.Asked{Ticket: t, Said: strings.Split(r.Said, partEnd), Last: at(r.SaidAt)}
	}
	return out, nil
}

// MatterTicket returns the open ticket of a matter: see campaign.MatterStore.
func (s *MatterStore) MatterTicket(ctx context.Context, id, matter string) (*campaign.Ticket, error) {
	r, err := s.q(ctx).MatterTicket(ctx, db.MatterTicketParams{Campaign: id, Matter: matter})
	return ticket(r, err)
}

// ListInbox implements moderation.InboxReader.
func (s *MatterStore) ListInbox(ctx context.Context, id string, n int) ([]*campaign.Ticket, error) {
	rows, err := s.q(ctx).ListInbox(ctx, db.ListInboxParams{Campaign: id, N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read the inbox: %w", err)
	}
	out := make([]*campaign.Ticket, len(rows))
	for i, r := range rows {
		out[i] = ticketRow(r)
	}
	return out, nil
}

// WaitingBetween implements campaign.WatchStore.
func (s *MatterStore) WaitingBetween(ctx context.Context, id string, since, before time.Time, n int) ([]string, error) {
	rows, err := s.q(ctx).WaitingTickets(ctx, db.WaitingTicketsParams{Campaign: id, Since: ms(since), Before: ms(before), N: int32(n)})
	if err != nil {
		return nil, fmt.Errorf("read what waits: %w", err)
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = fmt.Sprint(r.Kind, r.Number)
	}
	return out, nil
}

// WatchTold implements campaign.WatchStore.
func (s *MatterStore) WatchTold(ctx context.Context, id, kind string, before, now time.Time) (bool, error) {
	n, err := s.q(ctx).WatchTold(ctx, db.WatchToldParams{Campaign: id, Kind: kind, At: ms(now), Before: ms(before)})
	if err != nil {
		return false, fmt.Errorf("note that moderators are told: %w", err)
	}
	return n > 0, nil
}
