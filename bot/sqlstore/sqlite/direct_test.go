package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
	"zhujiao/bot/sqlstore/sqlite"
)

// TestTextsPastTheDriver: texts of any length and content are stored as they are, one after
// the other in the same memory.
func TestTextsPastTheDriver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, _ := newEngine(t, dir)
	pool, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	for i, body := range []string{"短", "", strings.Repeat("长", 100_000), "a\x00b", "短", strings.Repeat("x", 5000)} {
		want := db.RecordParams{
			Key: "m" + strings.Repeat("k", i), Campaign: "c", Person: -1, Kind: "text",
			Body: body, Reply: "t" + body, At: 1 << 60, Quotes: 1,
		}
		for _, inserted := range []int64{1, 0} { // the second time it is known
			if n, err := e.Record(t.Context(), want); n != inserted || err != nil {
				t.Errorf("%d: inserted %d, %v, want %d", i, n, err, inserted)
			}
		}
		var got db.RecordParams
		err := pool.QueryRowContext(t.Context(), "SELECT key, campaign, person, kind, body, reply, at, quotes FROM journal WHERE key = $1",
			want.Key).Scan(&got.Key, &got.Campaign, &got.Person, &got.Kind, &got.Body, &got.Reply, &got.At, &got.Quotes)
		if err != nil || got != want {
			t.Errorf("%d: %d and %d bytes, %v, want %d and %d", i, len(got.Body), len(got.Reply), err, len(want.Body), len(want.Reply))
		}
	}
}

// TestTallyPastTheDriver: a class that is stored has its counters, another one has no row.
func TestTallyPastTheDriver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, _ := newEngine(t, dir)
	pool, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	_, err = pool.ExecContext(t.Context(), "INSERT INTO campaign (id, taken, extra, closed, next_queue, ends_at, claims_end) "+
		"VALUES ('here', 7, 3, 1, 1, 0, 0)")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := e.Tally(t.Context(), "here"); err != nil || got != (db.TallyRow{Taken: 7, Extra: 3, Closed: 1}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := e.Tally(t.Context(), "elsewhere"); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("a class that is not stored: %v", err)
	}
}

// TestErrorPastTheDriver: what SQLite refuses is told as the driver's errors are, and the
// statement works again afterwards.
func TestErrorPastTheDriver(t *testing.T) {
	t.Parallel()
	e, _ := newEngine(t, t.TempDir())
	if err := e.FillDisk(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	large := db.RecordParams{Key: "large", Body: strings.Repeat("长", 100_000)}
	_, err := e.Record(t.Context(), large)
	if fault, ok := errors.AsType[*sqlstore.FaultError](err); !ok || !strings.Contains(fault.Advice, "disk is full") {
		t.Errorf("got %v, want that the disk is full", err)
	}
	if err := e.FillDisk(t.Context(), 1000); err != nil {
		t.Fatal(err)
	}
	if n, err := e.Record(t.Context(), large); n != 1 || err != nil {
		t.Errorf("with room again: inserted %d, %v", n, err)
	}
}

// TestConnectionGivenBack: after its end nothing keeps the database, so that it can be opened
// again and the log is gone.
func TestConnectionGivenBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for range 3 {
		e, s, err := openEngine(dir)
		if err != nil {
			t.Fatal(err)
		}
		if !e.Unlocked() {
			t.Error("the connection of the writer still has its mutex")
		}
		if _, err := s.Moderators.Control(context.Background()); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if left, err := filepath.Glob(filepath.Join(dir, "*-wal")); len(left) > 0 || err != nil {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}
