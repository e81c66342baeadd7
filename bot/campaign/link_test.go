package campaign_test

import (
	"context"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// hold gives somebody a pack by a link.
func (w *world) hold(p bot.PersonID, pack, url string) {
	w.claims[claimKey{pack, p}] = campaign.Claim{Pack: pack, State: campaign.ClaimHeld, URL: url}
}

func (w *world) report(t *testing.T, p bot.PersonID, pack, clock string) (got campaign.LinkResult) {
	t.Helper()
	w.unit(t, func(ctx context.Context) (err error) {
		got, err = w.Links.Report(ctx, p, pack, evening(clock))
		return err
	})
	return got
}

// TestReportWhich tests which pack a report is about.
func TestReportWhich(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.hold(1, "9", "w1")
	w.hold(1, "99", "u1")
	w.hold(2, "99", "u1")
	w.claims[claimKey{"9", 2}] = campaign.Claim{Pack: "9", State: campaign.ClaimQueued}
	for _, tt := range []struct {
		p      bot.PersonID
		named  string
		want   campaign.LinkOutcome
		packID string
	}{
		{3, "", campaign.LinkNoPack, ""},
		{1, "49", campaign.LinkNoPack, ""},
		{1, "", campaign.LinkWhich, ""},
		{1, "9", campaign.LinkBackup, "9"},
		{2, "", campaign.LinkBackup, "99"},
	} {
		got := w.report(t, tt.p, tt.named, "20:00:00")
		if got.Outcome != tt.want || got.Pack.ID != tt.packID {
			t.Errorf("%d reports %q: %+v", tt.p, tt.named, got)
		}
	}
}

// TestReports gives a backup link to who reports one, stops it when enough people
// agree, and tells the moderators each time.
func TestReports(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.hold(1, "99", "u1")
	w.hold(2, "99", "u1")
	got := w.report(t, 1, "", "20:00:00")
	if got.Outcome != campaign.LinkBackup || got.Number != 1 || got.Mirror.URL != "u2" || got.Pack.ID != "99" {
		t.Errorf("the first report: %+v", got)
	}
	if c := w.claims[claimKey{"99", 1}]; c.URL != "u2" {
		t.Errorf("the reporter has %+v", c)
	}
	if r := w.reports[0]; r != (campaign.LinkReport{Pack: "99", URL: "u1", Person: 1, Number: 1, At: evening("20:00:00")}) {
		t.Errorf("the report = %+v", r)
	}
	if len(w.stopped) != 0 || len(w.told) != 1 || w.told[0].Body != (campaign.LinkAlert{Pack: "99", Report: 1, People: 1}) {
		t.Errorf("stopped %v, told %+v", w.stopped, w.told)
	}
	got = w.report(t, 2, "", "20:01:00")
	if got.Outcome != campaign.LinkBackup || got.Number != 2 {
		t.Errorf("the second report: %+v", got)
	}
	want := campaign.LinkAlert{Pack: "99", Report: 2, People: 2, Stopped: "main"}
	if len(w.stopped) != 1 || w.stopped[0] != "u1" || len(w.told) != 2 || w.told[1].Body != want {
		t.Errorf("stopped %v, told %+v", w.stopped, w.told)
	}
	// The backup is dead too: nothing is left, a link is promised.
	got = w.report(t, 2, "", "20:02:00")
	if got.Outcome != campaign.LinkReported || got.Number != 3 || len(w.promised) != 1 || w.promised[0] != 2 {
		t.Errorf("a report of the last link: %+v, promised %v", got, w.promised)
	}
	got = w.report(t, 2, "", "20:03:00")
	if got.Outcome != campaign.LinkAgain || got.Number != 3 || len(w.reports) != 3 || len(w.promised) != 2 {
		t.Errorf("the same report again: %+v", got)
	}
	got = w.report(t, 1, "", "20:04:00")
	if alert, ok := w.told[len(w.told)-1].Body.(campaign.LinkAlert); !ok || alert.Stopped != "u2" || got.Number != 4 {
		t.Errorf("a link without a name is told by its address: %+v", w.told[len(w.told)-1])
	}
}

// TestReportStoppedBefore alarms once: who reports a link that was stopped since is
// counted like the first.
func TestReportStoppedBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for p := range bot.PersonID(3) {
		w.hold(p+1, "99", "u1")
		w.report(t, p+1, "", "20:00:00")
	}
	if got := w.told[2].Body; got != (campaign.LinkAlert{Pack: "99", Report: 3, People: 3}) {
		t.Errorf("told %+v", got)
	}
	never := newWorld(func(c *campaign.Campaign) { c.Packs[0].DeadAfter = 0 })
	never.hold(1, "99", "u1")
	if never.report(t, 1, "", "20:00:00"); len(never.stopped) != 0 {
		t.Errorf("stopped %v by nobody", never.stopped)
	}
}

