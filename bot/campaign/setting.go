package campaign

import (
	"slices"
	"strconv"
	"time"
)

// SettingKind is what a setting of a class says.
type SettingKind string

// The settings that moderators may change by command, and the times that belong to them.
const (
	SettingStart          SettingKind = "start"
	SettingEnd            SettingKind = "end"
	SettingSignupOpen     SettingKind = "signup-open"
	SettingSignupClose    SettingKind = "signup-close"
	SettingPromoteUntil   SettingKind = "promote-until"
	SettingCheckinOpen    SettingKind = "checkin-open"
	SettingCheckinClose   SettingKind = "checkin-close"
	SettingQuestionsOpen  SettingKind = "questions-open"
	SettingQuestionsClose SettingKind = "questions-close"
	// SettingClaimsEnd is until when packs are claimed; a class that does not say it has none.
	SettingClaimsEnd SettingKind = "claims-end"
	// SettingReminder is the time of a reminder.
	SettingReminder SettingKind = "reminder"

	SettingLecturer      SettingKind = "lecturer"
	SettingLecturerIntro SettingKind = "lecturer-intro"
	// SettingCancelled is "true" for a class that does not take place.
	SettingCancelled    SettingKind = "cancelled"
	SettingCancelReason SettingKind = "cancel-reason"
)

// Setting is a value of a class that a command may change.
type Setting struct {
	Kind SettingKind `json:"kind"`
	// Index and Name are of a reminder: its place in the file, and what it is called.
	Index int    `json:"index,omitempty"`
	Name  string `json:"name,omitempty"`
	// At is the value of a time, zero for none; Text that of any other setting.
	At   time.Time `json:"at,omitzero"`
	Text string    `json:"text,omitempty"`
}

// Is reports whether two settings have the same value.
func (s Setting) Is(o Setting) bool { return s.At.Equal(o.At) && s.Text == o.Text }

func (s Setting) same(o Setting) bool { return s.Kind == o.Kind && s.Index == o.Index }

// Settings lists them, always in the same order.
func (c *Campaign) Settings() []Setting {
	out := []Setting{
		{Kind: SettingStart, At: c.Start},
		{Kind: SettingEnd, At: c.End},
		{Kind: SettingSignupOpen, At: c.Signup.Open},
		{Kind: SettingSignupClose, At: c.Signup.Close},
		{Kind: SettingPromoteUntil, At: c.Signup.PromoteUntil},
	}
	if c.HasCheckin() {
		out = append(out, Setting{Kind: SettingCheckinOpen, At: c.Checkin.Open}, Setting{Kind: SettingCheckinClose, At: c.Checkin.Close})
	}
	if q := c.Questions; !q.Unlisted { // else they follow from the class
		out = append(out, Setting{Kind: SettingQuestionsOpen, At: q.Open}, Setting{Kind: SettingQuestionsClose, At: q.Close})
	}
	if !c.ClaimsUntil.IsZero() {
		out = append(out, Setting{Kind: SettingClaimsEnd, At: c.ClaimsUntil})
	}
	for i, r := range c.Reminders {
		out = append(out, Setting{Kind: SettingReminder, Index: i, Name: r.Name, At: r.At})
	}
	return append(
		out, Setting{Kind: SettingLecturer, Text: c.Lecturer}, Setting{Kind: SettingLecturerIntro, Text: c.LecturerIntro},
		Setting{Kind: SettingCancelled, Text: strconv.FormatBool(c.Cancelled)}, Setting{Kind: SettingCancelReason, Text: c.CancelReason},
	)
}

// SettingChange is a setting with its value before and after.
type SettingChange struct {
	Old Setting `json:"old"`
	New Setting `json:"new"`
}

// Moved reports whether the value differs.
func (c SettingChange) Moved() bool { return !c.Old.Is(c.New) }

// CompareSettings pairs the settings of a class with others of it. What only one of them
// has, such as a further reminder, is left out.
func CompareSettings(before, after []Setting) (out []SettingChange) {
	for _, old := range before {
		if i := slices.IndexFunc(after, old.same); i >= 0 {
			out = append(out, SettingChange{old, after[i]})
		}
	}
	return out
}

// Rescheduled returns the settings of the class for another beginning and end. What lies on
// the class moves with it: what is at its end or after it keeps its distance to the end, and
// what is on its day, and every reminder, its distance to the beginning. What is on a day
// before stays, and so does an opening, unless it would come after the beginning. Distances are those of the clocks on
// the wall. Ends of links stay: the host of a link sets them.
func Rescheduled(c *Campaign, start, end time.Time) []Setting {
	out := c.Settings()
	for i, s := range out {
		switch s.Kind {
		case SettingStart:
			out[i].At = start
		case SettingEnd:
			out[i].At = end
		case SettingSignupOpen, SettingQuestionsOpen:
			if !s.At.IsZero() && !s.At.Before(start) {
				out[i].At = moved(c, s.At, start, end)
			}
		case SettingLecturer, SettingLecturerIntro, SettingCancelled, SettingCancelReason:
		case SettingReminder:
			out[i].At = moved(c, s.At, start, end)
		case SettingSignupClose, SettingPromoteUntil, SettingCheckinOpen, SettingCheckinClose, SettingQuestionsClose,
			SettingClaimsEnd:
			if !s.At.Before(midnight(c.Start, c.Zone)) {
				out[i].At = moved(c, s.At, start, end)
			}
		}
	}
	return out
}

// moved returns a time of the class for another beginning and end.
func moved(c *Campaign, at, start, end time.Time) time.Time {
	from, to := c.Start, start
	if !at.Before(c.End) {
		from, to = c.End, end
	}
	distance := wall(at, c.Zone).Sub(wall(from, c.Zone))
	w := wall(to, c.Zone).Add(distance)
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, c.Zone)
}

// wall is what the clocks on the wall show, as a time that daylight saving does not change.
func wall(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// midnight is the beginning of a time's day.
func midnight(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

// with replaces the values of some settings, and returns all of them.
func with(all []Setting, values ...Setting) []Setting {
	out := slices.Clone(all)
	for _, v := range values {
		if i := slices.IndexFunc(out, v.same); i >= 0 {
			out[i].At, out[i].Text = v.At, v.Text
		}
	}
	return out
}

// Taught returns the settings of the class with another lecturer.
func Taught(c *Campaign, name, intro string) []Setting {
	return with(c.Settings(), Setting{Kind: SettingLecturer, Text: name}, Setting{Kind: SettingLecturerIntro, Text: intro})
}

// CalledOff returns the settings of the class that does not take place, for a reason that
// may be empty; or of the class that takes place after all.
func CalledOff(c *Campaign, off bool, reason string) []Setting {
	return with(
		c.Settings(), Setting{Kind: SettingCancelled, Text: strconv.FormatBool(off)}, Setting{Kind: SettingCancelReason, Text: reason},
	)
}

// Reminded returns the settings of the class with a reminder at another time. It changes
// nothing if there is none with this name and time.
func Reminded(c *Campaign, name string, from, to time.Time) []Setting {
	out := c.Settings()
	for i, s := range out {
		if s.Kind == SettingReminder && s.Name == name && s.At.Equal(from) {
			out[i].At = to
		}
	}
	return out
}
