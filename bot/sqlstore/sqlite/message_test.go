package sqlite_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"zhujiao/bot/sqlstore/db"
	"zhujiao/bot/sqlstore/sqlite"
)

// TestMeetQuickly: what messages do on the driver has the result of the query MeetPerson,
// for people in every state.
func TestMeetQuickly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, _ := newEngine(t, dir)
	pool, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	random := rand.New(rand.NewPCG(1, 2))
	few := func() int64 { return random.Int64N(4) }
	quick, undo := 0, 0
	for i := range 200 {
		a := db.MeetPersonParams{
			ID: 10, Openid: sql.NullString{String: "o1", Valid: true}, Hash: "h1",
			At: 1 + few(), GrantN: few(), GrantUntil: few(), Made: few(),
		}
		if i%5 > 0 {
			set(t, pool, [6]int64{few(), few() / 2, few() / 2, few(), few(), few()})
		}
		fast, plain, err := e.BothMeet(context.Background(), a)
		if err != nil || fast != plain {
			t.Fatalf("case %d, %+v:\n%+v\n%+v, %v", i, a, fast, plain, err)
		}
		if fast.ID == 9 && fast.Since == 9 {
			quick++
		} else {
			undo++
		}
		if _, err := pool.ExecContext(t.Context(), "DELETE FROM person"); err != nil {
			t.Fatal(err)
		}
	}
	if quick < 50 || undo < 50 {
		t.Errorf("%d known and %d others, want many of both", quick, undo)
	}
}

// set stores a person in a state: first_at, whether they are erased, following, moved_at,
// credits, credits_until.
func set(t *testing.T, pool *sql.DB, state [6]int64) {
	t.Helper()
	openid := sql.NullString{String: "o1", Valid: state[1] == 0}
	_, err := pool.ExecContext(t.Context(), "INSERT INTO person (id, openid, hash, first_at, last_at, following, consent, "+
		"credits, credits_until, pending, pending_until, choices, choices_until, shelved, taken, since, moved_at, heard) "+
		"VALUES (9, $1, 'h1', $2, 1, $3, 1, $4, $5, 'p', 1, 'c', 1, 2, 0, 9, $6, 5)",
		openid, state[0], state[2], state[4], state[5], state[3])
	if err != nil {
		t.Fatal(err)
	}
}
