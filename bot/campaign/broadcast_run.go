package campaign

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Begin starts a scheduled broadcast with its audience made anew. If it may not
// leave, is late, has grown by more than a fifth or needs a second person now, it
// waits for a new preview and confirmation, and the moderators are told.
func (s *Broadcasts) Begin(ctx context.Context, b *Broadcast, rule AudienceRule, at time.Time) error {
	err := s.allowed(ctx, b, at)
	switch why := unstarted(err); {
	case why != "":
		return s.Hold(ctx, b, why, at)
	case at.Sub(b.Due) > BroadcastGrace:
		return s.Hold(ctx, b, "alert_unsent_late", at)
	case err != nil:
		return err
	}
	shown := b.Size
	if b.Size, _, err = s.Audiences.Freeze(ctx, b, rule, s.monthStart(at)); err != nil {
		return fmt.Errorf("freeze the audience: %w", err)
	}
	switch {
	case b.Size == 0:
		return s.Hold(ctx, b, "alert_unsent_empty", at)
	case b.Size*5 > shown*6 || s.needsSecond(b):
		return s.Hold(ctx, b, "alert_unsent_grown", at)
	}
	return s.start(ctx, b, at)
}

// missed shelves a broadcast whose time went by before it was agreed to.
func (s *Broadcasts) missed(ctx context.Context, b *Broadcast) error {
	if err := s.shelve(ctx, b); err != nil {
		return err
	}
	return ErrMissed
}

// shelve makes a broadcast that did not start wait for a new preview and
// confirmation; what was agreed to is void.
func (s *Broadcasts) shelve(ctx context.Context, b *Broadcast) error {
	b.State, b.Previewed, b.Approved, b.Due = BroadcastGrown, false, "", time.Time{}
	return s.Store.Save(ctx, b)
}

// unstarted is the text about a broadcast that was due and was refused; "" for
// other errors.
func unstarted(err error) string {
	switch {
	case errors.Is(err, ErrUnable):
		return "alert_unsent"
	case errors.Is(err, ErrStopped):
		return "alert_unsent_stopped"
	case errors.Is(err, ErrQuiet):
		return "alert_unsent_quiet"
	case errors.Is(err, ErrSame):
		return "alert_unsent_same"
	default:
		return ""
	}
}

// Hold shelves a broadcast that was due and tells the moderators why, by a text.
func (s *Broadcasts) Hold(ctx context.Context, b *Broadcast, why string, at time.Time) error {
	if err := s.shelve(ctx, b); err != nil {
		return err
	}
	return s.Notices.Enqueue(ctx, s.Campaign.Alert(why, at, map[string]string{"number": b.Name()}))
}

// Pause halts a running broadcast; Continue lets it go on.
func (s *Broadcasts) Pause(ctx context.Context, b *Broadcast) error {
	if b.State != BroadcastSending {
		return ErrState
	}
	b.State = BroadcastPaused
	return s.Store.Save(ctx, b)
}

// Continue lets a paused or stopped broadcast go on with what has not left.
func (s *Broadcasts) Continue(ctx context.Context, b *Broadcast, at time.Time) error {
	if b.State != BroadcastPaused && b.State != BroadcastStopped {
		return ErrState
	}
	if err := s.allowed(ctx, b, at); err != nil {
		return err
	}
	b.State = BroadcastSending
	return s.Store.Save(ctx, b)
}

// Cancel gives up what has not left.
func (s *Broadcasts) Cancel(ctx context.Context, b *Broadcast, at time.Time) error {
	if b.State == BroadcastDone || b.State == BroadcastCancelled {
		return ErrState
	}
	if err := s.Audiences.CancelChunks(ctx, b); err != nil {
		return fmt.Errorf("cancel: %w", err)
	}
	b.State, b.Ended, b.Told = BroadcastCancelled, at, true
	return s.Store.Save(ctx, b)
}

// Halt stops every running broadcast and returns their names (#停).
func (s *Broadcasts) Halt(ctx context.Context) error {
	running, err := s.Store.InStates(ctx, s.Campaign.ID, BroadcastSending, BroadcastSending, BroadcastSending)
	if err != nil {
		return fmt.Errorf("stop broadcasts: %w", err)
	}
	for _, b := range running {
		b.State = BroadcastStopped
		if err := s.Store.Save(ctx, b); err != nil {
			return fmt.Errorf("stop %s: %w", b.Name(), err)
		}
	}
	return nil
}

// Stopped names the broadcasts that wait for #继续.
func (s *Broadcasts) Stopped(ctx context.Context) (string, error) {
	list, err := s.Store.InStates(ctx, s.Campaign.ID, BroadcastStopped, BroadcastStopped, BroadcastStopped)
	if err != nil {
		return "", fmt.Errorf("list stopped broadcasts: %w", err)
	}
	names := make([]string, len(list))
	for i, b := range list {
		names[i] = b.Name()
	}
	return strings.Join(names, " "), nil
}
