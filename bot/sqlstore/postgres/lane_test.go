package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
)

// lane holds the row of a class from outside and lets more people than there are connections
// take a seat, half of whom are known to want one: everybody else is still served, also in
// another class. When the row is free again all have a seat of their own.
func lane(t *testing.T, url string) {
	t.Helper()
	s := open(t, url+"&lock_timeout=4s&statement_timeout=4s")
	ensure(t, s, "c1", "c2")
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	if _, err := conn.Exec(t.Context(), "BEGIN"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "UPDATE campaign SET taken = taken WHERE id = 'c1'"); err != nil {
		t.Fatal(err)
	}
	var crowd sync.WaitGroup
	var began, failed atomic.Int64
	for i := range 60 {
		ctx := t.Context()
		if i%2 == 0 {
			ctx = campaign.WithLane(ctx, "c1")
		}
		crowd.Go(func() {
			began.Add(1)
			if _, err := seat(ctx, s, bot.UserID(fmt.Sprint("o", i)), "c1"); err != nil {
				failed.Add(1)
			}
		})
	}
	for began.Load() < 60 {
		time.Sleep(time.Millisecond)
	}
	for i := range 40 { // one after the other, so that each meets a pool that is as full as it gets
		meet(t, s, bot.UserID(fmt.Sprint("other", i)))
		if _, err := seat(t.Context(), s, bot.UserID(fmt.Sprint("elsewhere", i)), "c2"); err != nil {
			t.Fatalf("a seat in another class: %v", err)
		}
	}
	if n := query(t, url, "SELECT count(*)::text FROM member WHERE campaign = 'c1' AND seat > 0"); n != "0" {
		t.Fatalf("%s seats were taken while the row was locked", n)
	}
	if _, err := conn.Exec(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	crowd.Wait()
	taken := query(t, url, "SELECT count(DISTINCT seat)::text FROM member WHERE campaign = 'c1'")
	if want := fmt.Sprint(60 - failed.Load()); taken != want {
		t.Errorf("%s seats are taken, want %s", taken, want)
	}
}

// ensure makes classes.
func ensure(t *testing.T, s *sqlstore.Store, classes ...string) {
	t.Helper()
	for _, id := range classes {
		if err := s.Content.Prepare(t.Context(), &campaign.Campaign{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
}

// seat takes a seat for somebody in a unit of its own.
func seat(ctx context.Context, s *sqlstore.Store, who bot.UserID, class string) (n int, err error) {
	err = s.Do(ctx, func(ctx context.Context) error {
		p, err := s.People.Meet(ctx, who, campaign.ContactTyped, time.Now(), time.Now())
		if err != nil {
			return err
		}
		if n, err = s.Seats.TakeSeat(ctx, class, 120); err != nil {
			return err
		}
		return s.Seats.SaveMember(ctx, class, &campaign.Member{Person: p.ID, Standing: campaign.StandingSeated, Seat: n})
	})
	return n, err
}

// lanesCross lets units take the seats of two classes in opposite order: all end, whoever has
// to wait for whom, also one that goes on after it was told to end.
func lanesCross(t *testing.T, url string) {
	t.Helper()
	s := open(t, url)
	ensure(t, s, "c1", "c2")
	var all sync.WaitGroup
	for i := range 20 {
		order := []string{"c1", "c2"}
		if i%2 == 0 {
			order = []string{"c2", "c1"}
		}
		all.Go(func() {
			err := s.Do(t.Context(), func(ctx context.Context) error {
				_, first := s.Seats.TakeSeat(ctx, order[0], 120)
				_, second := s.Seats.TakeSeat(ctx, order[1], 120)
				if i%5 == 0 {
					return nil // although it failed
				}
				return errors.Join(first, second)
			})
			if err != nil {
				t.Errorf("unit %d: %v", i, err)
			}
		})
	}
	all.Wait()
	for _, class := range []string{"c1", "c2"} {
		if got, err := s.Seats.Tally(t.Context(), class); err != nil || got.Taken != 20 {
			t.Errorf("%s: %d seats are taken (%v), want 20", class, got.Taken, err)
		}
	}
}
