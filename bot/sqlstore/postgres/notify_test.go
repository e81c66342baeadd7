package postgres_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/sqlstore"
)

// told lets one process change what is stopped: another one on the same schema hears of it,
// also after its connection was cut, and one on another schema does not.
func told(t *testing.T, url string) {
	t.Helper()
	a, b, other := open(t, url), open(t, url), open(t, strings.Replace(url, "search_path=", "search_path=other_", 1))
	var heard, foreign atomic.Int64
	for s, n := range map[*sqlstore.Store]*atomic.Int64{b: &heard, other: &foreign} {
		go s.Listen(t.Context(), func() { n.Add(1) }) // ends with the test
	}
	reaches := func(n int64, what string) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); heard.Load() < n; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: it heard %d times, want %d", what, heard.Load(), n)
			}
		}
	}
	change := func() {
		t.Helper()
		err := a.Do(t.Context(), func(ctx context.Context) error { return a.Seats.AddSeats(ctx, "here", 1) })
		if err != nil {
			t.Fatal(err)
		}
	}
	reaches(1, "connected")
	change()
	reaches(2, "a change")
	query(t, url, "SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity WHERE query = 'LISTEN zhujiao'")
	reaches(3, "connected again")
	change()
	reaches(4, "a change after that")
	if foreign.Load() > 2 { // at each connection
		t.Errorf("another schema heard %d times", foreign.Load())
	}
}
