package newclass

import (
	"slices"
	"time"

	"zhujiao/bot/campaign"
)

// calendar moves the times of the last class.
type calendar struct{ b *builder }

func (b *builder) calendar() calendar { return calendar{b} }

// move moves all times of the last class along with the beginning and the end of the new one.
func (d calendar) move() {
	c, old := d.b.c, d.b.old
	for _, t := range []*time.Time{
		&c.Signup.Open, &c.Signup.Close, &c.Signup.PromoteUntil, &c.Checkin.Open, &c.Checkin.Close,
		&c.Questions.Open, &c.Questions.Close, &c.ClaimsUntil,
	} {
		*t = d.moved(*t)
	}
	if d.b.f.first {
		c.Signup.Open, c.Questions.Open = time.Time{}, time.Time{}
	}
	for _, t := range []*time.Time{&c.Signup.Close, &c.Signup.PromoteUntil} {
		if t.After(c.End) || !t.After(c.Signup.Open) {
			*t = c.End
		}
	}
	c.Reminders = slices.Clone(old.Reminders)
	for i := range c.Reminders {
		c.Reminders[i].At = d.moved(c.Reminders[i].At)
	}
}

// near is how far from the class a time is still a matter of its beginning or its end, and not
// of the time of day.
const near = 3 * time.Hour

// moved is a time of the last class at the same place in the new one: as long after the end,
// as long before the beginning, else at the same time of day as many days away.
func (d calendar) moved(t time.Time) time.Time {
	old, c := d.b.old, d.b.c
	before, after := old.Start.Sub(t), t.Sub(old.End)
	switch {
	case t.IsZero():
		return t
	case after >= 0 && after <= near:
		return c.End.Add(after)
	case before >= 0 && before <= near:
		return c.Start.Add(-before)
	case before > 0 && before%(24*time.Hour) == 0:
		return c.Start.AddDate(0, 0, -int(before/(24*time.Hour)))
	case before < 0 && after < 0:
		if t = c.Start.Add(-before); t.After(c.End) {
			return c.End
		}
		return t
	}
	was := t.In(c.Zone)
	day := dayOf(c.Start, c.Zone).AddDate(0, 0, d.daysFrom(old.Start, was))
	return time.Date(day.Year(), day.Month(), day.Day(), was.Hour(), was.Minute(), was.Second(), 0, c.Zone)
}

func dayOf(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
}

// daysFrom counts the days between two dates.
func (d calendar) daysFrom(from, to time.Time) int {
	return int(dayOf(to, d.b.c.Zone).Sub(dayOf(from, d.b.c.Zone)) / (24 * time.Hour))
}

// movedDay moves the last day of something along, as the file writes it.
func (d calendar) movedDay(until string) string {
	day, err := time.ParseInLocation(time.DateOnly, until, d.b.c.Zone)
	if err != nil {
		return until
	}
	return day.AddDate(0, 0, d.daysFrom(d.b.old.Start, d.b.c.Start)).Format(time.DateOnly)
}

// lasts reports whether all links of a pack but for backups are good long enough: until a week
// after the class.
func (d calendar) lasts(p campaign.Pack) bool {
	for _, m := range p.Mirrors {
		if end := d.b.c.LinkEnd(m); !m.Backup && !end.IsZero() && end.Before(d.b.c.End.AddDate(0, 0, 7)) {
			return false
		}
	}
	return true
}
