package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A line that comes again and again is written 60 times a minute, whoever the log was made
// for, and then it is said how many were left out. Other lines are written all the same.
func TestFloodLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		h := newFloodLog(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
		log := slog.New(h)
		for i := range 500 {
			log.With("class", i).Error("the disk is full", "n", i)
			log.Debug("message")
		}
		log.Warn("something else")
		count := func(words string) int { return strings.Count(out.String(), words) }
		if n := count("the disk is full"); n != 60 || count("something else") != 1 || count("message") != 500 || h.Dropped() != 440 {
			t.Errorf("%d lines of 60, %d of 1, %d of 500 are written; %d of 440 left out",
				n, count("something else"), count("message"), h.Dropped())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if !strings.Contains(out.String(), `left out" line="the disk is full" times=440`) {
			t.Errorf("it is not said how many were left out: %q", out.String()[max(0, out.Len()-300):])
		}
		log.Error("the disk is full")
		if n := count(`msg="the disk is full"`); n != 61 {
			t.Errorf("after a minute it is not written again: %d lines", n)
		}
	})
}

// The number of different lines is bounded, too.
func TestFloodLogOfManyLines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		h := newFloodLog(slog.NewTextHandler(&out, nil))
		for i := range 2 * floodLines {
			if err := h.Handle(t.Context(), slog.NewRecord(time.Now(), slog.LevelError, fmt.Sprint("line ", i), 0)); err != nil {
				t.Fatal(err)
			}
		}
		if n := strings.Count(out.String(), "\n"); n != floodLines || h.Dropped() != floodLines {
			t.Errorf("%d lines are written and %d left out, want %d of each", n, h.Dropped(), floodLines)
		}
	})
}
