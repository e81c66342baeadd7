package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
)

// SendingStopper stops what is being sent.
type SendingStopper interface {
	// StopAll stops every running broadcast of every class.
	StopAll(ctx context.Context) error
}

// StoppedLister knows the broadcasts of a class that were stopped.
type StoppedLister interface {
	// Stopped returns the names of the broadcasts that were stopped, such as "B3 B4".
	Stopped(ctx context.Context) (names string, err error)
}

// Stops is the service for stops of all sending.
type Stops struct {
	Guard      *Guard
	Store      campaign.Controls
	Sending    SendingStopper
	Broadcasts StoppedLister
}

// Stop stops everything but replies, or replies too, without a code, in all classes. It never
// lowers the stop level, and returns the level that holds now.
func (s *Stops) Stop(ctx context.Context, who Actor, l campaign.StopLevel, at time.Time) (campaign.StopLevel, error) {
	if err := allow(who, ActionStopSending); err != nil {
		return 0, err
	}
	was, err := s.Store.Control(ctx)
	if err != nil {
		return 0, fmt.Errorf("read what is stopped: %w", err)
	}
	l = max(l, was.Level, campaign.StopFirst)
	if err := s.Store.SetLevel(ctx, l, who.Name, at); err != nil {
		return 0, fmt.Errorf("stop: %w", err)
	}
	if err := s.Sending.StopAll(ctx); err != nil {
		return 0, err
	}
	return l, s.Guard.record(ctx, who, change{ActionStopSending, "", was.Level.String(), l.String()}, at)
}

// ProposeResume returns the code for ending the stop.
func (s *Stops) ProposeResume(ctx context.Context, who Actor, at time.Time) (code string, err error) {
	if err := allow(who, ActionResumeSending); err != nil {
		return "", err
	}
	return s.Guard.ask(ctx, who, PendingResume{}, at)
}

// Resume ends all stops after its code. Broadcasts stay stopped until they are
// continued one by one; it returns their names, "" for none.
func (s *Stops) Resume(ctx context.Context, who Actor, p PendingResume, at time.Time) (stopped string, err error) {
	if err := allow(who, ActionResumeSending); err != nil {
		return "", err
	}
	if err := p.confirmed(who); err != nil {
		return "", err
	}
	was, err := s.Store.Control(ctx)
	if err != nil {
		return "", fmt.Errorf("read what is stopped: %w", err)
	}
	if err := s.Store.SetLevel(ctx, campaign.StopNothing, who.Name, at); err != nil {
		return "", fmt.Errorf("resume: %w", err)
	}
	if stopped, err = s.Broadcasts.Stopped(ctx); err != nil {
		return "", err
	}
	c := change{ActionResumeSending, stopped, was.Level.String(), campaign.StopNothing.String()}
	return stopped, s.Guard.record(ctx, who, c, at)
}
