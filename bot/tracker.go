package bot

import (
	"context"
	"sync"
)

// Tracker counts goroutines, so that a shutdown or a test can wait for them. The
// zero value is ready to use. Unlike a sync.WaitGroup it may be waited for while
// others start goroutines.
type Tracker struct {
	mu      sync.Mutex // guards below
	running int
	// idle is closed when running falls to 0; nil while nobody waits.
	idle chan struct{}
}

// Go runs f in a new goroutine and counts it until f returns.
func (t *Tracker) Go(f func()) {
	t.mu.Lock()
	t.running++
	t.mu.Unlock()
	go func() {
		defer t.done()
		f()
	}()
}

func (t *Tracker) done() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.running--; t.running == 0 && t.idle != nil {
		close(t.idle)
		t.idle = nil
	}
}

// Wait returns at a moment when no goroutine is running, or with the error of ctx.
func (t *Tracker) Wait(ctx context.Context) error {
	t.mu.Lock()
	if t.running == 0 {
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
