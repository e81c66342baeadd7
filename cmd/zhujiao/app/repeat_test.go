package app

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestLoopsOutliveFaults lets repeated work panic: the log has the place, the work is
// done again, and the process goes on.
func TestLoopsOutliveFaults(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		out := &logged{}
		a := &App{log: slog.New(slog.NewTextHandler(out, nil)), clock: &Clock{}}
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
		defer stop()
		var hourly int
		go a.repeat(ctx, "the hourly work", func(time.Time) time.Duration {
			if hourly++; hourly == 1 {
				panic("no such hour")
			}
			return time.Hour
		})
		var often int
		a.every(ctx, time.Second, "the frequent work", func() {
			often++
			panic("no such second")
		})
		synctest.Wait()
		if hourly != 2 || often < 290 {
			t.Errorf("the hourly work ran %d times, want once more after a minute; the frequent %d times", hourly, often)
		}
		if got := out.String(); !strings.Contains(got, "task=\"the hourly work\"") || !strings.Contains(got, "repeat_test.go") {
			t.Errorf("logged %.300q", got)
		}
	})
}
