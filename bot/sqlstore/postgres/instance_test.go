package postgres_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/storetest"
)

// silence makes a store look as if its process had not been heard of for some seconds.
func silence(t *testing.T, url, boot string, seconds int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	stmt := fmt.Sprintf("UPDATE instance SET seen_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint - %d WHERE boot = '%s'",
		seconds*1000, boot)
	if tag, err := conn.Exec(t.Context(), stmt); err != nil || tag.RowsAffected() != 1 {
		t.Fatalf("silence an instance: %v, %v", tag, err)
	}
}

// twoInstances lets two processes share a database: neither takes over what the other
// is doing while that is alive, and all of it once it has not been heard of for ten
// seconds. The one that comes back gets an instance again.
func twoInstances(t *testing.T, url string) {
	t.Helper()
	a := storetest.Start(t, open(t, url))
	b := open(t, url)
	storetest.Left(t, b, "of a living one", 0, false)
	if a.Store.Instances().Number() == b.Instances().Number() {
		t.Errorf("both have number %d", a.Store.Instances().Number())
	}
	silence(t, url, a.Store.Instances().Boot(), 8)
	storetest.Left(t, b, "of one that is silent for 8 s", 0, false)
	silence(t, url, a.Store.Instances().Boot(), 11)
	storetest.Left(t, b, "of one that is silent for 11 s", 1, true)
	a.Overtaken(t)
	number := a.Store.Instances().Number()
	if err := a.Store.Instances().Beat(t.Context()); err != nil || a.Store.Instances().Number() != number {
		t.Errorf("who comes back gets number %d, %v, want %d", a.Store.Instances().Number(), err, number)
	}
	storetest.Left(t, b, "of one that came back", 0, false)
}

// lostNumber lets 256 processes start: the numbers of silent ones are given out again,
// and who lost its number gets another one.
func lostNumber(t *testing.T, url string) {
	t.Helper()
	a, b := open(t, url), open(t, url)
	if err := a.Instances().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	query(t, url, `WITH rest AS (INSERT INTO instance (number, boot, seen_at)
		SELECT n, 'full ' || n, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 3600000 FROM generate_series(1, 254) n RETURNING 1)
		SELECT count(*)::text FROM rest`)
	if err := b.Instances().Beat(t.Context()); err == nil || b.Instances().Trusted() {
		t.Errorf("a process without a number takes part as number %d", b.Instances().Number())
	}
	silence(t, url, a.Instances().Boot(), 11)
	if err := b.Instances().Beat(t.Context()); err != nil || b.Instances().Number() != 0 {
		t.Errorf("number %d, %v, want that of the silent one", b.Instances().Number(), err)
	}
	silence(t, url, "full 7", 11)
	if err := a.Instances().Beat(t.Context()); err != nil || a.Instances().Number() != 7 {
		t.Errorf("who lost its number gets %d, %v, want 7", a.Instances().Number(), err)
	}
}

// oneOnDuty gives a duty to the first of two processes that asks, and to the other one once
// the first has not been heard of for ten seconds, or has left.
func oneOnDuty(t *testing.T, url string) {
	t.Helper()
	a, b := open(t, url), open(t, url)
	for _, s := range []*sqlstore.Store{a, b} {
		if err := s.Instances().Beat(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	mine := func(s *sqlstore.Store) bool {
		got, err := s.Duty("plan").Mine(t.Context()) // a new one each time, so that it asks the database
		if err != nil {
			t.Error(err)
		}
		return got
	}
	tell := func(when string, ofA, ofB bool) {
		t.Helper()
		if x, y := mine(a), mine(b); x != ofA || y != ofB {
			t.Errorf("%s: the first has it: %v, the other: %v; want %v, %v", when, x, y, ofA, ofB)
		}
	}
	tell("at first", true, false)
	tell("again", true, false)
	silence(t, url, a.Instances().Boot(), 8)
	tell("silent for 8 s", true, false)
	silence(t, url, a.Instances().Boot(), 11)
	if !mine(b) || mine(a) {
		t.Error("the other one does not take it over from a silent one")
	}
	if err := b.Instances().Leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Instances().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	tell("the other one left", true, false)
}
