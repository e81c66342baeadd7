package campaign_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// follow stores whether somebody follows.
func (w *world) follow(p bot.PersonID, follows bool) {
	w.people[p] = campaign.Person{ID: p, Hash: "hash", Following: follows}
}

// early is a class of two seats whose waitlist gets seats until 20:00.
func early(c *campaign.Campaign) { c.Signup.PromoteUntil = evening("20:00:00") }

// TestNobodyOvertakes frees a seat after the waitlist gets none by itself any more: it is
// for who waits and asks again, in the order of asking, not for somebody new.
func TestNobodyOvertakes(t *testing.T) {
	t.Parallel()
	w := newWorld(early)
	w.seat(1, "")
	w.seat(2, "")
	w.wait(3, 5)
	w.wait(4, 7)
	w.leave(t, 1, "20:00:01", campaign.StandingSeated)
	w.register(t, 5, evening("20:01:00"), campaign.SignupBehind, 0)
	if o, refused, err := w.Signups.Refusal(t.Context(), evening("20:01:00")); o != campaign.SignupBehind || !refused || err != nil {
		t.Errorf("somebody new is refused: %v (%d), %v", refused, o, err)
	}
	w.register(t, 4, evening("20:02:00"), campaign.SignupSeated, 1)
	w.register(t, 3, evening("20:03:00"), campaign.SignupWaitEnded, 1)
	if m := w.members[4]; m.Queue != 0 || m.Standing != campaign.StandingSeated || w.tally.Taken != 2 {
		t.Errorf("who asked = %+v, %d taken", m, w.tally.Taken)
	}
	w.leave(t, 2, "20:04:00", campaign.StandingSeated)
	w.leave(t, 3, "20:05:00", campaign.StandingWaiting)
	w.register(t, 5, evening("20:06:00"), campaign.SignupSeated, 2)
	w.wait(6, 9)
	w.leave(t, 5, "20:07:00", campaign.StandingSeated)
	w.register(t, 6, evening("21:45:01"), campaign.SignupWaitEnded, 1) // a seat is of no use any more
	w.register(t, 6, evening("21:45:00"), campaign.SignupSeated, 2)
}

// TestFreeSeatWhilePromoting puts somebody new behind those who wait for a free seat.
func TestFreeSeatWhilePromoting(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "")
	w.wait(3, 5)
	w.register(t, 4, evening("19:00:00"), campaign.SignupWaitingBehind, 2)
	w.register(t, 3, evening("19:00:00"), campaign.SignupAlreadyWaiting, 1)
	if n := w.promote(t, "19:01:00"); n != 1 || w.members[3].Seat != 2 {
		t.Errorf("%d promoted, the first = %+v", n, w.members[3])
	}
}

func (w *world) promote(t *testing.T, clock string) (n int) {
	t.Helper()
	w.unit(t, func(ctx context.Context) (err error) {
		n, err = w.Signups.Promote(ctx, evening(clock))
		return err
	})
	return n
}

// TestAbsentKeepTheirPlace passes over who has left, until they return.
func TestAbsentKeepTheirPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "")
	w.seat(2, "")
	w.wait(3, 5)
	w.wait(4, 7)
	w.follow(3, false)
	w.leave(t, 1, "19:00:00", campaign.StandingSeated)
	if w.members[4].Seat != 1 || w.members[3].Queue != 5 {
		t.Fatalf("the one who stayed = %+v, the one who left = %+v", w.members[4], w.members[3])
	}
	w.leave(t, 2, "19:01:00", campaign.StandingSeated)
	w.register(t, 5, evening("19:02:00"), campaign.SignupSeated, 2) // nobody waits who can come
	w.leave(t, 5, "19:03:00", campaign.StandingSeated)
	w.follow(3, true)
	if n := w.promote(t, "19:04:00"); n != 1 || w.members[3].Seat != 2 {
		t.Errorf("%d promoted after the return: %+v", n, w.members[3])
	}
}

