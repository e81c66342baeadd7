package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
)

// ChartReader counts what charts show. Nobody waits for it: it is asked outside of units.
type ChartReader interface {
	// CountStages counts who has come to a class, as its report does, and who has put a question.
	CountStages(ctx context.Context, class string) (Stages, error)
	// CountSignups counts registrations from a time to before another one, by spans of a
	// length and by channel.
	CountSignups(ctx context.Context, class string, from, to time.Time, span time.Duration) ([]Bar, error)
	// CountCheckins counts check-ins in the same way.
	CountCheckins(ctx context.Context, class string, from, to time.Time, span time.Duration) ([]Bar, error)
}

// GroupCame are the people who came to a class: see ReportCounts. No broadcast goes to them.
const GroupCame campaign.AudienceKind = "came"

// Stages are the numbers of a funnel that are counted for charts alone.
type Stages struct{ Came, Asked int }

// Bar is what was counted in a span that begins at From. Channel is the code of the channel
// by which people registered; empty for check-ins and for those who wrote by themselves.
type Bar struct {
	From    time.Time
	Channel string
	N       int
}

// Charts reads what charts show.
type Charts struct {
	Class string
	Store ChartReader
}

// Stages counts who has come to the class at all, and who has put a question.
func (s *Charts) Stages(ctx context.Context, who Actor) (Stages, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return Stages{}, err
	}
	out, err := s.Store.CountStages(ctx, s.Class)
	if err != nil {
		return out, fmt.Errorf("count the stages of the class: %w", err)
	}
	return out, nil
}

// Signups counts registrations from a time to before another one, by spans and channel. Only
// spans with registrations are returned.
func (s *Charts) Signups(ctx context.Context, who Actor, from, to time.Time, span time.Duration) ([]Bar, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, err
	}
	out, err := s.Store.CountSignups(ctx, s.Class, from, to, span)
	if err != nil {
		return nil, fmt.Errorf("count registrations for a chart: %w", err)
	}
	return out, nil
}

// Checkins counts check-ins in the same way.
func (s *Charts) Checkins(ctx context.Context, who Actor, from, to time.Time, span time.Duration) ([]Bar, error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return nil, err
	}
	out, err := s.Store.CountCheckins(ctx, s.Class, from, to, span)
	if err != nil {
		return nil, fmt.Errorf("count check-ins for a chart: %w", err)
	}
	return out, nil
}
