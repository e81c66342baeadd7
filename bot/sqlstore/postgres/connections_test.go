package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/storetest"
)

// sessionSettings changes what does harm in the settings of the server, and nothing that the
// address asks for.
func sessionSettings(t *testing.T, url string) {
	t.Helper()
	for _, c := range []struct{ address, commit, jit string }{
		{url, "on", "off"},
		{url + "&jit=on", "on", "on"},
		{url + "&synchronous_commit=off", "off", "off"},
		{url + "&synchronous_commit=off&jit=on", "off", "on"},
	} {
		e := engine(t, c.address)
		for name, want := range map[string]string{"synchronous_commit": c.commit, "jit": c.jit} {
			if got, err := e.Setting(t.Context(), name); got != want {
				t.Errorf("%s: %s is %q (%v), want %q", c.address, name, got, err, want)
			}
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	if commit, jit := query(t, url, "SHOW synchronous_commit"), query(t, url, "SHOW jit"); commit != "off" || jit != "on" {
		t.Errorf("the server itself has synchronous_commit %s and jit %s, which shows nothing", commit, jit)
	}
}

// fewConnections gives the program two connections, while it wants ten: units at the same
// time wait for one and are all stored. With none at all the error says what to do.
func fewConnections(t *testing.T, url string) {
	t.Helper()
	run(t, url, "CREATE ROLE guest LOGIN", "GRANT ALL ON DATABASE postgres TO guest")
	guest := strings.Replace(url, "user=postgres", "user=guest", 1)
	e := engine(t, guest)
	s := storetest.Open(t, e)
	run(t, url, "ALTER ROLE guest CONNECTION LIMIT 2",
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'guest'")
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			err := s.Do(t.Context(), func(ctx context.Context) error {
				_, err := s.People.Meet(ctx, "o", campaign.ContactTyped, time.Now(), time.Now())
				time.Sleep(10 * time.Millisecond)
				return err
			})
			if err != nil {
				t.Errorf("unit %d: %v", i, err)
			}
		})
	}
	all.Wait()
	run(t, url, "ALTER ROLE guest CONNECTION LIMIT 0")
	_, err := postgres.Open(t.Context(), guest, slog.New(slog.DiscardHandler))
	if f, ok := errors.AsType[*sqlstore.FaultError](err); !ok || !strings.Contains(f.Advice, "no connection left") {
		t.Errorf("without a connection: %v", err)
	}
	run(t, url, "ALTER ROLE guest CONNECTION LIMIT -1")
}

// run runs statements on a connection of its own.
func run(t *testing.T, url string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	for _, s := range statements {
		if _, err := conn.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}
