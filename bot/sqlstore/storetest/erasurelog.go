package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"zhujiao/bot/sqlstore"
)

// keptErasures is a log of erasures in memory.
type keptErasures struct {
	mu   sync.Mutex
	kept []sqlstore.Erased
}

// Keep implements sqlstore.ErasureLog.
func (k *keptErasures) Keep(_ context.Context, erased []sqlstore.Erased) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, erased...)
}

// erasureLog erases people side by side: each erasure is kept once, under a number of its own,
// and what a start finds in the database is the same.
func erasureLog(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	var log, later keptErasures
	if err := s.KeepErasures(t.Context(), &log); err != nil {
		t.Fatal(err)
	}
	const people = 8
	var all sync.WaitGroup
	for i := range people {
		p := meet(t, s, fmt.Sprint("gone", i))
		all.Go(func() {
			if err := s.Do(t.Context(), func(ctx context.Context) error { return Erase(ctx, s, p) }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	slices.SortFunc(log.kept, func(a, b sqlstore.Erased) int { return int(a.Number - b.Number) })
	if len(log.kept) != 2*people { // words and facts
		t.Fatalf("%d erasures are kept, want %d: %v", len(log.kept), 2*people, log.kept)
	}
	for i, e := range log.kept {
		if e.Number != int64(i+1) {
			t.Errorf("the erasure %d has the number %d", i+1, e.Number)
		}
	}
	if err := s.KeepErasures(t.Context(), &later); err != nil || !slices.Equal(later.kept, log.kept) {
		t.Errorf("the next start finds %v, %v; want %v", later.kept, err, log.kept)
	}
}
