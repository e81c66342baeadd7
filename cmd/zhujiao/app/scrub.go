package app

import (
	"context"
	"sync"
	"time"
)

// scrubber removes what was erased from the database's files, beside everything else: it
// may take long, and nothing waits for it but the lab.
type scrubber struct {
	a  *App
	mu sync.Mutex // one scrub at a time
}

// scrubEvery is how often it looks whether something was erased.
const scrubEvery = time.Second

// scrub removes what was erased until now.
func (s *scrubber) scrub(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.a.store.Erasure.Scrub(ctx); err != nil && ctx.Err() == nil {
		s.a.log.WarnContext(ctx, "the erased words are still in the database's log; trying again", "error", err)
	}
}

// run scrubs until ctx ends, which also ends a scrub under way. It begins with what a process
// that was killed may have left.
func (s *scrubber) run(ctx context.Context) {
	s.a.store.Erasure.MarkErased()
	s.a.every(ctx, scrubEvery, "scrubbing", func() { s.scrub(ctx) })
}
