package campaign_test

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// dated is a class on the evening of 7 July with settings before, on and after it.
func dated() *campaign.Campaign {
	at := func(day, hour, minute int) time.Time { return time.Date(2022, 7, day, hour, minute, 0, 0, time.UTC) }
	c := &campaign.Campaign{ID: "c", Zone: time.UTC, Start: at(7, 20, 30), End: at(7, 21, 30)}
	c.Signup = campaign.SignupRules{Seats: 10, Waitlist: true, Open: at(6, 0, 0), Close: at(7, 21, 30), PromoteUntil: at(6, 12, 0)}
	c.Checkin = campaign.CheckinRules{Passphrases: []string{"x"}, Open: at(7, 20, 30), Close: at(7, 21, 45)}
	c.Questions = campaign.QuestionRules{Open: at(6, 0, 0), Close: at(7, 21, 40)}
	seated := campaign.Audience{Kind: campaign.AudienceSeated}
	c.Reminders = []campaign.Reminder{
		{Name: "day", At: at(6, 20, 30), Audience: seated, Text: "day"},
		{Name: "hour", At: at(7, 19, 30), Audience: seated, Text: "hour"},
		{Name: "after", At: at(7, 21, 35), Audience: seated, Text: "after"},
	}
	return c
}

// TestRescheduled moves what lies on a class and leaves what lies on a day before it, but the
// reminders.
func TestRescheduled(t *testing.T) {
	t.Parallel()
	c := dated()
	got := map[string]string{}
	for _, s := range campaign.Rescheduled(c, c.Start.AddDate(0, 0, 7).Add(time.Hour), c.End.AddDate(0, 0, 7).Add(2*time.Hour)) {
		if !s.At.IsZero() {
			got[string(s.Kind)+s.Name] = s.At.Format("2 15:04")
		}
	}
	for kind, want := range map[string]string{
		"start": "14 21:30", "end": "14 23:30", "signup-open": "6 00:00", "signup-close": "14 23:30", "promote-until": "6 12:00",
		"checkin-open": "14 21:30", "checkin-close": "14 23:45", "questions-open": "6 00:00", "questions-close": "14 23:40",
		"reminderday": "13 21:30", "reminderhour": "14 20:30", "reminderafter": "14 23:35",
	} {
		if got[kind] != want {
			t.Errorf("%s is at %s, want %s", kind, got[kind], want)
		}
	}
	if len(got) != 12 {
		t.Errorf("%d times: %v", len(got), got)
	}
	early := campaign.Rescheduled(c, c.Start.AddDate(0, 0, -3), c.End.AddDate(0, 0, -3))
	for _, x := range campaign.CompareSettings(c.Settings(), early) {
		if x.Old.Kind == campaign.SettingSignupOpen && !x.New.At.Equal(c.Signup.Open.AddDate(0, 0, -3)) {
			t.Errorf("registration would open after the class: %s", x.New.At)
		}
	}
}

// TestRescheduledByTheWall keeps the distances of the clocks on the wall when daylight saving
// begins in between.
func TestRescheduledByTheWall(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2022, 3, 26, 9, 0, 0, 0, zone)
	c := &campaign.Campaign{Zone: zone, Start: start, End: start.Add(time.Hour)}
	c.Reminders = []campaign.Reminder{{Name: "day", At: time.Date(2022, 3, 25, 9, 0, 0, 0, zone)}}
	next := time.Date(2022, 3, 28, 9, 0, 0, 0, zone)
	for _, s := range campaign.Rescheduled(c, next, next.Add(time.Hour)) {
		if s.Kind == campaign.SettingReminder && s.At.Format("2 15:04") != "27 09:00" {
			t.Errorf("the reminder is at %s", s.At)
		}
	}
}

