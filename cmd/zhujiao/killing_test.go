package main

import (
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"
)

// work is what programs do while they are killed, counted in steps: calls to the platform, or
// messages of the test.
type work struct {
	steps  int // how many there are at least
	begun  atomic.Int64
	killed atomic.Int64
}

// stepWait is how long a step waits at most for a kill: less than a call to the platform may
// take.
const stepWait = 4 * time.Second

// step begins a step. The kills divide the work into equal parts, and a step of a later part
// waits for the kill before it, so that the work is not done before all kills.
func (w *work) step() {
	n := w.begun.Add(1)
	for end := time.Now().Add(stepWait); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if k := w.killed.Load(); k >= int64(kills()) || n <= w.until(k) {
			return
		}
	}
}

// until is the last step of the part before which n kills happened.
func (w *work) until(n int64) int64 { return max(1, int64(w.steps)*(n+1)/int64(kills()+1)) }

// killing kills a program at a random moment of each part of the work but the last, and starts
// it again. It ends when the work is done, and fails if that was before all kills.
func (w *work) killing(t *testing.T, done <-chan struct{}, next func() *process) {
	t.Helper()
	for n := range int64(kills()) {
		for at := w.until(n) - rand.N(w.until(0)/2+1); w.begun.Load() < at; {
			select {
			case <-done:
				t.Errorf("the work was done after %d of %d kills: the test shows too little", n, kills())
				return
			case <-time.After(time.Millisecond):
			}
		}
		time.Sleep(rand.N(100 * time.Millisecond))
		p := next()
		p.kill()
		w.killed.Add(1)
		p.start()
	}
	<-done
}
