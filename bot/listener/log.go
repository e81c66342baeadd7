package listener

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"zhujiao/bot"
)

// linesMax is how many lines a minute anybody from outside can make us write.
const linesMax = 20

// Bounded returns a log that takes 20 lines a minute and then only counts them; the next
// line says how many were left out.
func Bounded(log *slog.Logger, now bot.Clock) *slog.Logger {
	return slog.New(&quota{log.Handler(), &minute{now: now}})
}

type quota struct {
	slog.Handler
	minute *minute
}

// minute counts the lines of one minute.
type minute struct {
	now     bot.Clock
	mu      sync.Mutex
	begun   time.Time
	lines   int
	omitted int
}

// take reports whether a line may be written, and how many before it were left out.
func (m *minute) take() (omitted int, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := m.now(); now.Sub(m.begun) >= time.Minute {
		m.begun, m.lines = now, 0
	}
	if m.lines >= linesMax {
		m.omitted++
		return 0, false
	}
	m.lines++
	omitted, m.omitted = m.omitted, 0
	return omitted, true
}

// Handle implements slog.Handler.
func (q *quota) Handle(ctx context.Context, r slog.Record) error {
	omitted, ok := q.minute.take()
	if !ok {
		return nil
	}
	if omitted > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("omitted", omitted))
	}
	return q.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (q *quota) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &quota{q.Handler.WithAttrs(attrs), q.minute}
}

// WithGroup implements slog.Handler.
func (q *quota) WithGroup(name string) slog.Handler {
	return &quota{q.Handler.WithGroup(name), q.minute}
}
