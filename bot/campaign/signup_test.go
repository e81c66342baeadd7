package campaign_test

import (
	"context"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

func (w *world) register(t *testing.T, p bot.PersonID, at time.Time, o campaign.SignupOutcome, number int) {
	t.Helper()
	var got campaign.SignupResult
	w.unit(t, func(ctx context.Context) (err error) {
		got, err = w.Signups.Register(ctx, p, "poster", at, at)
		return err
	})
	if want := (campaign.SignupResult{Outcome: o, Number: number}); got != want {
		t.Errorf("%v: %d registers: %+v, want %+v", at, p, got, want)
	}
}

// TestRegistrationWindow tests the bounds of registration to the second.
func TestRegistrationWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.register(t, 1, evening("07:59:59"), campaign.SignupNotOpen, 0)
	w.register(t, 1, evening("08:00:00"), campaign.SignupSeated, 1)
	w.register(t, 2, evening("21:30:00"), campaign.SignupSeated, 2)
	w.register(t, 3, evening("21:30:01"), campaign.SignupClosed, 0)
	w.register(t, 1, evening("21:30:01"), campaign.SignupAlreadySeated, 1)
	w.tally.Closed = true
	w.register(t, 3, evening("09:00:00"), campaign.SignupClosed, 0)
	midnight := evening("23:59:59").Add(time.Second)
	w.register(t, 3, midnight, campaign.SignupOver, 0)
	w.register(t, 1, midnight, campaign.SignupOver, 0)
	w.register(t, 1, midnight.Add(-time.Second), campaign.SignupAlreadySeated, 1)
	m := w.members[1]
	if m.Source != "poster" || !m.SignedAt.Equal(evening("08:00:00")) || m.Standing != campaign.StandingSeated {
		t.Errorf("the member = %+v", m)
	}
	if _, known := w.members[3]; known {
		t.Error("somebody who was refused is stored")
	}
}

// TestNoCloseTime registers for as long as the class's day lasts.
func TestNoCloseTime(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) { c.Signup.Close = time.Time{} })
	w.register(t, 1, evening("23:59:59"), campaign.SignupSeated, 1)
}

// TestWaitlist tests the positions on the waitlist and what is said again.
func TestWaitlist(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for p := range bot.PersonID(2) {
		w.register(t, p+1, evening("09:00:00"), campaign.SignupSeated, int(p)+1)
	}
	w.register(t, 3, evening("09:00:00"), campaign.SignupWaiting, 1)
	w.register(t, 4, evening("09:00:00"), campaign.SignupWaiting, 2)
	w.register(t, 4, evening("21:30:00"), campaign.SignupAlreadyWaiting, 2)
	w.register(t, 4, evening("21:30:01"), campaign.SignupWaitEnded, 2)
	if m := w.members[4]; m.Standing != campaign.StandingWaiting || m.Queue == 0 || m.Seat != 0 {
		t.Errorf("the member = %+v", m)
	}
	if n, err := w.Signups.Position(t.Context(), new(w.members[4])); n != 2 || err != nil {
		t.Errorf("position %d, %v, want 2", n, err)
	}
}

// TestNoWaitlist closes a full class that has no waitlist, or none that leads to a
// seat.
func TestNoWaitlist(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) { c.Signup.Waitlist, c.Signup.Seats = false, 1 })
	w.register(t, 1, evening("09:00:00"), campaign.SignupSeated, 1)
	w.register(t, 2, evening("09:00:00"), campaign.SignupClosed, 0)
	w.tally.Extra = 1 // a moderator adds a seat
	w.register(t, 2, evening("09:00:00"), campaign.SignupSeated, 2)
	late := newWorld(func(c *campaign.Campaign) { c.Signup.PromoteUntil, c.Signup.Seats = evening("12:00:00"), 0 })
	late.register(t, 1, evening("12:00:00"), campaign.SignupWaiting, 1)
	late.register(t, 2, evening("12:00:01"), campaign.SignupClosed, 0)
}

// TestRefusal tells somebody new whether they can register, without doing it.
func TestRefusal(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change  func(*campaign.Campaign)
		taken   int
		clock   string
		want    campaign.SignupOutcome
		refused bool
	}{
		"a seat is free":         {nil, 1, "09:00:00", 0, false},
		"full, with a waitlist":  {nil, 2, "09:00:00", 0, false},
		"not yet":                {nil, 0, "07:00:00", campaign.SignupNotOpen, true},
		"closed":                 {nil, 0, "21:31:00", campaign.SignupClosed, true},
		"full, without waitlist": {func(c *campaign.Campaign) { c.Signup.Waitlist = false }, 2, "09:00:00", campaign.SignupClosed, true},
		"free, without waitlist": {func(c *campaign.Campaign) { c.Signup.Waitlist = false }, 1, "09:00:00", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(tt.change)
			w.tally.Taken = tt.taken
			got, refused, err := w.Signups.Refusal(t.Context(), evening(tt.clock))
			if err != nil || refused != tt.refused || refused && got != tt.want {
				t.Errorf("refused %v (%d), %v, want %v (%d)", refused, got, err, tt.refused, tt.want)
			}
		})
	}
}

