package bot

import (
	"context"
	"sync"
)

// Tracker counts goroutines, so that a shutdown or a test can wait for them. The
// zero value is ready to use. Unlike a sync.WaitGroup it may be waited for while
// others start goroutines.
//
// Up to Resting goroutines that have nothing more to do rest until the next call of Go or Wait,
// for a new one would have to grow its stack first. Where that is set, Wait comes last.
type Tracker struct {
	Resting int // set before the first use

	mu      sync.Mutex // guards below
	running int
	// idle is closed when running falls to 0; nil while nobody waits.
	idle    chan struct{}
	resting []chan func() // what those that rest receive from; the last has rested least
}

// Go runs f in a goroutine of its own and counts it until f returns.
func (t *Tracker) Go(f func()) {
	t.mu.Lock()
	t.running++
	last := len(t.resting) - 1
	if last < 0 {
		t.mu.Unlock()
		go t.work(f)
		return
	}
	next := t.resting[last]
	t.resting = t.resting[:last]
	t.mu.Unlock()
	next <- f
}

// work runs f, and what comes after it.
func (t *Tracker) work(f func()) {
	next := make(chan func(), 1)
	for more := true; more; f, more = <-next {
		t.run(f, next)
	}
}

// run runs f and counts it as ended, also if it ends the goroutine. Then the goroutine
// rests, or next is closed.
func (t *Tracker) run(f func(), next chan func()) {
	returned := false
	defer func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.running--
		waited := t.idle != nil
		if t.running == 0 && waited {
			close(t.idle)
			t.idle = nil
			t.dismiss()
		}
		if returned && !waited && len(t.resting) < t.Resting {
			t.resting = append(t.resting, next)
		} else {
			close(next)
		}
	}()
	f()
	returned = true
}

// dismiss ends the goroutines that rest.
func (t *Tracker) dismiss() {
	for _, next := range t.resting {
		close(next)
	}
	t.resting = nil
}

// Wait returns at a moment when no goroutine is running, or with the error of ctx.
func (t *Tracker) Wait(ctx context.Context) error {
	t.mu.Lock()
	if t.running == 0 {
		t.dismiss()
		t.mu.Unlock()
		return nil
	}
	if t.idle == nil {
		t.idle = make(chan struct{})
	}
	idle := t.idle
	t.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
