package campaign_test

import (
	"context"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

func (w *world) try(t *testing.T, p bot.PersonID, right bool, clock string, want campaign.CheckinResult) {
	t.Helper()
	var got campaign.CheckinResult
	w.unit(t, func(ctx context.Context) (err error) {
		got, err = w.Checkins.Try(ctx, p, right, "phrase", evening(clock))
		return err
	})
	if got != want {
		t.Errorf("%s: %d tries: %+v, want %+v", clock, p, got, want)
	}
}

func ended(o campaign.CheckinOutcome, number int) campaign.CheckinResult {
	return campaign.CheckinResult{Outcome: o, Number: number}
}

// TestWrongPhrases counts wrong tries in a window that begins anew when it has
// passed; a right phrase does not get past the limit.
func TestWrongPhrases(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "")
	w.try(t, 1, false, "20:29:59", ended(campaign.CheckinEarly, 0)) // does not count
	for _, clock := range []string{"20:30:00", "20:31:00", "20:39:59"} {
		w.try(t, 1, false, clock, ended(campaign.CheckinWrong, 0))
	}
	w.try(t, 1, true, "20:39:59", ended(campaign.CheckinTooManyWrong, 0))
	w.try(t, 1, false, "20:40:00", ended(campaign.CheckinWrong, 0))
	if m := w.members[1]; m.WrongTries != 1 || !m.WrongSince.Equal(evening("20:40:00")) {
		t.Errorf("the window began anew: %+v", m)
	}
	w.try(t, 1, true, "20:40:01", ended(campaign.CheckinDone, 0))
	w.try(t, 1, false, "20:40:02", ended(campaign.CheckinAlready, 0))
	w.try(t, 2, true, "21:45:01", ended(campaign.CheckinLate, 0))
	if m := w.members[1]; !m.CheckedAt.Equal(evening("20:40:01")) {
		t.Errorf("checked in at %v", m.CheckedAt)
	}
	strict := newWorld(func(c *campaign.Campaign) { c.Checkin.WrongMax = 1 })
	strict.seat(1, "")
	strict.try(t, 1, false, "20:30:00", ended(campaign.CheckinWrong, 0))
	strict.try(t, 1, true, "20:31:00", ended(campaign.CheckinTooManyWrong, 0))
	free := newWorld(func(c *campaign.Campaign) { c.Checkin.WrongMax = 0 })
	free.seat(1, "")
	for range 9 {
		free.try(t, 1, false, "20:30:00", ended(campaign.CheckinWrong, 0))
	}
}

// TestAskCheckin answers the bare word by the time.
func TestAskCheckin(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(2, "20:31:00")
	for _, tt := range []struct {
		p     bot.PersonID
		clock string
		want  campaign.CheckinOutcome
	}{
		{1, "20:29:59", campaign.CheckinEarly},
		{1, "20:30:00", campaign.CheckinHow},
		{1, "21:45:00", campaign.CheckinHow},
		{1, "21:45:01", campaign.CheckinLate},
		{2, "21:45:01", campaign.CheckinAlready},
	} {
		if got, err := w.Checkins.Ask(t.Context(), tt.p, evening(tt.clock)); err != nil || got.Outcome != tt.want {
			t.Errorf("%s: %d asks: %+v, %v, want %d", tt.clock, tt.p, got, err, tt.want)
		}
	}
}

