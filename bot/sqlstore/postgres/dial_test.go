package postgres_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/storetest"
)

// TestSilentConnections lets all connections fall silent at once, as after a firewall has lost
// its state: they are given up, and new ones serve. Whoever tries again and again, as the
// heartbeat and the next push do, has an answer after seconds, also if the connections were in
// use until then, or are asked first because they were not.
func TestSilentConnections(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	for name, idle := range map[string]time.Duration{"in use": 0, "idle": 1500 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			relay := server.Relay()
			e := engine(t, bottest.Through(t, server.URL(), relay.Addr))
			s := storetest.Open(t, e)
			fillPool(t, e)
			time.Sleep(idle)
			relay.Silence()
			var all sync.WaitGroup
			for what, do := range map[string]func(ctx context.Context) error{
				"a read": func(ctx context.Context) error {
					_, err := s.Seats.Tally(ctx, "here")
					return err
				},
				"the clock": func(ctx context.Context) error {
					_, err := e.Now(ctx)
					return err
				},
				"a unit": func(ctx context.Context) error {
					return s.Do(ctx, func(ctx context.Context) error { return s.Seats.AddSeats(ctx, "there", 1) })
				},
			} {
				all.Go(func() { answersAgain(t, what, do) })
			}
			all.Wait()
		})
	}
}

// fillPool lets as many units run at once as the pool has connections.
func fillPool(t *testing.T, e *postgres.Engine) {
	t.Helper()
	const connections = 10
	var all, inside sync.WaitGroup
	inside.Add(connections)
	for range connections {
		all.Go(func() {
			err := e.Do(t.Context(), func(context.Context) error {
				inside.Done()
				inside.Wait()
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := e.Pool().Idle; n != connections {
		t.Errorf("%d connections are idle, want %d", n, connections)
	}
}

// answersAgain tries until it succeeds. A try that does not end by itself is left behind.
func answersAgain(t *testing.T, what string, try func(ctx context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	begin, limit := time.Now(), time.After(15*time.Second)
	for tries := 1; ; tries++ {
		done := make(chan error, 1)
		go func() { done <- try(ctx) }() // ends with ctx
		select {
		case err := <-done:
			if err == nil {
				t.Logf("%s succeeds after %v, at try %d", what, time.Since(begin), tries)
				return
			}
			t.Logf("%s: %v", what, err)
		case <-limit:
			t.Errorf("%s: no answer after %v, at try %d", what, time.Since(begin), tries)
			return
		}
	}
}

// TestSettingTime reads times as the server does.
func TestSettingTime(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"3s": 3 * time.Second, "1500": 1500 * time.Millisecond, "2 min": 2 * time.Minute, "0": 0, "250ms": 250 * time.Millisecond, "1d": 0,
	} {
		if got := postgres.SettingTime(value); got != want {
			t.Errorf("%q is %v, want %v", value, got, want)
		}
	}
}
