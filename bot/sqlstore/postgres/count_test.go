package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
	"zhujiao/bot/sqlstore/storetest"
)

// counts counts for longer than other statements may take, and all at one moment.
func counts(t *testing.T, url string) {
	t.Helper()
	if err := engine(t, url).Close(); err != nil { // makes the schema, which may take long
		t.Fatal(err)
	}
	e := engine(t, url+"&statement_timeout=700")
	s := storetest.Open(t, e)
	arrive := func(source string) {
		t.Helper()
		p := meet(t, s, "o1")
		err := s.Do(t.Context(), func(ctx context.Context) error { return s.Seats.Arrive(ctx, "here", source, p.ID, time.Now()) })
		if err != nil {
			t.Fatal(err)
		}
	}
	arrive("a")
	err := e.Count(t.Context(), func(q *db.Queries) error {
		first, err := q.ReportArrivals(t.Context(), "here")
		if err != nil {
			return err
		}
		arrive("b")
		second, err := q.ReportArrivals(t.Context(), "here")
		if len(first) != 1 || len(second) != 1 {
			t.Errorf("%d channels at first, and %d after another one: they are of two moments", len(first), len(second))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	keepsLocked(t, url, "arrival", time.Second)
	var n moderation.ReportCounts
	if n, err = sqlstore.Reports(s).CountReport(t.Context(), "here", time.Hour); err != nil || len(n.Channels) != 2 {
		t.Errorf("while the database needs a second: %+v, %v", n, err)
	}
}

// countShares lets a unit that has counted one person end late: nearly all others are counted
// meanwhile.
func countShares(t *testing.T, url string) {
	t.Helper()
	s := open(t, url+"&lock_timeout=100ms")
	answer := func(who bot.UserID) error {
		p := meet(t, s, who)
		return s.Do(t.Context(), func(ctx context.Context) error { return s.Journal.CountAnswered(ctx, "here", p.ID) })
	}
	if err := answer("first"); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	if _, err := conn.Exec(t.Context(), "BEGIN; UPDATE count_bucket SET n = n WHERE campaign = 'here'"); err != nil {
		t.Fatal(err)
	}
	waited := 0
	for i := range 40 {
		time.Sleep(time.Millisecond) // ids of the same millisecond differ more
		if err := answer(bot.UserID(fmt.Sprint("o", i))); err != nil {
			waited++
		}
	}
	if waited > 10 {
		t.Errorf("%d of 40 people could not be counted beside another one", waited)
	}
}

// keepsLocked lets all who read a table wait for a while.
func keepsLocked(t *testing.T, url, table string, span time.Duration) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "LOCK TABLE "+table)
	}
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { // ends with the span
		defer close(ended)
		time.Sleep(span)
		_ = tx.Rollback(context.Background())
		_ = conn.Close(context.Background())
	}()
	t.Cleanup(func() { <-ended })
}
