package wechat

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// tallySpan is the time between two lines about the same thing.
const tallySpan = time.Minute

// tally logs what anybody can make happen as often as they like: the first time at once,
// then one line a minute with the number of times. The messages are few and fixed.
type tally struct {
	log    *slog.Logger
	mu     sync.Mutex // guards counts
	counts map[string]*counted
}

// counted is what happened since the last line, with the attributes of the last time.
type counted struct {
	times int
	attrs []slog.Attr
}

func newTally(log *slog.Logger) *tally {
	return &tally{log: log, counts: map[string]*counted{}}
}

// note logs a message and its reason, or counts them for the line at the end of the
// minute.
func (t *tally) note(ctx context.Context, level slog.Level, msg, reason string, attrs ...slog.Attr) {
	attrs = append(attrs, slog.String("reason", reason))
	key := msg + "\x00" + reason
	t.mu.Lock()
	c, running := t.counts[key]
	if running {
		c.times++
		c.attrs = attrs
	} else {
		t.counts[key] = &counted{}
		time.AfterFunc(tallySpan, func() { t.sum(level, msg, key) })
	}
	t.mu.Unlock()
	if !running {
		t.log.LogAttrs(ctx, level, msg, attrs...)
	}
}

// sum logs the times since the last line. After a minute without any it forgets the
// message.
func (t *tally) sum(level slog.Level, msg, key string) {
	t.mu.Lock()
	c := t.counts[key]
	times, attrs := c.times, c.attrs
	if times == 0 {
		delete(t.counts, key)
	} else {
		c.times, c.attrs = 0, nil
		time.AfterFunc(tallySpan, func() { t.sum(level, msg, key) })
	}
	t.mu.Unlock()
	if times > 0 {
		t.log.LogAttrs(context.Background(), level, msg, append(attrs, slog.Int("times", times))...)
	}
}
