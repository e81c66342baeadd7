package campaign_test

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

func (w *world) claim(t *testing.T, p bot.PersonID, pack, clock string, want campaign.PackResult) {
	t.Helper()
	var got campaign.PackResult
	w.unit(t, func(ctx context.Context) (err error) {
		got, err = w.Packs.Claim(ctx, w.load(p), w.pack(t, pack), evening(clock))
		return err
	})
	if got != want {
		t.Errorf("%s: %d claims %s: %+v, want %+v", clock, p, pack, got, want)
	}
}

func (w *world) status(t *testing.T, p bot.PersonID, pack, clock string) campaign.PackStatus {
	t.Helper()
	m, err := w.Signups.Member(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.Packs.Status(t.Context(), w.load(p), m, w.pack(t, pack), evening(clock))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func missing(m campaign.Missing, position int) campaign.PackResult {
	return campaign.PackResult{Outcome: campaign.PackMissing, Missing: m, Position: position}
}

// main is the first link of pack 99.
func (w *world) main() campaign.Mirror { return w.c.Packs[0].Mirrors[0] }

// TestConditions tests what is missing for a pack that asks for a check-in (99) and
// one that asks for a seat only (9): a claim and a status say the same.
func TestConditions(t *testing.T) {
	t.Parallel()
	in := func(w *world) {
		m := w.members[1]
		m.CheckedAt = evening("20:40:00")
		w.members[1] = m
	}
	const nothing = campaign.MissingNothing
	for name, tt := range map[string]struct {
		prepare  func(*world)
		clock    string
		want99   campaign.Missing
		want9    campaign.Missing
		position int
	}{
		"a stranger": {func(*world) {}, "20:00:00", campaign.MissingSignup, campaign.MissingSignup, 0},
		"on the waitlist": {func(w *world) {
			w.wait(7, 3)
			w.wait(1, 4)
		}, "20:00:00", campaign.MissingSeat, campaign.MissingSeat, 2},
		"seated":               {func(w *world) { w.seat(1, "") }, "21:45:00", campaign.MissingCheckin, nothing, 0},
		"seated, too late":     {func(w *world) { w.seat(1, "") }, "21:45:01", campaign.MissedCheckin, nothing, 0},
		"checked in":           {func(w *world) { w.seat(1, "20:40:00") }, "22:00:00", nothing, nothing, 0},
		"let in from waitlist": {func(w *world) { w.wait(1, 4); in(w) }, "22:00:00", nothing, campaign.MissingSeat, 1},
		"let in, never signed": {func(w *world) { w.wait(1, 0); in(w); w.lose(1, true) }, "22:00:00", nothing, campaign.MissingSignup, 0},
		"checked in, then left": {func(w *world) {
			w.seat(1, "20:40:00")
			w.lose(1, false)
		}, "22:00:00", campaign.MissingSignup, campaign.MissingSignup, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for pack, want := range map[string]campaign.Missing{"99": tt.want99, "9": tt.want9} {
				w := newWorld(nil)
				tt.prepare(w)
				status := campaign.PackStatus{Missing: want}
				if want == campaign.MissingNothing {
					status.State = campaign.StatusReady
				}
				if got := w.status(t, 1, pack, tt.clock); got != status {
					t.Errorf("status of %s = %+v, want %+v", pack, got, status)
				}
				if want != campaign.MissingNothing {
					position := 0
					if want == campaign.MissingSeat {
						position = tt.position
					}
					w.claim(t, 1, pack, tt.clock, missing(want, position))
					continue
				}
				link := map[string]campaign.Mirror{"99": w.main(), "9": {URL: "w1"}}[pack]
				w.claim(t, 1, pack, tt.clock, campaign.PackResult{Outcome: campaign.PackGiven, Mirror: link})
			}
		})
	}
}

// lose takes a standing; who keeps the time of registration was let in without
// one.
func (w *world) lose(p bot.PersonID, signed bool) {
	m := w.members[p]
	m.Standing, m.Seat, m.Queue = campaign.StandingNone, 0, 0
	if !signed {
		m.SignedAt = time.Time{}
	}
	w.members[p] = m
}

// TestUnknownCondition is an error, not a free pack.
func TestUnknownCondition(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) { c.Packs[2].Conditions = []campaign.Condition{99} })
	w.seat(1, "")
	if r, err := w.Packs.Claim(t.Context(), w.load(1), w.pack(t, "9"), evening("20:00:00")); err == nil {
		t.Errorf("claimed: %+v", r)
	}
}

