package moderation

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"zhujiao/bot/campaign"
)

const (
	// draftMax is how many bytes of an answer are kept while it is written: more than an
	// answer may have, so that nothing is lost before it is shortened.
	draftMax = 12000
	// PresentFor is how long somebody counts as being at a ticket after they were seen.
	PresentFor = 25 * time.Second
)

// Draft is what somebody began to write to a ticket.
type Draft struct {
	Name, Text string
	// At is when Text was stored, Seen when they were at the ticket last.
	At, Seen time.Time
}

// Presence is somebody who is at a ticket.
type Presence struct {
	Ref  Ref
	Name string
}

// DraftStore stores what is being written. Every method joins the unit of the context.
type DraftStore interface {
	// SaveDraft stores somebody's words for a ticket, in place of those before. It returns
	// ErrNotFound if there is no such ticket.
	SaveDraft(ctx context.Context, ref Ref, name, words string, at time.Time) error
	// See notes that somebody is at a ticket. It returns ErrNotFound if there is no such
	// ticket.
	See(ctx context.Context, ref Ref, name string, at time.Time) error
	// Drafts returns what is written to a ticket, by name, and who is there.
	Drafts(ctx context.Context, ref Ref) ([]Draft, error)
	// Present returns who was at a ticket of a class since a time.
	Present(ctx context.Context, class string, since time.Time) ([]Presence, error)
	// DropDraft deletes somebody's words.
	DropDraft(ctx context.Context, ref Ref, name string) error
}

// Drafts keeps what moderators write until it is said, and who is at a ticket. It locks
// nothing: the first answer wins, and the second is kept.
type Drafts struct{ Store DraftStore }

// Save stores the actor's words for a ticket. It returns a *LongError for words that no
// answer can have.
func (s *Drafts) Save(ctx context.Context, who Actor, ref Ref, words string, at time.Time) error {
	if err := allow(who, ActionAnswerTicket); err != nil {
		return err
	}
	if len(words) > draftMax {
		return &LongError{Runes: utf8.RuneCountInString(words), Max: answerMax / 3}
	}
	if err := s.Store.SaveDraft(ctx, ref, who.Name, words, at); err != nil {
		return fmt.Errorf("keep a draft: %w", err)
	}
	return nil
}

// See notes that the actor is at a ticket.
func (s *Drafts) See(ctx context.Context, who Actor, ref Ref, at time.Time) error {
	if err := allow(who, ActionAnswerTicket); err != nil {
		return err
	}
	if err := s.Store.See(ctx, ref, who.Name, at); err != nil {
		return fmt.Errorf("note who is at a ticket: %w", err)
	}
	return nil
}

// Of returns the actor's own draft, with no Text if there is none, and the others who are
// at a ticket.
func (s *Drafts) Of(ctx context.Context, who Actor, ref Ref, at time.Time) (own Draft, others []string, err error) {
	if err := allow(who, ActionListTickets); err != nil {
		return own, nil, err
	}
	all, err := s.Store.Drafts(ctx, ref)
	if err != nil {
		return own, nil, fmt.Errorf("read drafts: %w", err)
	}
	for _, d := range all {
		switch {
		case d.Name == who.Name:
			own = d
		case !d.Seen.Before(at.Add(-PresentFor)):
			others = append(others, d.Name)
		}
	}
	return own, others, nil
}

// Present returns who beside the actor is at the tickets of a class, by the name of the
// ticket.
func (s *Drafts) Present(ctx context.Context, who Actor, class string, at time.Time) (map[string][]string, error) {
	if err := allow(who, ActionListTickets); err != nil {
		return nil, err
	}
	all, err := s.Store.Present(ctx, class, at.Add(-PresentFor))
	if err != nil {
		return nil, fmt.Errorf("read who is at a ticket: %w", err)
	}
	out := map[string][]string{}
	for _, p := range all {
		if name := p.Ref.Name(); p.Name != who.Name && !slices.Contains(out[name], p.Name) {
			out[name] = append(out[name], p.Name)
		}
	}
	return out, nil
}

// Drop deletes the actor's draft.
func (s *Drafts) Drop(ctx context.Context, who Actor, ref Ref) error {
	if err := allow(who, ActionAnswerTicket); err != nil {
		return err
	}
	if err := s.Store.DropDraft(ctx, ref, who.Name); err != nil {
		return fmt.Errorf("drop a draft: %w", err)
	}
	return nil
}

// Marks change when what they stand for has changed, so that pages know what to fetch
// anew.
type Marks struct {
	Tickets, Presence, Audit, Broadcasts, Class, Stop string
	// Questions stands for the questions to the lecturer, Wall for what everybody sees of them.
	Questions, Wall string
}

// Stopped says what is stopped, since when and by whom.
type Stopped struct {
	Level campaign.StopLevel
	At    time.Time
	By    string
}
