package wechat

import (
	"log/slog"
	"sync"
	"time"
)

// tallySpan is the time between two lines about the same reason.
const tallySpan = time.Minute

// tally logs pushes that are not handled, which anybody can send as often as they like:
// the first with a reason at once, then one line a minute with their number. Reasons are
// few and fixed.
type tally struct {
	log    *slog.Logger
	mu     sync.Mutex // guards counts
	counts map[string]int
}

func newTally(log *slog.Logger) *tally {
	return &tally{log: log, counts: map[string]int{}}
}

// note logs a reason, or counts it for the line at the end of the minute. It returns how
// often the reason was counted in this minute.
func (t *tally) note(reason string) (times int) {
	t.mu.Lock()
	_, running := t.counts[reason]
	if running {
		t.counts[reason]++
		times = t.counts[reason]
	} else {
		t.counts[reason] = 0
		time.AfterFunc(tallySpan, func() { t.sum(reason) })
	}
	t.mu.Unlock()
	if !running {
		t.log.Warn("a push is not handled", "reason", reason)
	}
	return times
}

// sum logs how often a reason came since its last line. After a minute without any it
// forgets the reason.
func (t *tally) sum(reason string) {
	t.mu.Lock()
	times := t.counts[reason]
	if times == 0 {
		delete(t.counts, reason)
	} else {
		t.counts[reason] = 0
		time.AfterFunc(tallySpan, func() { t.sum(reason) })
	}
	t.mu.Unlock()
	if times > 0 {
		t.log.Warn("pushes are not handled", "reason", reason, "times", times)
	}
}
