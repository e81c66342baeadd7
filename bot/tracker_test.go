package bot_test

import (
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