// TestPhraseOfTheWaiting brings the passphrase with a seat free and people waiting.
func TestPhraseOfTheWaiting(t *testing.T) {
	t.Parallel()
	shut := func(c *campaign.Campaign) {
		early(c)
		c.Checkin.WalkIn = false
	}
	for name, tt := range map[string]struct {
		change func(*campaign.Campaign)
		p      bot.PersonID
		clock  string
		want   campaign.CheckinResult
	}{
		"who waits":                       {early, 4, "20:31:00", ended(campaign.CheckinWalkIn, 1)},
		"who waits, without walk-ins":     {shut, 4, "20:31:00", ended(campaign.CheckinWalkIn, 1)},
		"somebody new":                    {early, 9, "20:44:59", ended(campaign.CheckinBehind, 1)},
		"somebody new, a quarter later":   {early, 9, "20:45:00", ended(campaign.CheckinWalkIn, 1)},
		"the first, while promoting":      {nil, 3, "20:31:00", ended(campaign.CheckinWalkIn, 1)},
		"the second, while promoting":     {nil, 4, "20:31:00", ended(campaign.CheckinFull, 1)},
		"somebody new, no walk-ins, late": {shut, 9, "20:50:00", ended(campaign.CheckinShut, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(tt.change)
			w.tally.Taken = 1 // by somebody whose seat is not the first
			w.members[1] = campaign.Member{Person: 1, Standing: campaign.StandingSeated, Seat: 2, SignedAt: evening("09:00:00")}
			w.wait(3, 5)
			w.wait(4, 7)
			w.try(t, tt.p, true, tt.clock, tt.want)
			m := w.members[tt.p]
			if in := tt.want.Outcome == campaign.CheckinWalkIn; in != m.CheckedIn() || in != (m.Seat == 1 && m.Queue == 0) {
				t.Errorf("member = %+v", m)
			}
		})
	}
}

// TestOrderIsKept lets people register, leave, unfollow, return and bring the passphrase in
// random order: seats are never over the limit, and nobody is seated before somebody who
// waited longer and was there, but for who asks when seats are not given out any more.
func TestOrderIsKept(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		h := &history{world: newWorld(early), t: t, r: rand.New(rand.NewPCG(seed, 36)), now: evening("19:00:00")}
		for range 150 {
			h.step()
			if t.Failed() {
				t.Fatalf("seed %d at %v", seed, h.now)
			}
		}
	}
}

// history is what happens to a class by chance.
type history struct {
	*world
	t   *testing.T
	r   *rand.Rand
	now time.Time
}

// step does one thing and compares the members before and after it.
func (h *history) step() {
	h.now = h.now.Add(time.Duration(h.r.IntN(90)) * time.Second)
	before := h.clone()
	p, ctx := bot.PersonID(h.r.IntN(8)+1), h.t.Context()
	var err error
	asked, walkIn := false, false
	switch h.r.IntN(9) {
	case 0, 1, 2:
		asked = true
		_, err = h.Signups.Register(ctx, p, "", h.now, h.now)
	case 3, 4:
		_, err = h.Signups.Leave(ctx, p, h.now, h.now)
	case 5:
		h.follow(p, !h.load(p).Following)
	case 6, 7:
		asked, walkIn = true, !h.now.Before(h.c.Start.Add(15*time.Minute))
		_, err = h.Checkins.Try(ctx, p, true, "phrase", h.now)
	default:
		_, err = h.Signups.Promote(ctx, h.now)
	}
	if err != nil {
		h.t.Error(err)
	}
	h.compare(before, p, asked, walkIn)
}

// compare looks for somebody who was overtaken; asker is who asked for a seat, if asked.
func (h *history) compare(before state, asker bot.PersonID, asked, walkIn bool) {
	seated := map[int]bool{}
	for p, m := range h.members {
		if m.Standing != campaign.StandingSeated {
			continue
		}
		if seated[m.Seat] || m.Seat > 2 {
			h.t.Errorf("seat %d of %d", m.Seat, p)
		}
		seated[m.Seat] = true
		was := before.members[p]
		if was.Standing == campaign.StandingSeated {
			continue
		}
		waited := was.Standing == campaign.StandingWaiting
		if asked && p == asker && (walkIn || waited && !h.Signups.Promoting(h.now)) {
			continue // in the order of asking
		}
		for _, o := range (seats{&before}).waiting() {
			still := h.members[o.Person].Standing == campaign.StandingWaiting
			if before.load(o.Person).Following && still && (!waited || o.Queue < was.Queue) {
				h.t.Errorf("%d was seated before %d", p, o.Person)
			}
		}
	}
	if h.tally.Taken != len(seated) {
		h.t.Errorf("%d taken, %d seated", h.tally.Taken, len(seated))
	}
}
