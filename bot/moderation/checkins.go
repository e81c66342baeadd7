package moderation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// Members reads people's registrations.
type Members interface {
	// Member returns a person's row in a class; a new one, not stored, if there
	// is none.
	Member(ctx context.Context, class string, p bot.PersonID) (*campaign.Member, error)
}

// Admitter checks in somebody whom a moderator believes.
type Admitter interface {
	// Makeup checks a person in, with a seat if one is free. It returns false if they
	// have no seat and none is free.
	Makeup(ctx context.Context, p bot.PersonID, at time.Time) (bool, error)
}

// Checkins grants check-ins that people ask for by a ticket.
type Checkins struct {
	Guard   *Guard
	Tickets *Tickets
	// Reader lists the tickets that wait, page by page.
	Reader   TicketReader
	Members  Members
	Admitter Admitter
	// Requests reports whether a message asks for a late check-in.
	Requests func(words string) bool
}

// GrantOutcome says how a request for a check-in ended.
type GrantOutcome int

// The ends of a request.
const (
	// GrantAdmitted checked the person in and told them.
	GrantAdmitted GrantOutcome = iota
	// GrantChecked found the person checked in, by the passphrase, and closed the
	// open ticket.
	GrantChecked
	// GrantFull found no seat for the person.
	GrantFull
	// GrantWaiting found no seat for a person who is on the waitlist.
	GrantWaiting
)

// GrantResult is the outcome of a request. Told is set with GrantAdmitted if the person
// can read it now (ruling 2).
type GrantResult struct {
	Outcome GrantOutcome
	Told    bool
}

// Open returns the tickets that ask for a late check-in, the oldest first.
func (s *Checkins) Open(ctx context.Context, who Actor) ([]Ref, error) {
	if err := allow(who, ActionGrantCheckin); err != nil {
		return nil, err
	}
	var out []Ref
	for p := (Page{Limit: PageMax}); ; {
		list, err := s.Reader.ListWaiting(ctx, s.Guard.Class, p)
		if err != nil {
			return nil, fmt.Errorf("list open tickets: %w", err)
		}
		for _, t := range list.Rows {
			if t.Kind == campaign.TicketHuman && slices.ContainsFunc(t.Parts, s.Requests) {
				out = append(out, Ref{s.Guard.Class, KindHuman, t.Number})
			}
		}
		if p.After = list.Next; p.After == "" {
			return out, nil
		}
	}
}

// Grant checks in the person of a ticket. What moderators have asked or said
// meanwhile decides nothing: it can be granted until the person is checked in,
// and then returns ErrAlready.
func (s *Checkins) Grant(ctx context.Context, who Actor, ref Ref, at time.Time) (GrantResult, error) {
	if err := allow(who, ActionGrantCheckin); err != nil {
		return GrantResult{}, err
	}
	t, err := s.Tickets.find(ctx, ref, KindHuman)
	if err != nil {
		return GrantResult{}, err
	}
	m, err := s.Members.Member(ctx, s.Guard.Class, t.Person)
	if err != nil {
		return GrantResult{}, fmt.Errorf("grant %s: %w", ref.Name(), err)
	}
	if m.CheckedIn() {
		return s.checked(ctx, who, t, at)
	}
	admitted, err := s.Admitter.Makeup(ctx, t.Person, at)
	switch {
	case err != nil:
		return GrantResult{}, fmt.Errorf("grant %s: %w", ref.Name(), err)
	case admitted:
		return s.admitted(ctx, who, t, at)
	case m.Standing == campaign.StandingWaiting:
		return GrantResult{Outcome: GrantWaiting}, nil
	default:
		return GrantResult{Outcome: GrantFull}, nil
	}
}

// Admit checks in somebody who has not asked for it by a ticket, under the same rules as
// Grant.
func (s *Checkins) Admit(ctx context.Context, who Actor, p *campaign.Person, at time.Time) (GrantResult, error) {
	if err := allow(who, ActionGrantCheckin); err != nil {
		return GrantResult{}, err
	}
	m, err := s.Members.Member(ctx, s.Guard.Class, p.ID)
	if err != nil {
		return GrantResult{}, fmt.Errorf("check somebody in: %w", err)
	}
	if m.CheckedIn() {
		return GrantResult{}, ErrAlready
	}
	admitted, err := s.Admitter.Makeup(ctx, p.ID, at)
	switch {
	case err != nil:
		return GrantResult{}, fmt.Errorf("check somebody in: %w", err)
	case !admitted && m.Standing == campaign.StandingWaiting:
		return GrantResult{Outcome: GrantWaiting}, nil
	case !admitted:
		return GrantResult{Outcome: GrantFull}, nil
	}
	told, err := s.Tickets.Notifier.Tell(ctx, []bot.PersonID{p.ID}, makeupNotice(who, p.Code, at))
	if err != nil {
		return GrantResult{}, err
	}
	c := change{ActionGrantCheckin, p.Code, "", "checked in"}
	return GrantResult{Outcome: GrantAdmitted, Told: told}, s.Guard.record(ctx, who, c, at)
}

// makeupNotice tells somebody that they are checked in; name is what the moderator is
// reminded of if it does not arrive.
func makeupNotice(who Actor, name string, at time.Time) campaign.Notice {
	return campaign.Notice{
		Body: campaign.MakeupApproved{}, Due: at, Priority: campaign.PriorityPromotion, Promise: who.promise(name, at),
	}
}

// checked closes the ticket of somebody who is checked in, if no moderator has answered
// it or taken it over.
func (s *Checkins) checked(ctx context.Context, who Actor, t *campaign.Ticket, at time.Time) (GrantResult, error) {
	if t.State != campaign.TicketOpen {
		return GrantResult{}, ErrAlready
	}
	c := change{action: ActionGrantCheckin, after: string(campaign.TicketAnswered)}
	return GrantResult{Outcome: GrantChecked}, s.Tickets.move(ctx, who, t, c, at)
}

// admitted tells somebody that they are checked in. A ticket that was taken over stays
// taken over.
func (s *Checkins) admitted(ctx context.Context, who Actor, t *campaign.Ticket, at time.Time) (GrantResult, error) {
	c := change{ActionGrantCheckin, t.Name(), string(t.State), "checked in"}
	by := t.By
	if t.State != campaign.TicketTaken {
		t.State, by = campaign.TicketAnswered, who.Name
	}
	if err := s.Tickets.Store.SetTicket(ctx, t, by, at); err != nil {
		return GrantResult{}, fmt.Errorf("store %s: %w", t.Name(), err)
	}
	told, err := s.Tickets.Notifier.Tell(ctx, []bot.PersonID{t.Person}, makeupNotice(who, t.Name(), at))
	if err != nil {
		return GrantResult{}, err
	}
	return GrantResult{Outcome: GrantAdmitted, Told: told}, s.Guard.record(ctx, who, c, at)
}
