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

// NextNumber counts a campaign's tickets of a kind from 1.
func (s *Store) NextNumber(ctx context.Context, id, kind string) (int, error) {
	n, err := s.q(ctx).NextNumber(ctx, db.NextNumberParams{Campaign: id, Kind: kind})
	return int(n), err
}

// OpenTicket returns a person's newest open ticket of a kind.
func (s *Store) OpenTicket(ctx context.Context, id string, k campaign.TicketKind, p bot.PersonID) (*campaign.Ticket, error) {
	r, err := s.q(ctx).OpenTicket(ctx, db.OpenTicketParams{Campaign: id, Person: int64(p), Kind: string(k)})
	return ticket(r, err)
}

// EntryTicket returns the open ticket about a pending entry.
func (s *Store) EntryTicket(ctx context.Context, id, entry string) (*campaign.Ticket, error) {
	r, err := s.q(ctx).EntryTicket(ctx, db.EntryTicketParams{Campaign: id, Entry: entry})
	return ticket(r, err)
}

// InsertTicket stores a new ticket.
func (s *Store) InsertTicket(ctx context.Context, t *campaign.Ticket) error {
	err := s.q(ctx).InsertTicket(ctx, db.InsertTicketParams{
		Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), Person: int64(t.Person),
		Entry: t.Entry, Body: t.Text, At: ms(t.OpenedAt),
	})
	if err != nil {
		return fmt.Errorf("store ticket %s%d: %w", t.Kind, t.Number, err)
	}
	return s.addAsker(ctx, t, t.Person, t.OpenedAt)
}

// AppendTicket joins words to a ticket; empty words only note who asked.
func (s *Store) AppendTicket(ctx context.Context, t *campaign.Ticket, p bot.PersonID, text string, when time.Time) error {
	if text != "" {
		t.Text, t.Last = t.Text+"/"+text, when
		err := s.q(ctx).AppendTicket(ctx, db.AppendTicketParams{
			Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), Body: t.Text, At: ms(when),
		})
		if err != nil {
			return fmt.Errorf("append to ticket %s%d: %w", t.Kind, t.Number, err)
		}
	}
	return s.addAsker(ctx, t, p, when)
}

func (s *Store) addAsker(ctx context.Context, t *campaign.Ticket, p bot.PersonID, when time.Time) error {
	return s.q(ctx).AddAsker(ctx, db.AddAskerParams{
		Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), Person: int64(p), At: ms(when),
	})
}

func ticket(r db.Ticket, err error) (*campaign.Ticket, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, campaign.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read a ticket: %w", err)
	}
	return &campaign.Ticket{
		Campaign: r.Campaign, Kind: campaign.TicketKind(r.Kind), Number: int(r.Number), Person: bot.PersonID(r.Person),
		Entry: r.Entry, Text: r.Body, OpenedAt: at(r.OpenedAt), Last: at(r.LastAt),
	}, nil
}
