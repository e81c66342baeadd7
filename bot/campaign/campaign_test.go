package campaign_test

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestHoursContain tests spans within a day and across midnight.
func TestHoursContain(t *testing.T) {
	t.Parallel()
	day, night := campaign.Hours{From: 9 * 60, To: 22 * 60}, campaign.Hours{From: 22 * 60, To: 8*60 + 30}
	for clock, want := range map[string][2]bool{
		"08:29:59": {false, true}, "08:30:00": {false, false}, "08:59:59": {false, false}, "09:00:00": {true, false},
		"21:59:59": {true, false}, "22:00:00": {false, true}, "23:59:59": {false, true}, "00:00:00": {false, true},
	} {
		if got := [2]bool{day.Contains(evening(clock)), night.Contains(evening(clock))}; got != want {
			t.Errorf("%s: day and night = %v, want %v", clock, got, want)
		}
	}
	if none := (campaign.Hours{From: 60, To: 60}); none.Contains(evening("01:00:00")) {
		t.Error("an empty span contains a time")
	}
}

// TestQuietHours tests until when they hold what the bot says first, and which
// reminders they make too late.
func TestQuietHours(t *testing.T) {
	t.Parallel()
	c := newWorld(nil).c
	if c.Quiet(evening("23:00:00")) {
		t.Error("quiet without quiet hours")
	}
	c.Broadcasts.Quiet = campaign.Hours{From: 22 * 60, To: 8*60 + 5}
	for _, tt := range []struct {
		at      time.Time
		quiet   bool
		tooLate bool
	}{
		{evening("21:59:59"), false, false},
		{evening("22:00:00"), true, true},
		{evening("07:54:59"), true, true},
		{evening("07:55:00"), true, false},
		{evening("08:04:59"), true, false},
		{evening("08:05:00"), false, false},
		{evening("22:30:00").UTC(), true, true},
	} {
		if got := c.Quiet(tt.at); got != tt.quiet {
			t.Errorf("%v: quiet %v, want %v", tt.at, got, tt.quiet)
		}
		if got := c.TooQuiet(campaign.Reminder{At: tt.at}); got != tt.tooLate {
			t.Errorf("a reminder at %v: too late %v, want %v", tt.at, got, tt.tooLate)
		}
	}
}

// TestScenes tests which QR codes register.
func TestScenes(t *testing.T) {
	t.Parallel()
	r := campaign.SignupRules{ScanSignsUp: true, Scenes: []string{"reg"}}
	off := campaign.SignupRules{Scenes: []string{"reg"}}
	if !r.IsScene("reg") || r.IsScene("other") || off.IsScene("reg") {
		t.Error("a scene registers if it is one of the file's and scans register at all")
	}
}

// TestLookups finds packs and entries by id, and nothing by an unknown one.
func TestLookups(t *testing.T) {
	t.Parallel()
	c := newWorld(func(c *campaign.Campaign) { c.FAQ = []campaign.Entry{{ID: "a"}, {ID: "b"}} }).c
	if k, ok := c.Pack("49"); !ok || k.ID != "49" {
		t.Errorf("pack 49 = %+v, %v", k, ok)
	}
	if k, ok := c.Pack("x"); ok {
		t.Errorf("pack x = %+v", k)
	}
	if e, ok := c.Entry("b"); !ok || e.ID != "b" {
		t.Errorf("entry b = %+v, %v", e, ok)
	}
	if e, ok := c.Entry("x"); ok {
		t.Errorf("entry x = %+v", e)
	}
}
