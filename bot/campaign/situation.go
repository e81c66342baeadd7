package campaign

import (
	"slices"
	"strings"
	"time"
)

// Running reports whether the class runs at a time. Start and End are inclusive.
func (c *Campaign) Running(at time.Time) bool { return !at.Before(c.Start) && !at.After(c.End) }

// HasCheckin reports whether people can check in at all: a class without a passphrase has
// no check-in.
func (c *Campaign) HasCheckin() bool { return len(c.Checkin.Passphrases) > 0 }

// Asking reports whether questions to the lecturer are taken at a time.
func (c *Campaign) Asking(at time.Time) bool {
	return !c.Cancelled && !at.Before(c.Questions.Open) && !at.After(c.Questions.Close)
}

// RemindersLeft returns the reminders to people with a seat before the class that are
// still to come at a time, the first first. A class that was cancelled has none.
func (c *Campaign) RemindersLeft(at time.Time) (out []Reminder) {
	if c.Cancelled {
		return nil
	}
	for _, r := range c.Reminders {
		seated := r.Audience.Kind == AudienceSeated || r.Audience.Kind == AudienceAll
		if seated && r.At.Before(c.Start) && r.At.After(at) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Reminder) int { return a.At.Compare(b.At) })
	return out
}

// CheckinPacks returns the packs that ask for a check-in.
func (c *Campaign) CheckinPacks() (out []Pack) {
	for _, p := range c.Packs {
		if p.NeedsCheckin() {
			out = append(out, p)
		}
	}
	return out
}

// NeedsCheckin reports whether a pack asks for a check-in.
func (p Pack) NeedsCheckin() bool { return slices.Contains(p.Conditions, ConditionCheckedIn) }

// Label is how people call a pack: its number and its short name. The number stands alone
// before a name that does not begin with it.
func (p Pack) Label() string {
	name := p.Short
	if name == "" {
		name = p.Name
	}
	if strings.HasPrefix(name, p.ID) {
		return name
	}
	return p.ID + name
}

// ShortName is the short name of a pack without its number.
func (p Pack) ShortName() string {
	if p.Short != "" {
		return p.Short
	}
	return p.Name
}

// EntryTime is the id of the entry that says when the class is, EntryLive of the one that
// says where.
const (
	EntryTime = "time"
	EntryLive = "live"
)
