package moderation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhujiao/bot/campaign"
)

// RemindedCounter counts whom a reminder can reach.
type RemindedCounter interface {
	// CountReminded counts the people with a seat, and those of them whom a message can reach
	// at a time: they follow, have not opted out, and have a credit then that is not kept for
	// answers, or a subscription. It must be asked like AudienceStore.CountAudience.
	CountReminded(ctx context.Context, class string, at time.Time) (people, reachable int, err error)
}

// EventKind is what happens in the life of a class.
type EventKind string

// EventClaimsEnd is the end of the time to claim packs. All other events are of the kinds of
// the settings that are times.
const EventClaimsEnd EventKind = "claims-end"

// Event is something that happens in the life of a class at a time.
type Event struct {
	Kind EventKind
	// Reminder is set for one.
	Reminder *campaign.Reminder
	At       time.Time
}

// Outline is where a class stands, and what comes next.
type Outline struct {
	Stage campaign.Stage
	Counts
	Tally campaign.Tally
	// Total is how many seats there are.
	Total int
	// Next is what happens from now on, the first first.
	Next []Event
	// Reached is set if the next reminder goes to people with a seat: Reachable of People get
	// it, as far as is known now.
	Reached           bool
	People, Reachable int
}

// Outline reads where the class stands.
func (s *Life) Outline(ctx context.Context, who Actor, at time.Time) (out Outline, err error) {
	if err := allow(who, ActionReadFigures); err != nil {
		return out, err
	}
	if out.Counts, err = s.Figures.Figures(ctx, s.Campaign.ID); err != nil {
		return out, fmt.Errorf("read the figures: %w", err)
	}
	if out.Tally, err = s.Figures.Tally(ctx, s.Campaign.ID); err != nil {
		return out, fmt.Errorf("count seats: %w", err)
	}
	out.Total, out.Stage = s.Campaign.Signup.Seats+out.Tally.Extra, s.Campaign.StageInDetail(at, out.Tally.Closed)
	out.Next = s.next(at)
	i := slices.IndexFunc(out.Next, func(e Event) bool { return e.Reminder != nil })
	if i < 0 || out.Next[i].Reminder.Audience.Kind != campaign.AudienceSeated {
		return out, nil
	}
	out.Reached = true
	out.People, out.Reachable, err = s.Reminded.CountReminded(ctx, s.Campaign.ID, out.Next[i].At)
	return out, err
}

// next lists what happens from now on.
func (s *Life) next(at time.Time) (out []Event) {
	c := s.Campaign
	add := func(e Event) {
		if e.At.After(at) {
			out = append(out, e)
		}
	}
	if !c.Cancelled {
		for _, x := range c.Settings() {
			if !x.At.IsZero() && x.Kind != campaign.SettingReminder && x.Kind != campaign.SettingClaimsEnd {
				add(Event{Kind: EventKind(x.Kind), At: x.At})
			}
		}
		for i := range c.Reminders {
			add(Event{Kind: EventKind(campaign.SettingReminder), Reminder: &c.Reminders[i], At: c.Reminders[i].At})
		}
	}
	if len(c.Packs) > 0 {
		add(Event{Kind: EventClaimsEnd, At: c.ClaimsEnd()})
	}
	slices.SortStableFunc(out, func(a, b Event) int { return a.At.Compare(b.At) })
	return out
}