// TestCancelledClass closes everything of a class that was cancelled, and gives up what waits
// to be said about it.
func TestCancelledClass(t *testing.T) {
	t.Parallel()
	c := dated()
	before, during := c.Start.Add(-2*time.Hour), c.Start.Add(time.Minute)
	s := &campaign.Signups{Campaign: c}
	hour := campaign.Notice{Campaign: "c", Body: campaign.ReminderText{Text: "hour", Planned: c.Reminders[1].At}}
	promoted := campaign.Notice{Campaign: "c", Body: campaign.Promoted{}}
	for _, off := range []bool{false, true} {
		c.Cancelled = off
		if s.Ended(before) != off || c.Asking(during) == off || (len(c.RemindersLeft(before)) == 0) != off {
			t.Errorf("cancelled %v: ended %v, asking %v, reminders %v", off, s.Ended(before), c.Asking(during), c.RemindersLeft(before))
		}
		if hour.Lapsed(c, before) != off || promoted.Lapsed(c, before) != off {
			t.Errorf("cancelled %v: a reminder lapsed %v, a promotion %v", off, hour.Lapsed(c, before), promoted.Lapsed(c, before))
		}
	}
	c.Cancelled = false
	c.Reminders[1].At = c.Reminders[1].At.AddDate(0, 0, 7)
	if !hour.Lapsed(c, before) {
		t.Error("a reminder of the time before a move still goes out")
	}
	c.Reminders = append(c.Reminders, campaign.Reminder{Name: "again", At: c.Reminders[1].At.AddDate(0, 0, -7), Text: "hour"})
	if hour.Lapsed(c, before) {
		t.Error("a reminder whose time another one has is given up")
	}
	c.Reminders = nil
	if hour.Lapsed(c, before) {
		t.Error("a reminder that was taken out of the file after it was planned is given up")
	}
}

// TestStageInDetail says where a class stands.
func TestStageInDetail(t *testing.T) {
	t.Parallel()
	c := dated()
	for _, x := range []struct {
		at     time.Time
		closed bool
		want   campaign.Stage
	}{
		{c.Signup.Open.Add(-time.Second), false, campaign.StageAnnounced},
		{c.Signup.Open, false, campaign.StageOpen},
		{c.Signup.Open, true, campaign.StageClosed},
		{c.Start, false, campaign.StageRunning},
		{c.End, true, campaign.StageRunning},
		{c.End.Add(time.Second), false, campaign.StageAfter},
		{c.ClaimsEnd(), false, campaign.StageAfter},
		{c.ClaimsEnd().Add(time.Second), false, campaign.StageEnded},
	} {
		if got := c.StageInDetail(x.at, x.closed); got != x.want {
			t.Errorf("at %s, closed %v: %s, want %s", x.at, x.closed, got, x.want)
		}
	}
	c.Cancelled = true
	if got := c.StageInDetail(c.Start, false); got != campaign.StageCancelled {
		t.Errorf("cancelled: %s", got)
	}
}

// TestReminderInVain gives up what asks people to claim when packs are not claimed any more, and
// nothing else.
func TestReminderInVain(t *testing.T) {
	t.Parallel()
	c := dated()
	c.ClaimsUntil = c.End.Add(time.Hour)
	at := c.End.Add(30 * time.Minute)
	c.Reminders = []campaign.Reminder{
		{Name: "claim", At: at, Text: "claim", Audience: campaign.Audience{Kind: campaign.AudienceWithout, Arg: "99"}},
		{Name: "thanks", At: at, Text: "thanks", Audience: campaign.Audience{Kind: campaign.AudiencePresent}},
	}
	for i, want := range []bool{true, false} {
		n := campaign.Notice{Campaign: "c", Body: campaign.ReminderText{Text: c.Reminders[i].Text, Planned: at}}
		if got := n.Lapsed(c, c.ClaimsUntil); got {
			t.Errorf("%s is given up while packs are claimed", c.Reminders[i].Name)
		}
		if got := n.Lapsed(c, c.ClaimsUntil.Add(time.Second)); got != want {
			t.Errorf("%s after the end of the claims: given up %v", c.Reminders[i].Name, got)
		}
	}
}
