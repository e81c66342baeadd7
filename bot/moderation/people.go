package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// PersonStore finds people and their places.
type PersonStore interface {
	// ByCode finds a person by their short code, or returns ErrNotFound.
	ByCode(ctx context.Context, code string) (*campaign.Person, error)
	// Author finds who wrote a ticket or a question first, or returns ErrNotFound.
	Author(ctx context.Context, r Ref) (*campaign.Person, error)
	// Position returns the place on the waitlist, from 1.
	Position(ctx context.Context, class string, queue int64) (int, error)
	// Said returns at most n texts that a person wrote until a time, the newest first.
	Said(ctx context.Context, p bot.PersonID, until time.Time, n int) ([]Said, error)
}

// Said is a text that somebody wrote.
type Said struct {
	At   time.Time
	Text string
}

// PackStatuses finds the status of a pack for a person.
type PackStatuses interface {
	// Status returns the status of a pack for a person. It changes nothing.
	Status(ctx context.Context, p *campaign.Person, m *campaign.Member, k campaign.Pack, at time.Time) (campaign.PackStatus, error)
}

// Eraser forgets people.
type Eraser interface {
	// Everything erases all data of a person; their seats go to those who wait.
	Everything(ctx context.Context, p *campaign.Person, at time.Time) error
}

// PersonFinder finds people by number.
type PersonFinder interface {
	// PersonByID returns a person, or ErrNotFound for one who was erased.
	PersonByID(ctx context.Context, p bot.PersonID) (*campaign.Person, error)
}

// People shows how single people stand, and erases them.
type People struct {
	Campaign *campaign.Campaign
	Guard    *Guard
	Finder   PersonFinder
	Eraser   Eraser
	Store    PersonStore
	Members  Members
	Packs    PackStatuses
}

// Standing describes one person in a class: registration, check-in and packs (R19).
type Standing struct {
	Person *campaign.Person
	Member *campaign.Member
	// Position is their place on the waitlist, from 1; 0 if they are not on it.
	Position int
	// Packs are in the file's order.
	Packs []PackStanding
	// Reachable is true when the platform would take an answer to them now.
	Reachable bool
}

// PackStanding is the status of one pack for one person.
type PackStanding struct {
	Pack   campaign.Pack
	Status campaign.PackStatus
}

// Find returns the standing of the person with a short code, such as 7K2F, or who wrote a
// ticket or question, such as U12.
func (s *People) Find(ctx context.Context, who Actor, name string, at time.Time) (Standing, error) {
	if err := allow(who, ActionFindPerson); err != nil {
		return Standing{}, err
	}
	p, err := s.named(ctx, name)
	if err != nil {
		return Standing{}, fmt.Errorf("find a person: %w", err)
	}
	out, err := s.standing(ctx, p, at)
	if err != nil {
		return Standing{}, fmt.Errorf("how a person stands: %w", err)
	}
	return out, nil
}

// Said returns at most n texts that a person wrote last, the newest first.
func (s *People) Said(ctx context.Context, who Actor, p bot.PersonID, at time.Time, n int) ([]Said, error) {
	if err := allow(who, ActionFindPerson); err != nil {
		return nil, err
	}
	said, err := s.Store.Said(ctx, p, at, min(n, PageMax))
	if err != nil {
		return nil, fmt.Errorf("read what a person wrote: %w", err)
	}
	return said, nil
}

// ProposeErasure asks for a code to erase everything about a person. It returns ErrNotFound
// for one who was erased.
func (s *People) ProposeErasure(ctx context.Context, who Actor, p bot.PersonID, at time.Time) (code string, err error) {
	if err := allow(who, ActionErasePerson); err != nil {
		return "", err
	}
	if _, err := s.Finder.PersonByID(ctx, p); err != nil {
		return "", fmt.Errorf("find a person: %w", err)
	}
	return s.Guard.ask(ctx, who, PendingErasure{Person: p}, at)
}

// Erase erases everything about a person after its code, as if they had asked for it
// themselves, and returns their short code. The record does not say who it was.
func (s *People) Erase(ctx context.Context, who Actor, p PendingErasure, at time.Time) (code string, err error) {
	if err := allow(who, ActionErasePerson); err != nil {
		return "", err
	}
	if err := p.confirmed(who); err != nil {
		return "", err
	}
	person, err := s.Finder.PersonByID(ctx, p.Person)
	if err != nil {
		return "", fmt.Errorf("find a person: %w", err)
	}
	if err := s.Eraser.Everything(ctx, person, at); err != nil {
		return "", fmt.Errorf("erase a person: %w", err)
	}
	return person.Code, s.Guard.record(ctx, who, change{ActionErasePerson, "", "", "erased"}, at)
}

// named finds a person. A code may look like the name of a ticket that there is not.
func (s *People) named(ctx context.Context, name string) (*campaign.Person, error) {
	if r, ok := RefOf(s.Campaign.ID, name); ok {
		if p, err := s.Store.Author(ctx, r); err == nil || !errors.Is(err, campaign.ErrNotFound) {
			return p, err
		}
	}
	return s.Store.ByCode(ctx, name)
}

func (s *People) standing(ctx context.Context, p *campaign.Person, at time.Time) (out Standing, err error) {
	out = Standing{Person: p, Reachable: p.Spendable(campaign.PriorityAnswer, at) > 0 && p.Consent != campaign.ConsentOut}
	if out.Member, err = s.Members.Member(ctx, s.Campaign.ID, p.ID); err != nil {
		return out, err
	}
	if out.Member.Standing == campaign.StandingWaiting {
		if out.Position, err = s.Store.Position(ctx, s.Campaign.ID, out.Member.Queue); err != nil {
			return out, err
		}
	}
	for _, k := range s.Campaign.Packs {
		status, err := s.Packs.Status(ctx, p, out.Member, k, at)
		if err != nil {
			return out, err
		}
		out.Packs = append(out.Packs, PackStanding{k, status})
	}
	return out, nil
}
