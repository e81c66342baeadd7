package campaign_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// july is noon of a day of July 2022.
func july(day int) time.Time { return evening("12:00:00").AddDate(0, 0, day-7) }

// ending lets the links of pack 99 end on the 9th and the 12th.
func ending(c *campaign.Campaign) {
	c.Packs[0].Conditions = nil
	c.Packs[0].Mirrors[0].Until, c.Packs[0].Mirrors[1].Until = "2022-07-09", "2022-07-12"
}

// TestLinkEnds hands out the next link when the last day of one is past, and none when no
// link is left: people are queued for one.
func TestLinkEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(ending)
	p := &campaign.Person{ID: 1, Hash: "h"}
	w.seat(1, "")
	w.seat(2, "")
	midnight := time.Date(2022, 7, 10, 0, 0, 0, 0, w.c.Zone)
	for _, tt := range []struct {
		at   time.Time
		want campaign.PackOutcome
		url  string
	}{
		{july(9), campaign.PackGiven, "u1"},
		{midnight.Add(-time.Second), campaign.PackAgain, "u1"},
		{midnight, campaign.PackAgain, "u2"},
		{july(13), campaign.PackUpdating, ""},
	} {
		var got campaign.PackResult
		w.unit(t, func(ctx context.Context) (err error) {
			got, err = w.Packs.Claim(ctx, p, w.pack(t, "99"), tt.at)
			return err
		})
		if got.Outcome != tt.want || got.Mirror.URL != tt.url {
			t.Errorf("%v: %+v, want %d with %s", tt.at, got, tt.want, tt.url)
		}
	}
	if !slices.Equal(w.promised, []bot.PersonID{1}) {
		t.Errorf("promised to %v", w.promised)
	}
	w.unit(t, func(ctx context.Context) error {
		_, err := w.Packs.Claim(ctx, &campaign.Person{ID: 2, Hash: "h"}, w.pack(t, "99"), july(13))
		return err
	})
	if c := w.claims[claimKey{"99", 2}]; c.State != campaign.ClaimQueued {
		t.Errorf("the claim of somebody new = %+v", c)
	}
	served := func(at time.Time) (n int) {
		w.unit(t, func(ctx context.Context) (err error) {
			n, err = w.Links.Serve(ctx, w.pack(t, "99"), at)
			return err
		})
		return n
	}
	if n := served(july(13)); n != 0 {
		t.Errorf("%d were served with a link that has ended", n)
	}
	w.fresh = []campaign.Mirror{{URL: "u3", Until: "2022-08-01"}}
	if n := served(july(13)); n != 1 || w.claims[claimKey{"99", 2}].URL != "u3" {
		t.Errorf("%d were served: %+v", n, w.claims[claimKey{"99", 2}])
	}
}

// TestExpired reads the last day in the class's zone; other words have no end.
func TestExpired(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{Zone: time.FixedZone("", 8*3600)}
	end := time.Date(2022, 7, 9, 16, 0, 0, 0, time.UTC)
	for until, want := range map[string]bool{"2022-07-09": true, "2022-07-10": false, "永久": false, "": false, "soon": false} {
		if got := c.Expired(campaign.Mirror{Until: until}, end); got != want {
			t.Errorf("%q has ended: %v, want %v", until, got, want)
		}
	}
	if c.Expired(campaign.Mirror{Until: "2022-07-09"}, end.Add(-time.Second)) {
		t.Error("a link ends on its last day")
	}
}

// TestWarnLinks tells the moderators a day before a link ends, with what comes then, and
// that none is left. Stopped links are left out.
func TestWarnLinks(t *testing.T) {
	t.Parallel()
	ends := func(link, until string, last bool) campaign.LinkEndAlert {
		return campaign.LinkEndAlert{Pack: "99", Link: link, Until: until, Last: last}
	}
	for name, tt := range map[string]struct {
		at      time.Time
		stopped []string
		fresh   []campaign.Mirror
		want    []campaign.LinkEndAlert
	}{
		"two days before":       {at: july(7)},
		"a day before":          {at: july(9), want: []campaign.LinkEndAlert{ends("main", "2022-07-09", false)}},
		"after the first":       {at: july(10)},
		"a day before the last": {at: july(12), want: []campaign.LinkEndAlert{ends("u2", "2022-07-12", true)}},
		"over":                  {at: july(13), want: []campaign.LinkEndAlert{{Pack: "99", Until: "2022-07-12", Over: true}}},
		"over, and a new link":  {at: july(13), fresh: []campaign.Mirror{{URL: "u3", Until: "永久"}}},
		"the only one":          {at: july(9), stopped: []string{"u2"}, want: []campaign.LinkEndAlert{ends("main", "2022-07-09", true)}},
		"the rest is stopped": {
			at: july(10), stopped: []string{"u2"}, want: []campaign.LinkEndAlert{{Pack: "99", Until: "2022-07-09", Over: true}},
		},
		"all stopped": {at: july(13), stopped: []string{"u1", "u2"}},
		"a day before a new one": {
			at: july(9), stopped: []string{"u1"}, fresh: []campaign.Mirror{{URL: "u3", Until: "2022-07-09"}},
			want: []campaign.LinkEndAlert{ends("u3", "2022-07-09", false)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(ending)
			w.c.Packs = w.c.Packs[:1]
			w.stopped, w.fresh = tt.stopped, tt.fresh
			keys := map[string]bool{}
			for range 2 {
				w.told = nil
				if err := w.Packs.WarnLinks(t.Context(), notices{w.state}, tt.at); err != nil {
					t.Fatal(err)
				}
				var got []campaign.LinkEndAlert
				for _, n := range w.told {
					got, keys[n.DedupKey] = append(got, n.Body.(campaign.LinkEndAlert)), true
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("told %+v, want %+v", got, tt.want)
				}
			}
			if len(keys) != len(tt.want) || keys[""] {
				t.Errorf("keys %v", keys)
			}
		})
	}
}
