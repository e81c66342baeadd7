package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// TicketStore stores what moderators have to look at.
type TicketStore struct{ *core }

var (
	_ campaign.TicketStore   = (*TicketStore)(nil)
	_ moderation.TicketStore = (*TicketStore)(nil)
	_ campaign.CallStore     = (*TicketStore)(nil)
	_ moderation.Reachables  = (*TicketStore)(nil)
)

// NextNumber returns the next number of a kind of tickets, from 1.
func (s *TicketStore) NextNumber(ctx context.Context, id, kind string) (int, error) {
	return s.nextNumber(ctx, id, kind)
}

// OpenTicket returns a person's newest open ticket of a kind.
func (s *TicketStore) OpenTicket(ctx context.Context, id string, k campaign.TicketKind, p bot.PersonID) (*campaign.Ticket, error) {
	r, err := s.q(ctx).OpenTicket(ctx, db.OpenTicketParams{Campaign: id, Person: int64(p), Kind: string(k)})
	return ticket(r, err)
}

// EntryTicket returns the open ticket about a pending entry.
func (s *TicketStore) EntryTicket(ctx context.Context, id, entry string) (*campaign.Ticket, error) {
	r, err := s.q(ctx).EntryTicket(ctx, db.EntryTicketParams{Campaign: id, Entry: entry})
	return ticket(r, err)
}

// InsertTicket stores a new ticket: see campaign.TicketStore.
func (s *TicketStore) InsertTicket(ctx context.Context, t *campaign.Ticket) error {
	n, err := s.q(ctx).InsertTicket(ctx, db.InsertTicketParams{
		Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), Person: int64(t.Person),
		Entry: t.Entry, Body: t.Text, At: ms(t.OpenedAt), Matter: t.Matter,
	})
	if err != nil {
		return fmt.Errorf("store ticket %s%d: %w", t.Kind, t.Number, err)
	}
	if n == 0 {
		return campaign.ErrShared
	}
	return asks(ctx, s.q(ctx), t, asker{t.Person, t.Text, t.OpenedAt})
}

// AppendTicket adds a message to a ticket, and the person to those who asked. An empty
// text adds only the person.
func (s *TicketStore) AppendTicket(ctx context.Context, t *campaign.Ticket, p bot.PersonID, text string, when time.Time) error {
	if text != "" {
		err := s.q(ctx).AppendTicket(ctx, db.AppendTicketParams{
			Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), More: partEnd + text, At: ms(when),
		})
		if err != nil {
			return fmt.Errorf("append to ticket %s%d: %w", t.Kind, t.Number, err)
		}
	}
	return asks(ctx, s.q(ctx), t, asker{p, text, when})
}

// partEnd separates the messages of a ticket in its column. It is nothing that people
// type.
const partEnd = "\x1f"

func ticket(r db.Ticket, err error) (*campaign.Ticket, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, campaign.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read a ticket: %w", err)
	}
	parts := strings.Split(r.Body, partEnd)
	return &campaign.Ticket{
		Campaign: r.Campaign, Kind: campaign.TicketKind(r.Kind), Number: int(r.Number), Person: bot.PersonID(r.Person),
		Entry: r.Entry, Matter: r.Matter, Askers: int(r.Askers), State: campaign.TicketState(r.State),
		Parts: parts, Text: strings.Join(parts, "/"), Answer: r.Answer,
		OpenedAt: at(r.OpenedAt), Last: at(r.LastAt), By: r.ByWhom, Holder: r.Holder,
	}, nil
}

// Ticket returns a ticket by class, kind and number.
func (s *TicketStore) Ticket(ctx context.Context, id string, k campaign.TicketKind, number int) (*campaign.Ticket, error) {
	r, err := s.q(ctx).Ticket(ctx, db.TicketParams{Campaign: id, Kind: string(k), Number: int64(number)})
	return ticket(r, err)
}

// Called counts the calls of a person.
func (s *TicketStore) Called(ctx context.Context, id string, p bot.PersonID) (int, error) {
	n, err := s.q(ctx).CountCalls(ctx, db.CountCallsParams{Campaign: id, Person: int64(p)})
	return int(n), err
}

// TakenTicket returns the ticket of a person that a moderator has taken over.
func (s *TicketStore) TakenTicket(ctx context.Context, id string, p bot.PersonID) (*campaign.Ticket, error) {
	r, err := s.q(ctx).TakenTicket(ctx, db.TakenTicketParams{Campaign: id, Person: int64(p)})
	return ticket(r, err)
}

// SetTicket stores a ticket's state and answer.
func (s *TicketStore) SetTicket(ctx context.Context, t *campaign.Ticket, by string, when time.Time) error {
	_, err := s.q(ctx).SetTicket(ctx, db.SetTicketParams{
		State: string(t.State), Answer: t.Answer, ByWhom: by, At: ms(when),
		Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number),
	})
	if err != nil {
		return fmt.Errorf("store ticket %s: %w", t.Name(), err)
	}
	// Another ticket of the person may still be taken over.
	return s.q(ctx).SetTaken(ctx, int64(t.Person))
}

// Askers returns people who asked a ticket's question: see moderation.TicketStore.
func (s *TicketStore) Askers(ctx context.Context, t *campaign.Ticket, after bot.PersonID, n int) ([]campaign.Asker, error) {
	rows, err := s.q(ctx).Askers(ctx, db.AskersParams{
		Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number), After: int64(after), N: int32(n),
	})
	out := make([]campaign.Asker, len(rows))
	for i, r := range rows {
		first, _, _ := strings.Cut(r.Body, partEnd)
		out[i] = campaign.Asker{Person: bot.PersonID(r.Person), Question: first, WroteSince: r.Said > r.Heard}
	}
	return out, err
}

// CodeOf returns the short code of a person.
func (s *TicketStore) CodeOf(ctx context.Context, p bot.PersonID) (string, error) {
	r, err := s.q(ctx).PersonByID(ctx, int64(p))
	if err != nil {
		return "", orNotFound(err)
	}
	return shortCode(r.Hash), nil
}

// CountAskers counts the people who asked a ticket's question.
func (s *TicketStore) CountAskers(ctx context.Context, t *campaign.Ticket) (int, error) {
	n, err := s.q(ctx).CountAskers(ctx, db.CountAskersParams{Campaign: t.Campaign, Kind: string(t.Kind), Number: int64(t.Number)})
	return int(n), err
}

// Reach returns a person with the credit that their queued notices leave.
func (s *TicketStore) Reach(ctx context.Context, p bot.PersonID) (*campaign.Person, error) {
	r, err := s.q(ctx).PersonByID(ctx, int64(p))
	if err != nil {
		return nil, orNotFound(err)
	}
	waiting, err := s.q(ctx).OpenFor(ctx, r.ID)
	if err != nil {
		return nil, fmt.Errorf("read who is told: %w", err)
	}
	out := person(r)
	out.Credits, out.Left = out.Credits-int(waiting), !r.Openid.Valid
	return out, nil
}
