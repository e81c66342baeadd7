package campaign

import "time"

// quietUntil reports whether now lies in the quiet hours, and when they end.
func (c *Campaign) quietUntil(now time.Time) (time.Time, bool) {
	q := c.Broadcasts.Quiet
	local := now.In(c.Zone)
	if q.From == q.To || !q.Contains(local) {
		return time.Time{}, false
	}
	end := time.Date(local.Year(), local.Month(), local.Day(), q.To/60, q.To%60, 0, 0, c.Zone)
	if !end.After(local) {
		end = end.AddDate(0, 0, 1)
	}
	return end, true
}

// Quiet reports whether now lies in the quiet hours [22:00, 08:00).
func (c *Campaign) Quiet(now time.Time) bool {
	_, quiet := c.quietUntil(now)
	return quiet
}

// TooQuiet reports whether a reminder falls into the quiet hours and would be too
// late after them.
func (c *Campaign) TooQuiet(r Reminder) bool {
	until, quiet := c.quietUntil(r.At)
	return quiet && until.Sub(r.At) > ReminderGrace
}
