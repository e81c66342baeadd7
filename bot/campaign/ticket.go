package campaign

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
)

// TicketKind is the letter before a ticket's number (R14).
type TicketKind string

// The kinds of tickets.
const (
	TicketUnknown TicketKind = "U"
	TicketHuman   TicketKind = "H"
)

// TicketMerge is how long further unknown questions of one person join the
// same ticket (R10).
const TicketMerge = 10 * time.Minute

// Ticket is something a moderator has to look at.
type Ticket struct {
	Campaign string
	Kind     TicketKind
	Number   int
	Person   bot.PersonID
	// Entry is the pending frequent question that it is about, if any; all who
	// ask it share the ticket (ruling 12).
	Entry          string
	Text           string
	OpenedAt, Last time.Time
}

// TicketStore keeps tickets. Every method joins the unit of the context.
type TicketStore interface {
	// NextNumber counts tickets of a kind from 1.
	NextNumber(ctx context.Context, campaign, kind string) (int, error)
	// OpenTicket returns the person's newest open ticket of a kind, or
	// ErrNotFound.
	OpenTicket(ctx context.Context, campaign string, k TicketKind, p bot.PersonID) (*Ticket, error)
	// EntryTicket returns the open ticket about a pending entry, or
	// ErrNotFound.
	EntryTicket(ctx context.Context, campaign, entry string) (*Ticket, error)
	// InsertTicket stores a new one with its person as the first asker.
	InsertTicket(ctx context.Context, t *Ticket) error
	// AppendTicket joins further words to an open ticket and notes who asked.
	AppendTicket(ctx context.Context, t *Ticket, p bot.PersonID, text string, at time.Time) error
}

// Tickets decides what becomes a ticket.
type Tickets struct {
	Campaign *Campaign
	Store    TicketStore
}

// Call asks for a person to look at it (H); an open call is not repeated.
func (s *Tickets) Call(ctx context.Context, p bot.PersonID, text string, at time.Time) (number int, again bool, err error) {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketHuman, p)
	if err == nil {
		return t.Number, true, nil
	}
	if !isNotFound(err) {
		return 0, false, fmt.Errorf("call a moderator: %w", err)
	}
	number, err = s.open(ctx, &Ticket{Kind: TicketHuman, Person: p, Text: text, OpenedAt: at})
	return number, false, err
}

// Unknown notes a question that the bot cannot answer (U). Further ones of the
// same person within ten minutes join the ticket (R10).
func (s *Tickets) Unknown(ctx context.Context, p bot.PersonID, text string, at time.Time) (number int, more bool, err error) {
	t, err := s.Store.OpenTicket(ctx, s.Campaign.ID, TicketUnknown, p)
	switch {
	case err == nil && at.Sub(t.Last) <= TicketMerge:
		return t.Number, true, s.Store.AppendTicket(ctx, t, p, text, at)
	case err != nil && !isNotFound(err):
		return 0, false, fmt.Errorf("note an unknown question: %w", err)
	}
	number, err = s.open(ctx, &Ticket{Kind: TicketUnknown, Person: p, Text: text, OpenedAt: at})
	return number, false, err
}

// Pending notes that somebody asked an entry that has no answer yet; all who
// do share one ticket (ruling 12).
func (s *Tickets) Pending(ctx context.Context, p bot.PersonID, entry, text string, at time.Time) (number int, err error) {
	t, err := s.Store.EntryTicket(ctx, s.Campaign.ID, entry)
	if err == nil {
		return t.Number, s.Store.AppendTicket(ctx, t, p, "", at)
	}
	if !isNotFound(err) {
		return 0, fmt.Errorf("note a pending question: %w", err)
	}
	return s.open(ctx, &Ticket{Kind: TicketUnknown, Person: p, Entry: entry, Text: text, OpenedAt: at})
}

func (s *Tickets) open(ctx context.Context, t *Ticket) (int, error) {
	n, err := s.Store.NextNumber(ctx, s.Campaign.ID, string(t.Kind))
	if err != nil {
		return 0, fmt.Errorf("number a ticket: %w", err)
	}
	t.Campaign, t.Number, t.Last = s.Campaign.ID, n, t.OpenedAt
	return n, s.Store.InsertTicket(ctx, t)
}