// TestEnded tells apart a registration that may come and one that is over.
func TestEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for clock, want := range map[string]bool{"07:00:00": false, "09:00:00": false, "21:31:00": true} {
		if got := w.Signups.Ended(evening(clock)); got != want {
			t.Errorf("%s: ended %v, want %v", clock, got, want)
		}
	}
	if w.c.Over(evening("23:59:59")) || !w.c.Over(evening("00:00:00").AddDate(0, 0, 1).UTC()) {
		t.Error("the class is over from the next day")
	}
}

func (w *world) leave(t *testing.T, p bot.PersonID, clock string, want campaign.Standing) {
	t.Helper()
	var was campaign.Standing
	w.unit(t, func(ctx context.Context) (err error) {
		was, err = w.Signups.Leave(ctx, p, evening(clock), evening(clock))
		return err
	})
	if was != want {
		t.Errorf("%d left from %q, want %q", p, was, want)
	}
}

// TestLeaving gives a seat to the head of the waitlist, until the time for that is
// over.
func TestLeaving(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change   func(*campaign.Campaign)
		clock    string
		promoted bool
	}{
		"in time":  {nil, "21:30:00", true},
		"too late": {nil, "21:30:01", false},
		"no limit": {func(c *campaign.Campaign) { c.Signup.PromoteUntil = time.Time{} }, "21:30:01", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(tt.change)
			w.seat(1, "")
			w.seat(2, "")
			w.wait(3, 5)
			w.wait(4, 7)
			w.leave(t, 1, tt.clock, campaign.StandingSeated)
			left := w.members[1]
			if left.Standing != campaign.StandingNone || left.Seat != 0 || !left.SignedAt.IsZero() {
				t.Errorf("who left = %+v", left)
			}
			third, taken := w.members[3], 1
			if tt.promoted {
				taken = 2
			}
			if got := third.Standing == campaign.StandingSeated && third.Seat == 1 && third.Queue == 0; got != tt.promoted {
				t.Errorf("the head of the waitlist = %+v, promoted should be %v", third, tt.promoted)
			}
			if w.tally.Taken != taken {
				t.Errorf("%d seats are taken, want %d", w.tally.Taken, taken)
			}
			if w.members[4].Standing != campaign.StandingWaiting {
				t.Errorf("the second of the waitlist = %+v", w.members[4])
			}
			if tt.promoted != (len(w.told) == 1) {
				t.Fatalf("told %+v", w.told)
			}
			if tt.promoted {
				n := w.told[0]
				if n.Person != 3 || n.Body != (campaign.Promoted{Seat: 1}) || n.Priority != campaign.PriorityPromotion ||
					!n.Due.Equal(evening(tt.clock)) || n.Campaign != "c" {
					t.Errorf("told %+v", n)
				}
			}
		})
	}
}

// TestLeavingWithoutSeat frees no seat.
func TestLeavingWithoutSeat(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "")
	w.wait(2, 5)
	w.wait(3, 7)
	w.leave(t, 2, "09:00:00", campaign.StandingWaiting)
	w.leave(t, 2, "09:00:00", campaign.StandingNone)
	if w.tally.Taken != 1 || w.members[2].Queue != 0 || len(w.told) != 0 {
		t.Errorf("tally %+v, member %+v, told %v", w.tally, w.members[2], w.told)
	}
}

// TestPromoteMany seats as many of the waitlist as there are seats.
func TestPromoteMany(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	for p := range bot.PersonID(4) {
		w.wait(p+1, int64(p)+1)
	}
	w.tally.Extra = 1
	n := 0
	w.unit(t, func(ctx context.Context) (err error) {
		n, err = w.Signups.Promote(ctx, evening("09:00:00"))
		return err
	})
	if n != 3 || len(w.told) != 3 || w.members[3].Seat != 3 || w.members[4].Standing != campaign.StandingWaiting {
		t.Errorf("%d promoted, told %d, members %+v", n, len(w.told), w.members)
	}
	if w.Signups.Total(w.tally) != 3 {
		t.Errorf("%d seats in all, want 3", w.Signups.Total(w.tally))
	}
	if tally, err := w.Signups.Tally(t.Context()); err != nil || tally != w.tally {
		t.Errorf("tally %+v, %v", tally, err)
	}
}
