package campaign_test

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestStage walks a class from its announcement to its end.
func TestStage(t *testing.T) {
	t.Parallel()
	start := time.Date(2022, 7, 7, 20, 30, 0, 0, time.UTC)
	c := &campaign.Campaign{Start: start, End: start.Add(time.Hour)}
	c.Signup.Open = start.Add(-24 * time.Hour)
	until := func(end time.Time) *campaign.Campaign {
		told := *c
		told.ClaimsUntil = end
		return &told
	}
	always := &campaign.Campaign{Start: c.Start, End: c.End}
	for _, tc := range []struct {
		name string
		c    *campaign.Campaign
		at   time.Time
		want campaign.Stage
	}{
		{"before registration", c, c.Signup.Open.Add(-time.Second), campaign.StageAnnounced},
		{"registration opens", c, c.Signup.Open, campaign.StageOpen},
		{"without an opening", always, c.Start.Add(-90 * 24 * time.Hour), campaign.StageOpen},
		{"it begins", c, c.Start, campaign.StageRunning},
		{"its last second", c, c.End, campaign.StageRunning},
		{"it is over", c, c.End.Add(time.Second), campaign.StageAfter},
		{"thirty days later", c, c.End.Add(campaign.ClaimLife), campaign.StageAfter},
		{"and a second", c, c.End.Add(campaign.ClaimLife + time.Second), campaign.StageEnded},
		{"claims end", until(c.End.Add(time.Hour)), c.End.Add(time.Hour), campaign.StageAfter},
		{"claims ended", until(c.End.Add(time.Hour)), c.End.Add(time.Hour + time.Second), campaign.StageEnded},
		{"claims end while it runs", until(c.Start), c.End, campaign.StageRunning},
	} {
		if got := tc.c.Stage(tc.at); got != tc.want || tc.c.Live(tc.at) != (tc.want != campaign.StageEnded) {
			t.Errorf("%s: %s, live %v, want %s", tc.name, got, tc.c.Live(tc.at), tc.want)
		}
	}
}

// TestMainOf: the class that runs comes before one that is open, that before one that is over,
// that before one that is announced, and that before one that ended.
func TestMainOf(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 7, 7, 20, 30, 0, 0, time.UTC)
	class := func(id string, start, open time.Duration) *campaign.Campaign {
		c := &campaign.Campaign{ID: id, Start: now.Add(start), End: now.Add(start + time.Hour)}
		c.Signup.Open = now.Add(open)
		return c
	}
	const day = 24 * time.Hour
	ended, last := class("ended", -50*day, -60*day), class("last", -40*day, -60*day)
	over, newer := class("over", -9*day, -20*day), class("newer", -2*day, -20*day)
	running, later := class("running", -time.Hour, -day), class("later", -time.Minute, -day)
	open, next := class("open", day, -day), class("next", 2*day, -day)
	announced, far := class("announced", 3*day, day), class("far", 9*day, day)
	for _, tc := range []struct {
		want *campaign.Campaign
		all  []*campaign.Campaign
	}{
		{later, []*campaign.Campaign{ended, over, running, later, open}},
		{open, []*campaign.Campaign{ended, over, newer, open, next, announced}},
		{newer, []*campaign.Campaign{ended, last, over, newer, announced}},
		{announced, []*campaign.Campaign{ended, last, announced, far}},
		{last, []*campaign.Campaign{ended, last}},
	} {
		got, ok := campaign.MainOf(tc.all, func(c *campaign.Campaign) *campaign.Campaign { return c }, now)
		if !ok || got != tc.want {
			t.Errorf("got %v, want %s", got, tc.want.ID)
		}
	}
	if _, ok := campaign.MainOf(nil, func(c *campaign.Campaign) *campaign.Campaign { return c }, now); ok {
		t.Error("there is a main class of none")
	}
}
