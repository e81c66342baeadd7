package moderation

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// SetCode sets what the QR code of the wall says: an address of http, https or weixin; empty
// for that of this server. It returns ErrAddress for anything else.
func (s *Wall) SetCode(ctx context.Context, who Actor, seen int, address string, at time.Time) error {
	if err := allow(who, ActionOpenScreen); err != nil {
		return err
	}
	w, err := s.at(ctx, seen)
	if err != nil {
		return err
	}
	u, bad := url.Parse(address)
	known := bad == nil && (u.Scheme == "https" || u.Scheme == "http" || u.Scheme == "weixin") && u.Host != ""
	if address != "" && !known || len(address) > wallCodeMax {
		return ErrAddress
	}
	before := w.Code
	w.Code = address
	if err := s.save(ctx, w); err != nil {
		return err
	}
	return s.Guard.record(ctx, who, change{ActionOpenScreen, "", before, address}, at)
}

// OpenScreen makes the token of a screen that shows the wall without a sign-in. It is shown
// once: only its hash is stored. It returns ErrTooLate when the class is over.
func (s *Wall) OpenScreen(ctx context.Context, who Actor, steers bool, at time.Time) (token string, err error) {
	if err := allow(who, ActionOpenScreen); err != nil {
		return "", err
	}
	if s.Ended(at) {
		return "", ErrTooLate
	}
	token = s.Random()
	screen := Screen{Token: s.Hash(token), Class: s.Guard.Class, By: who.Name, Steers: steers, Made: at}
	if err := s.Screens.AddScreen(ctx, screen); err != nil {
		return "", fmt.Errorf("store a screen: %w", err)
	}
	return token, s.Guard.record(ctx, who, change{ActionOpenScreen, "", "", "screen opened"}, at)
}

// CloseScreen ends a screen by the hash of its token.
func (s *Wall) CloseScreen(ctx context.Context, who Actor, token string, at time.Time) error {
	if err := allow(who, ActionOpenScreen); err != nil {
		return err
	}
	if err := s.Screens.RemoveScreen(ctx, s.Guard.Class, token); err != nil {
		return fmt.Errorf("end a screen: %w", err)
	}
	return s.Guard.record(ctx, who, change{ActionOpenScreen, "", "screen opened", "screen closed"}, at)
}

// ListScreens returns the screens of the class, the newest first.
func (s *Wall) ListScreens(ctx context.Context, who Actor) ([]Screen, error) {
	if err := allow(who, ActionOpenScreen); err != nil {
		return nil, err
	}
	all, err := s.Screens.Screens(ctx, s.Guard.Class)
	if err != nil {
		return nil, fmt.Errorf("list screens: %w", err)
	}
	return all, nil
}