// TestClaimAgain repeats the link that somebody has, or gives the one that replaced
// it.
func TestClaimAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "")
	given := func(o campaign.PackOutcome, url string) campaign.PackResult {
		return campaign.PackResult{Outcome: o, Mirror: campaign.Mirror{URL: url}}
	}
	w.claim(t, 1, "9", "20:00:00", given(campaign.PackGiven, "w1"))
	if c := w.claims[claimKey{"9", 1}]; c.State != campaign.ClaimHeld || c.URL != "w1" || !c.At.Equal(evening("20:00:00")) {
		t.Errorf("the claim = %+v", c)
	}
	if got := w.status(t, 1, "9", "20:00:00"); got.State != campaign.StatusHeld {
		t.Errorf("status %+v", got)
	}
	w.claim(t, 1, "9", "20:01:00", given(campaign.PackAgain, "w1"))
	w.fresh = []campaign.Mirror{{URL: "new"}}
	w.claim(t, 1, "9", "20:02:00", given(campaign.PackAgain, "w1")) // theirs still works
	w.stopped = []string{"w1"}
	w.claim(t, 1, "9", "20:03:00", given(campaign.PackAgain, "new"))
	if c := w.claims[claimKey{"9", 1}]; c.URL != "new" || c.State != campaign.ClaimHeld {
		t.Errorf("the claim = %+v", c)
	}
	w.stopped = []string{"w1", "w2", "b1", "new"}
	w.claim(t, 1, "9", "20:04:00", campaign.PackResult{Outcome: campaign.PackUpdating})
	if len(w.promised) != 1 || w.promised[0] != 1 {
		t.Errorf("promised a link to %v, want 1", w.promised)
	}
}

// TestStock queues who comes too late and keeps their place.
func TestStock(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for p := range bot.PersonID(4) {
		w.seat(p+1, "")
	}
	w1 := campaign.PackResult{Outcome: campaign.PackGiven, Mirror: campaign.Mirror{URL: "w1"}}
	w.claim(t, 1, "9", "20:00:00", w1)
	if got := w.status(t, 2, "9", "20:00:00"); got.State != campaign.StatusReady {
		t.Errorf("status of the last one %+v", got)
	}
	w.claim(t, 2, "9", "20:01:00", w1)
	if got := w.status(t, 3, "9", "20:01:00"); got.State != campaign.StatusGone {
		t.Errorf("status without stock %+v", got)
	}
	w.claim(t, 3, "9", "20:02:00", campaign.PackResult{Outcome: campaign.PackOut, Total: 2})
	w.claim(t, 3, "9", "20:03:00", campaign.PackResult{Outcome: campaign.PackOut, Total: 2})
	if c := w.claims[claimKey{"9", 3}]; c.State != campaign.ClaimQueued || !c.At.Equal(evening("20:02:00")) || c.URL != "" {
		t.Errorf("the claim = %+v", c)
	}
	w.added["9"] = 1
	w.claim(t, 3, "9", "20:04:00", w1)
	w.claim(t, 4, "9", "20:05:00", campaign.PackResult{Outcome: campaign.PackOut, Total: 3})
	none := newWorld(func(c *campaign.Campaign) { c.Packs[2].Stock = 0 })
	none.seat(1, "")
	if got := none.status(t, 1, "9", "20:00:00"); got.State != campaign.StatusGone {
		t.Errorf("status of a stock of 0 %+v", got)
	}
}

// TestNoLink queues who claims while no link works.
func TestNoLink(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "20:40:00")
	w.stopped = []string{"u1"}
	w.claim(t, 1, "99", "20:50:00", campaign.PackResult{Outcome: campaign.PackGiven, Mirror: w.c.Packs[0].Mirrors[1]})
	w.seat(2, "20:40:00")
	w.stopped = []string{"u1", "u2"}
	w.claim(t, 2, "99", "20:50:00", campaign.PackResult{Outcome: campaign.PackUpdating})
	if c := w.claims[claimKey{"99", 2}]; c.State != campaign.ClaimQueued || !c.At.Equal(evening("20:50:00")) {
		t.Errorf("the claim = %+v", c)
	}
}

