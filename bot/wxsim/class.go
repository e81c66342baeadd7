package wxsim

import (
	"context"
	"slices"
	"time"
)

// Class is what the phones have to know of the class that serves.
type Class struct {
	// Name is the name of the class, Account the name of the account.
	Name, Account string
	// Zone is the time zone in which the clock is shown.
	Zone *time.Location
	// Start and End are the times of the class, Checkin is when the check-in opens.
	Start, End, Checkin time.Time
	// Morning is the time of day to which the next day's button sets the clock.
	Morning time.Duration
	Menu    []MenuItem
	// Scenes are the scene values of QR codes that can be scanned.
	Scenes []string
	Seats  int
	// Passphrase checks in; empty for none. Question is one that the class answers; empty
	// for none.
	Passphrase, Question string
	Packs                []Pack
	// Moments are the times at which the product does something by itself, such as a
	// reminder. The clock never leaps over one.
	Moments []time.Time
	// LimitSpan is the span of the limit of messages.
	LimitSpan time.Duration
	// A broadcast first goes to Trial people and then waits for TrialWait.
	Trial     int
	TrialWait time.Duration
}

// NoClass is what the phones show of an account of which nothing is known: no tour, no
// crowds and no buttons for the clock.
func NoClass() Class { return Class{Account: "公众号", Zone: time.Local} }

// Pack is a material pack.
type Pack struct {
	ID, Name string
	// Stock is how many there are; negative for no limit.
	Stock int
	// Draw packs are a matter of chance; Checkin packs ask for a check-in.
	Draw, Checkin bool
}

// MenuItem is one entry of the account's menu.
type MenuItem struct {
	Name     string     `json:"name"`
	Key      string     `json:"key,omitempty"`
	Children []MenuItem `json:"children,omitempty"`
}

// leaves returns the entries of a menu that can be tapped.
func leaves(items []MenuItem) (out []MenuItem) {
	for _, m := range items {
		if len(m.Children) == 0 {
			out = append(out, m)
		}
		out = append(out, leaves(m.Children)...)
	}
	return out
}

// claimable returns a pack that an attendee of the tour can get: if possible one without
// a draw.
func (c Class) claimable() (Pack, bool) {
	packs := slices.DeleteFunc(slices.Clone(c.Packs), func(p Pack) bool { return p.Checkin && c.Passphrase == "" || p.Stock == 0 })
	if i := slices.IndexFunc(packs, func(p Pack) bool { return !p.Draw }); i >= 0 {
		return packs[i], true
	}
	if len(packs) > 0 {
		return packs[0], true
	}
	return Pack{}, false
}

// Move sets the clock to the "start" or the "end" of the class, to the "morning" of the
// next day, or else forward by a duration.
func (s *Sim) Move(ctx context.Context, to string, by time.Duration) {
	c, now := s.Class(), s.Clock.Now()
	switch to {
	case "start":
		s.travel(ctx, c.Start)
	case "end":
		s.travel(ctx, c.End)
	case "morning":
		s.travel(ctx, c.nextMorning(now))
	default:
		s.travel(ctx, now.Add(by))
	}
}

// nextMorning is the morning of the day after a time.
func (c Class) nextMorning(now time.Time) time.Time {
	y, m, d := now.In(c.Zone).Date()
	return time.Date(y, m, d+1, 0, int(c.Morning.Minutes()), 0, 0, c.Zone)
}

// travel sets the clock. On the way it stops at each moment at which the product does
// something, so that nothing comes late.
func (s *Sim) travel(ctx context.Context, at time.Time) {
	moments := slices.Clone(s.Class().Moments)
	slices.SortFunc(moments, time.Time.Compare)
	for _, m := range append(moments, at) {
		if m.Equal(at) || m.Before(at) && s.Clock.Now().Before(m) {
			s.Clock.Start(m)
			s.note(Event{At: m})
			s.settle(ctx)
		}
	}
}

// forward sets the clock to a time unless it is past.
func (s *Sim) forward(ctx context.Context, at time.Time) {
	if s.Clock.Now().Before(at) {
		s.travel(ctx, at)
	}
}

// settle waits until what is due has been sent. If that fails, the phones show what has
// come.
func (s *Sim) settle(ctx context.Context) {
	if s.Settle != nil {
		_ = s.Settle(ctx)
	}
}
