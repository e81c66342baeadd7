package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"zhujiao/bot/campaign"
)

// Writing is what somebody is writing that is no broadcast yet.
type Writing struct {
	Text string
	// DateMeant: see Composed.
	DateMeant bool
	At        time.Time
}

// WritingStore stores what moderators are writing, one text each in a class. Every method
// joins the unit of the context.
type WritingStore interface {
	// SaveWriting stores somebody's text in place of the one before.
	SaveWriting(ctx context.Context, class, name string, w Writing) error
	// Writing returns somebody's text, or ErrNotFound.
	Writing(ctx context.Context, class, name string) (Writing, error)
	// DropWriting deletes it.
	DropWriting(ctx context.Context, class, name string) error
}

// Writings keeps what moderators write until it is a broadcast.
type Writings struct {
	Class string
	Store WritingStore
}

// Save keeps the actor's text. It returns a *LongError for one that no message can have.
func (s *Writings) Save(ctx context.Context, who Actor, words string, dateMeant bool, at time.Time) error {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return err
	}
	if len(words) > draftMax {
		return &LongError{Runes: utf8.RuneCountInString(words), Max: answerMax / 3}
	}
	if err := s.Store.SaveWriting(ctx, s.Class, who.Name, Writing{words, dateMeant, at}); err != nil {
		return fmt.Errorf("keep what is being written: %w", err)
	}
	return nil
}

// Of returns the actor's text; without one the zero Writing.
func (s *Writings) Of(ctx context.Context, who Actor) (Writing, error) {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return Writing{}, err
	}
	w, err := s.Store.Writing(ctx, s.Class, who.Name)
	if err != nil && !errors.Is(err, campaign.ErrNotFound) {
		return Writing{}, fmt.Errorf("read what is being written: %w", err)
	}
	return w, nil
}

// Drop deletes the actor's text.
func (s *Writings) Drop(ctx context.Context, who Actor) error {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return err
	}
	if err := s.Store.DropWriting(ctx, s.Class, who.Name); err != nil {
		return fmt.Errorf("drop what is being written: %w", err)
	}
	return nil
}
