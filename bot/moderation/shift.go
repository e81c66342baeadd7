package moderation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// Colleague is somebody who works with the tickets.
type Colleague struct {
	Name string
	Role Role
}

// ShiftStore stores who is to deal with a ticket. Every method joins the unit of the
// context.
type ShiftStore interface {
	// Hold gives a waiting ticket of one holder to another; an empty name is nobody. It
	// returns false if the ticket does not wait any more, or has another holder than from.
	Hold(ctx context.Context, ref Ref, from, to string, at time.Time) (bool, error)
	// TakeTalk gives a talk that one moderator has taken over to another. It returns false
	// if that moderator does not talk any more.
	TakeTalk(ctx context.Context, ref Ref, from, to string, at time.Time) (bool, error)
	// Colleagues returns who signs in to the console or gives commands by chat, by name.
	Colleagues(ctx context.Context) ([]Colleague, error)
}

// Shift decides who deals with which ticket, and hands that over.
type Shift struct {
	Guard *Guard
	Desk  DeskReader
	Store ShiftStore
}

// shiftMax is how many tickets are handed over at once.
const shiftMax = PageMax

// Colleagues returns who may answer tickets, by name.
func (s *Shift) Colleagues(ctx context.Context, who Actor) ([]string, error) {
	if err := allow(who, ActionListTickets); err != nil {
		return nil, err
	}
	all, err := s.Store.Colleagues(ctx)
	if err != nil {
		return nil, fmt.Errorf("list colleagues: %w", err)
	}
	var out []string
	for _, c := range all {
		if (Actor{Role: c.Role}).May(ActionAnswerTicket) && !slices.Contains(out, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out, nil
}

// Assign gives a waiting ticket to a colleague who may answer it, or with an empty name to
// nobody. It returns ErrName for anybody else, ErrAlready if the ticket is theirs, and a
// *TakenError if it does not wait any more or somebody else has given it away meanwhile.
func (s *Shift) Assign(ctx context.Context, who Actor, t *campaign.Ticket, to string, at time.Time) error {
	if err := allow(who, ActionAssignTicket); err != nil {
		return err
	}
	if to == t.Holder {
		return ErrAlready
	}
	if to != "" {
		all, err := s.Colleagues(ctx, who)
		if err != nil {
			return err
		}
		if !slices.Contains(all, to) {
			return ErrName
		}
	}
	ref := Ref{Class: t.Campaign, Kind: Kind(t.Kind), Number: t.Number}
	done, err := s.Store.Hold(ctx, ref, t.Holder, to, at)
	if err != nil {
		return fmt.Errorf("give %s to somebody: %w", t.Name(), err)
	}
	if !done {
		return &TakenError{By: t.By}
	}
	return s.Guard.record(ctx, who, change{ActionAssignTicket, t.Name(), t.Holder, to}, at)
}

// Held returns the tickets that somebody holds, the oldest first, at most two hundred.
func (s *Shift) Held(ctx context.Context, who Actor) ([]DeskRow, error) {
	if err := allow(who, ActionListTickets); err != nil {
		return nil, err
	}
	l, err := s.Desk.ListDesk(ctx, s.Guard.Class, DeskFilter{Held: true}, Page{Limit: shiftMax})
	if err != nil {
		return nil, fmt.Errorf("list what somebody holds: %w", err)
	}
	return l.Rows, nil
}

// Take gives what a colleague holds to the actor: the talks that they have taken over and
// the tickets that are theirs, at most two hundred at once. It returns the tickets' names,
// or ErrAlready if the colleague holds nothing, or is the actor.
func (s *Shift) Take(ctx context.Context, who Actor, from string, at time.Time) (names []string, err error) {
	if err := allow(who, ActionTakeShift); err != nil {
		return nil, err
	}
	if from == who.Name || from == "" {
		return nil, ErrAlready
	}
	l, err := s.Desk.ListDesk(ctx, s.Guard.Class, DeskFilter{Held: true, By: from}, Page{Limit: shiftMax})
	if err != nil {
		return nil, fmt.Errorf("list what a colleague holds: %w", err)
	}
	for _, r := range l.Rows {
		moved, err := s.take(ctx, r.Ticket, from, who.Name, at)
		if err != nil {
			return nil, fmt.Errorf("take %s over: %w", r.Name(), err)
		}
		if moved {
			names = append(names, r.Name())
		}
	}
	if len(names) == 0 {
		return nil, ErrAlready
	}
	return names, s.Guard.record(ctx, who, change{ActionTakeShift, from, strings.Join(names, " "), who.Name}, at)
}

// take gives the parts of a ticket that one moderator holds to another.
func (s *Shift) take(ctx context.Context, t *campaign.Ticket, from, to string, at time.Time) (moved bool, err error) {
	ref := Ref{Class: t.Campaign, Kind: Kind(t.Kind), Number: t.Number}
	if t.State == campaign.TicketTaken && t.By == from {
		if moved, err = s.Store.TakeTalk(ctx, ref, from, to, at); err != nil {
			return false, err
		}
	}
	if t.Holder != from {
		return moved, nil
	}
	held, err := s.Store.Hold(ctx, ref, from, to, at)
	return moved || held, err
}
