package main

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// floodMax is how often the same line is written in a floodSpan.
	floodMax  = 60
	floodSpan = time.Minute
	// floodLines bounds the different lines that are counted apart. The program has fewer.
	floodLines = 1000
)

// floodLog writes the same line at most floodMax times a minute; at the end of the minute a
// line says how many were left out. Lines are the same if their words are: what they are
// about may differ. Debug lines, which somebody has asked for, are all written.
type floodLog struct {
	slog.Handler
	counts *floodCounts
}

// floodCounts is shared by a log and those that are made of it.
type floodCounts struct {
	root    slog.Handler // without what single logs add
	dropped atomic.Int64
	mu      sync.Mutex // guards lines
	lines   map[string]int
}

func newFloodLog(h slog.Handler) *floodLog {
	return &floodLog{Handler: h, counts: &floodCounts{root: h, lines: map[string]int{}}}
}

// Dropped returns how many lines were left out.
func (l *floodLog) Dropped() int64 { return l.counts.dropped.Load() }

// WithAttrs implements slog.Handler.
func (l *floodLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &floodLog{l.Handler.WithAttrs(attrs), l.counts}
}

// WithGroup implements slog.Handler.
func (l *floodLog) WithGroup(name string) slog.Handler {
	return &floodLog{l.Handler.WithGroup(name), l.counts}
}

// Handle implements slog.Handler.
func (l *floodLog) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelInfo || l.counts.admit(context.WithoutCancel(ctx), r.Level, r.Message) {
		return l.Handler.Handle(ctx, r)
	}
	l.counts.dropped.Add(1)
	return nil
}

// admit counts a line and reports whether it is written. ctx does not end.
func (c *floodCounts) admit(ctx context.Context, level slog.Level, words string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, counted := c.lines[words]
	if !counted && len(c.lines) >= floodLines {
		return false
	}
	c.lines[words] = n + 1
	if !counted {
		time.AfterFunc(floodSpan, func() { c.end(ctx, level, words) })
	}
	return n < floodMax
}

// end is the end of a line's minute. It says how many were left out.
func (c *floodCounts) end(ctx context.Context, level slog.Level, words string) {
	c.mu.Lock()
	n := c.lines[words]
	delete(c.lines, words)
	c.mu.Unlock()
	if n <= floodMax {
		return
	}
	r := slog.NewRecord(time.Now(), level, "a line of the log came too often and was left out", 0)
	r.AddAttrs(slog.String("line", words), slog.Int("times", n-floodMax))
	_ = c.root.Handle(ctx, r) // a log that cannot be written says nothing
}
