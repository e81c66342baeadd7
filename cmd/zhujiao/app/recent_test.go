package app

import (
	"sync"
	"testing"
)

// TestRecent: a value is made once for all who ask at the same time, the oldest is forgotten, and
// what was forgotten is made again.
func TestRecent(t *testing.T) {
	t.Parallel()
	var r recent[int, int]
	made := map[int]int{}
	var mu sync.Mutex
	ask := func(key int) int {
		return r.of(key, func() int {
			mu.Lock()
			defer mu.Unlock()
			made[key]++
			return key * key
		})
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for key := range recentMost {
				if got := ask(key); got != key*key {
					t.Errorf("%d: %d", key, got)
				}
			}
		})
	}
	all.Wait()
	for key, n := range made {
		if n != 1 {
			t.Errorf("%d was made %d times", key, n)
		}
	}
	ask(0) // the one that was asked for last stays
	ask(recentMost)
	ask(0)
	ask(1)
	r.forget(2)
	ask(2)
	if made[0] != 1 || made[1] != 2 || made[2] != 2 || len(r.kept) > recentMost {
		t.Errorf("made %v, kept %d", made, len(r.kept))
	}
}