// TestDrawOver asks for a pack whose seed is shown, with a seat and without, while packs are
// still claimed: the answer and the state say the same, and nothing is stored.
func TestDrawOver(t *testing.T) {
	t.Parallel()
	for _, seated := range []bool{true, false} {
		w := newWorld(nil)
		if seated {
			w.seat(1, "")
		}
		w.lots["hash"] = -1
		w.claim(t, 1, "49", "20:00:00", campaign.PackResult{Outcome: campaign.PackDrawOver})
		if got := w.status(t, 1, "49", "20:00:00"); got.State != campaign.StatusDrawOver {
			t.Errorf("seated %v: status = %+v, want it over", seated, got)
		}
		if len(w.claims) > 0 {
			t.Errorf("seated %v: a claim is stored: %+v", seated, w.claims)
		}
	}
}

// TestDraw tests lots, which are drawn once, and what erased people had drawn.
func TestDraw(t *testing.T) {
	t.Parallel()
	won := campaign.PackResult{Outcome: campaign.PackGiven, Mirror: campaign.Mirror{URL: "v1"}}
	lost := campaign.PackResult{Outcome: campaign.PackLost}
	out := campaign.PackResult{Outcome: campaign.PackOut, Total: 1}
	updating := campaign.PackResult{Outcome: campaign.PackUpdating}
	for name, tt := range map[string]struct {
		lot   float64
		kept  campaign.ClaimState
		dead  bool
		taken bool
		want  campaign.PackResult
		state campaign.ClaimState
		after campaign.PackState
	}{
		"won":                {0.49, "", false, false, won, campaign.ClaimHeld, campaign.StatusWon},
		"lost":               {0.5, "", false, false, lost, campaign.ClaimLost, campaign.StatusNotWon},
		"lost, no link":      {0.5, "", true, false, lost, campaign.ClaimLost, campaign.StatusNotWon},
		"won, out of stock":  {0.1, "", false, true, out, campaign.ClaimQueued, campaign.StatusGone},
		"won, no link":       {0.1, "", true, false, updating, campaign.ClaimQueued, campaign.StatusDrawable},
		"erased after won":   {0.9, campaign.ClaimHeld, false, true, won, campaign.ClaimHeld, campaign.StatusWon},
		"erased after lost":  {0.9, campaign.ClaimLost, false, false, lost, campaign.ClaimLost, campaign.StatusNotWon},
		"erased, no link":    {0.1, campaign.ClaimHeld, true, false, updating, campaign.ClaimQueued, campaign.StatusDrawable},
		"erased in a queue?": {0.1, campaign.ClaimQueued, false, false, won, campaign.ClaimHeld, campaign.StatusWon},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(nil)
			w.seat(1, "")
			w.lots["hash"], w.kept["hash"] = tt.lot, tt.kept
			if tt.dead {
				w.stopped = []string{"v1"}
			}
			if got := w.status(t, 1, "49", "20:00:00"); got.State != campaign.StatusDrawable {
				t.Errorf("status before = %+v", got)
			}
			if tt.taken {
				w.claims[claimKey{"49", 5}] = campaign.Claim{State: campaign.ClaimHeld}
			}
			w.claim(t, 1, "49", "20:00:00", tt.want)
			c := w.claims[claimKey{"49", 1}]
			if c.State != tt.state || c.Pack != "49" || !c.At.Equal(evening("20:00:00")) {
				t.Errorf("the claim = %+v, want it %s", c, tt.state)
			}
			if got := w.status(t, 1, "49", "20:00:00"); got.State != tt.after {
				t.Errorf("status after = %+v", got)
			}
			if tt.state == campaign.ClaimLost {
				w.lots["hash"] = 0 // what was drawn stays
				w.claim(t, 1, "49", "20:01:00", lost)
			}
		})
	}
}
