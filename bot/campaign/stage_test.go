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
