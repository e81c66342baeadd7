package campaign

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot"
)

// EraseStore forgets people. Every method joins the unit of the context.
type EraseStore interface {
	// ForgetWords blanks everything that somebody wrote or was sent, in every
	// table, and deletes their openid. Seat, check-in, claims and draw stay.
	ForgetWords(ctx context.Context, p bot.PersonID) error
	// ForgetFacts deletes the rest: memberships, claims, votes, the person. The
	// result of a draw is kept under the hash alone.
	ForgetFacts(ctx context.Context, p *Person) error
}

// MessageCounter counts what is stored of somebody's messages.
type MessageCounter interface {
	CountMessages(ctx context.Context, p bot.PersonID) (int, error)
}

// Erasure forgets people (R17).
type Erasure struct {
	Signups  *Signups
	Store    EraseStore
	Messages MessageCounter
}

// Left erases the openid and the words of somebody who stopped following.
func (s *Erasure) Left(ctx context.Context, p bot.PersonID) error {
	if err := s.Store.ForgetWords(ctx, p); err != nil {
		return fmt.Errorf("forget who left: %w", err)
	}
	return nil
}

// Everything erases all data of a person who asked for it. Their seat goes to the
// waitlist.
func (s *Erasure) Everything(ctx context.Context, p *Person, at time.Time) error {
	m, err := s.Signups.Member(ctx, p.ID)
	if err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	if _, err := s.Signups.vacate(ctx, m, at); err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	if err := s.Store.ForgetWords(ctx, p.ID); err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	if err := s.Store.ForgetFacts(ctx, p); err != nil {
		return fmt.Errorf("forget a person: %w", err)
	}
	return nil
}

// CountMessages returns how many messages of somebody are stored.
func (s *Erasure) CountMessages(ctx context.Context, p bot.PersonID) (int, error) {
	return s.Messages.CountMessages(ctx, p)
}
