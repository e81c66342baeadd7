package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/sqlstore/sqlite"
)

// TestCountsAreExact: what units count is stored with them, also when others of the same
// transaction fail after they have counted.
func TestCountsAreExact(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	const units = 300
	want := map[string]int{"a": 0, "b": 0}
	var all sync.WaitGroup
	for i := range units {
		class, fails := []string{"a", "b"}[i%2], i%7 == 0
		if !fails {
			want[class]++
		}
		all.Go(func() {
			err := s.Do(t.Context(), func(ctx context.Context) error {
				if err := s.Journal.CountAnswered(ctx, class, bot.PersonID(i)); err != nil || !fails {
					return err
				}
				return errUnit
			})
			if fails != errors.Is(err, errUnit) {
				t.Errorf("unit %d: %v", i, err)
			}
		})
	}
	all.Wait()
	pool, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	for class, n := range want {
		var got int
		row := pool.QueryRowContext(t.Context(), "SELECT sum(n) FROM count_bucket WHERE campaign = $1 AND kind = 'answered'", class)
		err := row.Scan(&got)
		if err != nil || got != n {
			t.Errorf("class %s: %d counted, want %d, %v", class, got, n, err)
		}
	}
}
