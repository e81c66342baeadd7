package postgres_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/sqlstore/postgres"
)

// scrubLimited scrubs as a user whose statements end after 50 ms, while a table makes that
// wait: the limit is for units.
func scrubLimited(t *testing.T, url string) {
	t.Helper()
	run(t, url, "CREATE ROLE limited LOGIN", "GRANT ALL ON DATABASE postgres TO limited")
	e := engine(t, strings.Replace(url, "user=postgres", "user=limited", 1))
	defer func() { _ = e.Close() }()
	run(t, url, "ALTER ROLE limited SET statement_timeout = '50ms'")
	keepsLocked(t, url, "journal", 500*time.Millisecond)
	if err := e.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
}

// scrubOthers scrubs while one table cannot be vacuumed in the time that the address gives:
// all others are.
func scrubOthers(t *testing.T, url string) {
	t.Helper()
	e := engine(t, url+"&statement_timeout=300")
	defer func() { _ = e.Close() }()
	keepsLocked(t, url, "arrival", 2*time.Second)
	if err := e.Scrub(t.Context()); err == nil || !strings.Contains(err.Error(), "vacuum arrival") {
		t.Errorf("err = %v, want that arrival was not vacuumed", err)
	}
	left := "SELECT coalesce(string_agg(relname, ' '), '') FROM pg_stat_user_tables " +
		"WHERE schemaname = current_schema() AND vacuum_count = 0"
	got := ""
	for range 100 { // the server counts after a moment
		if got = query(t, url, left); got == "arrival" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("not vacuumed: %s; want arrival alone", got)
}

// TestScrubBehindPooler scrubs through a pooler, which takes no settings of its clients: the
// limit of the user is lifted for that, and holds again for the next one who gets the session.
func TestScrubBehindPooler(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	pooler := bottest.StartPgBouncer(t, server)
	direct := server.Database()
	if err := engine(t, direct).Close(); err != nil {
		t.Fatal(err)
	}
	run(t, direct, "ALTER ROLE postgres SET statement_timeout = '50ms'")
	e, err := postgres.OpenBeside(t.Context(), pooler.URL(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	keepsLocked(t, direct, "journal", 500*time.Millisecond)
	if err := e.Scrub(t.Context()); err != nil {
		t.Error(err)
	}
	if got, err := e.Setting(t.Context(), "statement_timeout"); err != nil || got != "50ms" {
		t.Errorf("after it a statement may take %s (%v), want 50ms", got, err)
	}
}
