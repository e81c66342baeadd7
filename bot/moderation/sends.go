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
	// DropWriting deletes it. It returns false if there was none.
	DropWriting(ctx context.Context, class, name string) (bool, error)
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

// Take returns the actor's text and deletes it: a form that is sent twice finds nothing the
// second time, and gets ErrAlready.
func (s *Writings) Take(ctx context.Context, who Actor) (Writing, error) {
	if err := allow(who, ActionDraftBroadcast); err != nil {
		return Writing{}, err
	}
	w, err := s.Of(ctx, who)
	if err != nil {
		return w, err
	}
	there, err := s.Store.DropWriting(ctx, s.Class, who.Name)
	if err != nil {
		return w, fmt.Errorf("drop what is being written: %w", err)
	}
	if !there {
		return w, ErrAlready
	}
	return w, nil
}

// SendTab is a part of the list of broadcasts.
type SendTab string

// The tabs. All but the first have the broadcasts in some states.
const (
	SendsAll     SendTab = ""
	SendsDraft   SendTab = "draft"   // and those that wait for somebody to agree, or to look again
	SendsPlanned SendTab = "planned" // have a time
	SendsRunning SendTab = "running" // and those that were halted
	SendsEnded   SendTab = "ended"
)

// SendReader reads what the pages of broadcasts show beyond a broadcast. Nobody waits for it:
// it is asked outside of units.
type SendReader interface {
	// ListSends returns the broadcasts of a tab, the newest first.
	ListSends(ctx context.Context, class string, tab SendTab, p Page) (List[*campaign.Broadcast], error)
	// OptedOutAfter counts the receivers of a broadcast who have opted out since it began, until
	// a day after its end.
	OptedOutAfter(ctx context.Context, b *campaign.Broadcast) (int, error)
}

// Sends reads broadcasts for the pages that list and watch them.
type Sends struct {
	Rules  *BroadcastRules
	Reader SendReader
}

// List returns the broadcasts of a tab, the newest first.
func (s *Sends) List(ctx context.Context, who Actor, tab SendTab, p Page) (List[*campaign.Broadcast], error) {
	return list(who, ActionReadBroadcast, p, func(p Page) (List[*campaign.Broadcast], error) {
		return s.Reader.ListSends(ctx, s.Rules.Campaign.ID, tab, p)
	})
}

// Calls returns the calls of a broadcast, and how many of its receivers have opted out.
func (s *Sends) Calls(ctx context.Context, who Actor, b *campaign.Broadcast) (calls []campaign.Chunk, optedOut int, err error) {
	if err := allow(who, ActionReadBroadcast); err != nil {
		return nil, 0, err
	}
	if calls, _, err = s.Rules.Audiences.Chunks(ctx, b); err != nil {
		return nil, 0, fmt.Errorf("read the calls of %s: %w", b.Name(), err)
	}
	if optedOut, err = s.Reader.OptedOutAfter(ctx, b); err != nil {
		return nil, 0, fmt.Errorf("count who opted out after %s: %w", b.Name(), err)
	}
	return calls, optedOut, nil
}
