package outbox

import (
	"sync"
	"time"

	"zhujiao/bot"
)

// turns keeps one person's notices apart in real time: who has a call under way, and who
// waits until a call is repeated. What is stored keeps their order otherwise (see
// Ledger.Due); all of this may be lost.
type turns struct {
	mu      sync.Mutex // guards below
	busy    map[bot.PersonID]bool
	delayed map[bot.PersonID]<-chan struct{} // closed when the call may be repeated
}

func newTurns() *turns {
	return &turns{busy: map[bot.PersonID]bool{}, delayed: map[bot.PersonID]<-chan struct{}{}}
}

// waits reports whether nothing may be begun for a person now.
func (t *turns) waits(p bot.PersonID) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	over, held := t.delayed[p]
	return t.busy[p] || held && !closed(over)
}

// occupy makes a person busy.
func (t *turns) occupy(p bot.PersonID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy[p] = true
	delete(t.delayed, p)
}

// free ends the call under way to a person.
func (t *turns) free(p bot.PersonID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.busy, p)
}

// delay lets a person wait for a time.
func (t *turns) delay(p bot.PersonID, d time.Duration) {
	over := make(chan struct{})
	time.AfterFunc(d, func() { close(over) })
	t.mu.Lock()
	defer t.mu.Unlock()
	t.delayed[p] = over
}

// sweep forgets whoever need not wait any more, whatever became of their notice. waiting
// reports whether there was anybody before.
func (t *turns) sweep() (waiting bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	waiting = len(t.delayed) > 0
	for p, over := range t.delayed {
		if closed(over) {
			delete(t.delayed, p)
		}
	}
	return waiting
}
