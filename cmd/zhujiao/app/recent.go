package app

import (
	"slices"
	"sync"
)

// recent remembers what was made for some keys: the last few that were asked for. The zero
// value is empty. It is safe for concurrent use.
type recent[K comparable, V any] struct {
	mu   sync.Mutex
	kept []*made[K, V] // the one that was asked for last is the last
}

type made[K comparable, V any] struct {
	key   K
	once  sync.Once
	value V
}

// recentMost is how many keys are remembered: what serves in each class, and what some
// moderators are writing.
const recentMost = 32

// of returns what was made for a key, or computes it. Others who ask for the same key wait, those
// who ask for another one do not.
func (r *recent[K, V]) of(key K, compute func() V) V {
	m := r.entry(key)
	m.once.Do(func() { m.value = compute() })
	return m.value
}

// forget lets what was made for a key be made again.
func (r *recent[K, V]) forget(key K) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = slices.DeleteFunc(r.kept, func(m *made[K, V]) bool { return m.key == key })
}

func (r *recent[K, V]) entry(key K) *made[K, V] {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := &made[K, V]{key: key}
	if i := slices.IndexFunc(r.kept, func(m *made[K, V]) bool { return m.key == key }); i >= 0 {
		out = r.kept[i]
		r.kept = slices.Delete(r.kept, i, i+1)
	}
	r.kept = append(r.kept, out)
	if len(r.kept) > recentMost {
		r.kept = slices.Delete(r.kept, 0, 1)
	}
	return out
}