// TestTooManyReports bounds a person's reports in a span.
func TestTooManyReports(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for _, pack := range []string{"99", "49", "9"} {
		w.hold(1, pack, map[string]string{"99": "u1", "49": "v1", "9": "w1"}[pack])
	}
	w.report(t, 1, "99", "20:00:00")
	w.report(t, 1, "49", "20:00:01")
	if got := w.report(t, 1, "9", "21:00:00"); got.Outcome != campaign.LinkTooMany || len(w.reports) != 2 || len(w.promised) != 1 {
		t.Errorf("a third report: %+v", got)
	}
	if got := w.report(t, 1, "9", "21:00:01"); got.Outcome != campaign.LinkBackup || got.Number != 3 || got.Mirror.URL != "w2" {
		t.Errorf("a report when the hour is over: %+v", got)
	}
	one := newWorld(func(c *campaign.Campaign) { c.Limits.Reports, c.Packs[0].DeadAfter = 1, 1 })
	one.hold(1, "99", "u1")
	one.report(t, 1, "", "20:00:00")
	if got := one.report(t, 1, "", "20:01:00"); got.Outcome != campaign.LinkTooMany || len(one.stopped) != 1 {
		t.Errorf("a second report where one is allowed: %+v, stopped %v", got, one.stopped)
	}
	free := newWorld(func(c *campaign.Campaign) { c.Limits.Reports = 0 })
	free.hold(1, "99", "u1")
	if got := free.report(t, 1, "", "20:00:00"); got.Outcome != campaign.LinkBackup {
		t.Errorf("a report without a bound: %+v", got)
	}
}

// TestNoReturnToReported gives nobody a link that they called dead before.
func TestNoReturnToReported(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.hold(1, "99", "u1")
	w.report(t, 1, "", "20:00:00")
	if got := w.report(t, 1, "", "20:01:00"); got.Outcome != campaign.LinkReported || got.Mirror.URL != "" {
		t.Errorf("a report of both links: %+v", got)
	}
	if c := w.claims[claimKey{"99", 1}]; c.URL != "u2" {
		t.Errorf("the claim = %+v", c)
	}
}

// TestServe hands a pack to those who wait, in order, while there is stock, and
// passes over who may not have it any more.
func TestServe(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for p, clock := range map[bot.PersonID]string{1: "20:02:00", 2: "20:01:00", 3: "20:03:00", 4: "20:04:00"} {
		if p != 2 {
			w.seat(p, "")
		}
		w.claims[claimKey{"9", p}] = campaign.Claim{Pack: "9", State: campaign.ClaimQueued, At: evening(clock)}
	}
	serve := func() (n int) {
		w.unit(t, func(ctx context.Context) (err error) {
			n, err = w.Links.Serve(ctx, w.pack(t, "9"), evening("20:30:00"))
			return err
		})
		return n
	}
	w.stopped = []string{"w1", "w2", "b1"}
	if n := serve(); n != 0 || len(w.told) != 0 {
		t.Errorf("served %d without a link", n)
	}
	w.stopped = nil
	if n := serve(); n != 2 || len(w.told) != 2 {
		t.Fatalf("served %d, told %+v", n, w.told)
	}
	for p, want := range map[bot.PersonID]campaign.ClaimState{
		1: campaign.ClaimHeld, 2: campaign.ClaimQueued, 3: campaign.ClaimHeld, 4: campaign.ClaimQueued,
	} {
		if got := w.claims[claimKey{"9", p}].State; got != want {
			t.Errorf("%d: %s, want %s", p, got, want)
		}
	}
	n := w.told[0]
	body := campaign.PackServed{PackLink: campaign.PackLink{Pack: "9", URL: "w1"}}
	if n.Person != 1 || n.Body != body || n.Priority != campaign.PriorityLink || n.Topic == "" || !n.Due.Equal(evening("20:30:00")) {
		t.Errorf("told %+v", n)
	}
	if c := w.claims[claimKey{"9", 1}]; c.URL != "w1" || c.Pack != "9" || !c.At.Equal(evening("20:30:00")) {
		t.Errorf("the claim = %+v", c)
	}
}
