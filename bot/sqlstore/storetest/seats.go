package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

func member(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	m, err := s.Seats.Member(t.Context(), here, 7)
	if err != nil || *m != (campaign.Member{Person: 7}) {
		t.Fatalf("a blank member = %+v, %v", m, err)
	}
	full := campaign.Member{
		Person: 7, Standing: campaign.StandingSeated, Seat: 3, Source: "reg-article", SignedAt: noon(),
		CheckedAt: noon().Add(time.Hour), WrongTries: 2, WrongSince: noon().Add(time.Minute),
	}
	in(t, s, func(ctx context.Context) error { return s.Seats.SaveMember(ctx, here, &full) })
	got, err := s.Seats.Member(t.Context(), here, 7)
	if err != nil || !sameMember(*got, full) {
		t.Errorf("read %+v, %v, want %+v", got, err, full)
	}
	n, err := s.Seats.Present(t.Context(), here)
	if err != nil || n != 1 {
		t.Errorf("present = %d, %v, want 1", n, err)
	}
	blank := campaign.Member{Person: 7}
	in(t, s, func(ctx context.Context) error { return s.Seats.SaveMember(ctx, here, &blank) })
	if got, err = s.Seats.Member(t.Context(), here, 7); err != nil || !sameMember(*got, blank) {
		t.Errorf("read %+v, %v, want a blank one", got, err)
	}
}

// sameMember compares members; times by the moment they mean.
func sameMember(a, b campaign.Member) bool {
	same := a.SignedAt.Equal(b.SignedAt) && a.CheckedAt.Equal(b.CheckedAt) && a.WrongSince.Equal(b.WrongSince)
	a.SignedAt, a.CheckedAt, a.WrongSince = b.SignedAt, b.CheckedAt, b.WrongSince
	return same && a == b
}

// sit seats a person as the rules do, and returns the seat.
func sit(ctx context.Context, s *sqlstore.Store, p bot.PersonID, seats int) (int, error) {
	n, err := s.Seats.TakeSeat(ctx, here, seats)
	if err != nil || n == 0 {
		return n, err
	}
	return n, s.Seats.SaveMember(ctx, here, &campaign.Member{Person: p, Standing: campaign.StandingSeated, Seat: n})
}

func seats(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	take := func(p bot.PersonID, wanted int) {
		t.Helper()
		in(t, s, func(ctx context.Context) error {
			n, err := sit(ctx, s, p, 3)
			want(t, "seat", n, wanted)
			return err
		})
	}
	take(1, 1)
	take(2, 2)
	take(3, 3)
	take(4, 0)
	in(t, s, func(ctx context.Context) error {
		if err := s.Seats.SaveMember(ctx, here, &campaign.Member{Person: 2}); err != nil {
			return err
		}
		return s.Seats.FreeSeat(ctx, here)
	})
	take(4, 2)
	in(t, s, func(ctx context.Context) error {
		if err := s.Seats.SaveMember(ctx, here, &campaign.Member{Person: 1}); err != nil {
			return err
		}
		return s.Seats.FreeSeat(ctx, here)
	})
	take(2, 1)
	tally, err := s.Seats.Tally(t.Context(), here)
	if err != nil || tally.Taken != 3 || tally.Closed {
		t.Errorf("tally = %+v, %v, want 3 taken", tally, err)
	}
	tally, err = s.Seats.Tally(t.Context(), there)
	if err != nil || tally.Taken != 0 {
		t.Errorf("the other campaign's tally = %+v, %v, want nothing taken", tally, err)
	}
}

func seatsAtOnce(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	const people, chairs = 60, 20
	got := make([]int, people)
	together(people, func(i int) {
		err := s.Do(t.Context(), func(ctx context.Context) (err error) {
			got[i], err = sit(ctx, s, bot.PersonID(i+1), chairs)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	slices.Sort(got)
	for i := range people {
		want(t, "seat", got[i], max(0, i+1-(people-chairs)))
	}
}

func oneOwner(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	in(t, s, func(ctx context.Context) error {
		_, err := sit(ctx, s, 1, 5)
		return err
	})
	err := s.Do(t.Context(), func(ctx context.Context) error {
		return s.Seats.SaveMember(ctx, here, &campaign.Member{Person: 2, Standing: campaign.StandingSeated, Seat: 1})
	})
	if err == nil {
		t.Error("one seat was given to two people")
	}
}

func waitlist(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	_, err := s.Seats.FirstWaiting(t.Context(), here)
	missing(t, "the head of an empty waitlist", err)
	var order []int64
	for p := range bot.PersonID(3) {
		var queued int64
		in(t, s, func(ctx context.Context) error {
			n, err := s.Seats.NextQueue(ctx, here)
			if err != nil {
				return err
			}
			queued = n
			return s.Seats.SaveMember(ctx, here, &campaign.Member{Person: p + 1, Standing: campaign.StandingWaiting, Queue: n})
		})
		order = append(order, queued)
	}
	if !slices.IsSorted(order) || order[0] == order[1] || order[1] == order[2] {
		t.Errorf("the waitlist's order is %v, want it to rise", order)
	}
	in(t, s, func(ctx context.Context) error { return s.Seats.SaveMember(ctx, here, &campaign.Member{Person: 1}) })
	head, err := s.Seats.FirstWaiting(t.Context(), here)
	if err != nil || head.Person != 2 || head.Queue != order[1] {
		t.Errorf("head = %+v, %v, want person 2", head, err)
	}
	for i, wanted := range []int{1, 2} {
		n, err := s.Seats.Position(t.Context(), here, order[i+1])
		if err != nil || n != wanted {
			t.Errorf("position = %d, %v, want %d", n, err, wanted)
		}
	}
	_, err = s.Seats.FirstWaiting(t.Context(), there)
	missing(t, "the other campaign's head", err)
}