// TestWithoutSeat is somebody without a seat who brings the right phrase.
func TestWithoutSeat(t *testing.T) {
	t.Parallel()
	seat := func(c *campaign.Campaign) { c.Checkin.Standby = campaign.StandbySeat }
	shut := func(c *campaign.Campaign) { c.Checkin.WalkIn = false }
	for name, tt := range map[string]struct {
		change  func(*campaign.Campaign)
		taken   int
		closed  bool
		present int
		clock   string
		want    campaign.CheckinOutcome
		number  int
	}{
		"a seat is free":        {nil, 1, false, 0, "20:50:00", campaign.CheckinWalkIn, 1},
		"no walk-ins":           {shut, 1, false, 0, "20:50:00", campaign.CheckinShut, 1},
		"closed by a moderator": {nil, 1, true, 0, "20:50:00", campaign.CheckinShut, 1},
		"full":                  {nil, 2, false, 0, "20:50:00", campaign.CheckinFull, 1},
		"no standby, with room": {nil, 2, false, 0, "20:50:00", campaign.CheckinFull, 1},
		"standby too early":     {seat, 2, false, 1, "20:44:59", campaign.CheckinFull, 1},
		"standby with room":     {seat, 2, false, 1, "20:45:00", campaign.CheckinDone, 0},
		"standby without room":  {seat, 2, false, 2, "20:45:00", campaign.CheckinFull, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(tt.change)
			w.tally, w.present = campaign.Tally{Taken: tt.taken, Closed: tt.closed}, tt.present
			w.try(t, 9, true, tt.clock, ended(tt.want, tt.number))
			in := tt.want == campaign.CheckinWalkIn || tt.want == campaign.CheckinDone
			m := w.members[9]
			if in != m.CheckedIn() || in != m.SignedAt.Equal(evening(tt.clock)) {
				t.Errorf("member = %+v, checked in should be %v", m, in)
			}
			if in == (len(w.tickets) > 0) {
				t.Errorf("%d tickets", len(w.tickets))
			}
			if seated := m.Standing == campaign.StandingSeated; seated != (tt.want == campaign.CheckinWalkIn) {
				t.Errorf("member = %+v", m)
			}
		})
	}
}

// TestStandbyKeepsSignup leaves the time of registration of somebody on the
// waitlist who is let in.
func TestStandbyKeepsSignup(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) { c.Checkin.Standby, c.Signup.Seats = campaign.StandbySeat, 1 })
	w.tally.Taken = 1
	w.wait(9, 3)
	w.try(t, 9, true, "20:45:00", ended(campaign.CheckinDone, 0))
	if m := w.members[9]; !m.SignedAt.Equal(evening("09:00:00")) || m.Standing != campaign.StandingWaiting {
		t.Errorf("the member = %+v", m)
	}
	w = newWorld(nil)
	w.wait(9, 3)
	w.try(t, 9, true, "20:45:00", ended(campaign.CheckinWalkIn, 1))
	if m := w.members[9]; !m.SignedAt.Equal(evening("09:00:00")) || m.Queue != 0 {
		t.Errorf("the member = %+v", m)
	}
}

// TestMakeup checks in whom a moderator believes, with a seat if there is one.
func TestMakeup(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		prepare func(*world)
		ok      bool
		taken   int
		at      string
	}{
		"seated":             {func(w *world) { w.seat(1, "") }, true, 1, "21:50:00"},
		"checked in already": {func(w *world) { w.seat(1, "20:40:00") }, true, 1, "20:40:00"},
		"no seat, one free":  {func(w *world) { w.tally.Taken = 1 }, true, 2, "21:50:00"},
		"no seat, full":      {func(w *world) { w.tally.Taken = 2 }, false, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(nil)
			tt.prepare(w)
			var ok bool
			w.unit(t, func(ctx context.Context) (err error) {
				ok, err = w.Checkins.Makeup(ctx, 1, evening("21:50:00"))
				return err
			})
			m := w.members[1]
			if ok != tt.ok || w.tally.Taken != tt.taken || m.CheckedIn() != tt.ok {
				t.Errorf("ok %v, tally %+v, member %+v", ok, w.tally, m)
			}
			if tt.at != "" && (!m.CheckedAt.Equal(evening(tt.at)) || m.Standing != campaign.StandingSeated) {
				t.Errorf("member %+v", m)
			}
		})
	}
}

// TestWalkInDecides seats somebody who checks in without a registration: a cancellation
// that was sent before and arrives later does not take the seat (ruling 35).
func TestWalkInDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) { c.Checkin.WalkIn = true })
	w.try(t, 1, true, "20:40:00", ended(campaign.CheckinWalkIn, 1))
	if m := w.members[1]; !m.DecidedAt.Equal(evening("20:40:00")) {
		t.Errorf("decided at %v, want when it was sent", m.DecidedAt)
	}
}
