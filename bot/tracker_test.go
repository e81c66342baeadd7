package bot_test

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot"
)

// TestTrackerWait waits for goroutines, at most until the context ends, and takes
// no longer than they do.
func TestTrackerWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var work bot.Tracker
		if err := work.Wait(t.Context()); err != nil {
			t.Errorf("nothing is running: %v", err)
		}
		begin := time.Now()
		work.Go(func() { time.Sleep(time.Minute) })
		work.Go(func() { time.Sleep(time.Second) })
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		if err := work.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
		var waiting sync.WaitGroup
		for range 3 {
			waiting.Go(func() {
				if err := work.Wait(t.Context()); err != nil || time.Since(begin) != time.Minute {
					t.Errorf("waited %v, err %v; want a minute", time.Since(begin), err)
				}
			})
		}
		waiting.Wait()
	})
}

// TestTrackerGoexit counts a goroutine that does not return as ended.
func TestTrackerGoexit(t *testing.T) {
	t.Parallel()
	var work bot.Tracker
	work.Go(runtime.Goexit)
	if err := work.Wait(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestTrackerRests lets goroutines rest that have nothing more to do, a bounded number of
// them. None is left after a wait: the bubble of the test would not end.
func TestTrackerRests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		work := bot.Tracker{Resting: 32}
		first, second := crowd(&work, 1000), crowd(&work, 1000)
		if again := shared(first, second); again < 1 || again > 40 {
			t.Errorf("%d of 1000 goroutines were used again, want some and at most 40", again)
		}
		if err := work.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		if again := shared(second, crowd(&work, 1000)); again != 0 {
			t.Errorf("%d goroutines were left by the wait", again)
		}
		work.Go(func() { time.Sleep(time.Minute) })
		work.Go(func() {})
		if err := work.Wait(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// crowd has n goroutines run together, and returns which they were.
func crowd(work *bot.Tracker, n int) map[string]bool {
	var mu sync.Mutex
	ids := map[string]bool{}
	for range n {
		work.Go(func() {
			var room [64]byte
			id, _, _ := bytes.Cut(room[:runtime.Stack(room[:], false)], []byte(" ["))
			mu.Lock()
			ids[string(id)] = true
			mu.Unlock()
			time.Sleep(time.Second)
		})
	}
	time.Sleep(2 * time.Second)
	synctest.Wait()
	return ids
}

func shared(a, b map[string]bool) (n int) {
	for id := range a {
		if b[id] {
			n++
		}
	}
	return n
}
