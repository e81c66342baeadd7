package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/storetest"
)

// TestStatementsTogether counts the ways to the server that units take: the beginning goes with
// the first query, the control row with meeting a person, and statements of which nobody asks
// for the result go together with what comes next, at last with the commit.
func TestStatementsTogether(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	relay := server.Relay()
	s := storetest.Open(t, engine(t, bottest.Through(t, server.URL(), relay.Addr)))
	write := func(n int) func(ctx context.Context) error {
		return func(ctx context.Context) (err error) {
			for i := range n {
				err = errors.Join(err, s.Journal.CountAnswered(ctx, "here", bot.PersonID(i)))
			}
			return err
		}
	}
	meetOne := func(ctx context.Context) error {
		_, err := s.People.Meet(ctx, "o1", campaign.ContactTyped, time.Now(), time.Now())
		return err
	}
	control := func(ctx context.Context) error {
		_, err := s.Moderators.Control(ctx)
		return err
	}
	for name, c := range map[string]struct {
		unit func(ctx context.Context) error
		ways int
	}{
		"nothing":        {func(context.Context) error { return nil }, 0},
		"one statement":  {write(1), 2}, // the commit waits until the beginning is answered
		"many":           {write(60), 2},
		"more than wait": {write(200), 4},
		"reads and writes": {func(ctx context.Context) error {
			return s.Seats.SaveMember(ctx, "here", &campaign.Member{Person: 1}) // reads what is there
		}, 2},
		"meets and reads": {func(ctx context.Context) error { return errors.Join(meetOne(ctx), control(ctx)) }, 2},
		"reads twice":     {func(ctx context.Context) error { return errors.Join(meetOne(ctx), control(ctx), control(ctx)) }, 3},
	} {
		var ways int
		for range 2 { // the first prepares the statements
			before := relay.Pieces()
			if err := s.Do(t.Context(), c.unit); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			ways = relay.Pieces() - before
		}
		if ways != c.ways {
			t.Errorf("%s: %d ways to the server, want %d", name, ways, c.ways)
		}
	}
}

// readAhead changes the control row after the person was met with whom it was read.
func readAhead(t *testing.T, url string) {
	t.Helper()
	s := open(t, url)
	err := s.Do(t.Context(), func(ctx context.Context) error {
		if _, err := s.People.Meet(ctx, "o1", campaign.ContactTyped, time.Now(), time.Now()); err != nil {
			return err
		}
		if err := s.Moderators.SetLevel(ctx, campaign.StopFirst, "Min", time.Now()); err != nil {
			return err
		}
		c, err := s.Moderators.Control(ctx)
		if c.Level != campaign.StopFirst {
			t.Errorf("the unit reads level %v after it has set %v", c.Level, campaign.StopFirst)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// deadConnections ends all connections of the pool: the next unit takes a new one, and writes
// once what it writes.
func deadConnections(t *testing.T, url string) {
	t.Helper()
	s := open(t, url+"&application_name=dead")
	ensure(t, s, "c1")
	var all, ready sync.WaitGroup
	ready.Add(10)
	for range 10 {
		all.Go(func() {
			err := s.Do(t.Context(), func(ctx context.Context) error {
				_, err := s.Seats.Member(ctx, "here", 1)
				ready.Done()
				ready.Wait() // each has a connection of its own
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	end := func() {
		query(t, url, "SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity WHERE application_name = 'dead'")
	}
	end()
	runs := 0
	err := s.Do(t.Context(), func(ctx context.Context) error {
		runs++
		_, err := s.Seats.Tally(ctx, "c1")
		return errors.Join(err, s.Seats.AddSeats(ctx, "c1", 1))
	})
	if err != nil || runs < 2 {
		t.Errorf("after %d runs: %v", runs, err)
	}
	if tally, err := s.Seats.Tally(t.Context(), "c1"); err != nil || tally.Extra != 1 {
		t.Errorf("tally = %+v, %v, want one seat more", tally, err)
	}
	end()
	err = s.Do(t.Context(), func(ctx context.Context) error {
		_, _ = s.Seats.Member(ctx, "c1", 1)
		_ = s.Journal.CountAnswered(ctx, "c1", 1)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if n := query(t, url, "SELECT count(*)::text FROM count_bucket WHERE campaign = 'c1'"); n != "1" {
		t.Errorf("%s counts after a unit that did not look at errors, want 1", n)
	}
}
