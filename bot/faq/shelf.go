package faq

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"weak"
)

// Shelf builds matchers. Those with equal entries and words share all that is expensive:
// classes are mostly copied from one another. The zero Shelf is ready, and safe for
// concurrent use. It keeps nothing alive that no matcher uses.
type Shelf struct {
	mu    sync.Mutex
	cores map[[sha256.Size]byte]weak.Pointer[core]
}

// New is the function New, sharing with the other matchers of the shelf. A nil shelf shares
// nothing.
func (s *Shelf) New(setup Setup) (*Matcher, []Conflict) {
	if s == nil {
		return New(setup)
	}
	key := setup.fingerprint()
	c := s.find(key)
	if c == nil {
		c = newCore(setup) // without the lock: it takes about 0.1 s
		s.put(key, c)
	}
	return &Matcher{core: c, subject: subjectOf(setup)}, slices.Clone(c.conflicts)
}

func (s *Shelf) find(key [sha256.Size]byte) *core {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cores[key].Value()
}

func (s *Shelf) put(key [sha256.Size]byte, c *core) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.cores, func(_ [sha256.Size]byte, p weak.Pointer[core]) bool { return p.Value() == nil })
	if s.cores == nil {
		s.cores = map[[sha256.Size]byte]weak.Pointer[core]{}
	}
	s.cores[key] = weak.Make(c)
}

// fingerprint is a hash of everything that a core is made of.
func (s Setup) fingerprint() [sha256.Size]byte {
	b, err := json.Marshal(struct {
		Entries  []Entry
		Concepts map[string][]string
		Known    []string
		Without  Part
	}{s.Entries, s.Concepts, slices.Sorted(maps.Keys(shipped().foreignIn(fileWords(s)))), s.Without})
	if err != nil {
		panic(fmt.Sprintf("strings and numbers cannot fail: %v", err))
	}
	return sha256.Sum256(b)
}
