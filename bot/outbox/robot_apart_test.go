package outbox_test

import (
	"slices"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestBadAlert refuses one of two alerts that share a message: the other one arrives, and
// so do those after them, unless one before them has to wait.
func TestBadAlert(t *testing.T) {
	t.Parallel()
	refused := error(&bot.SendError{Class: bot.BadContent, Code: 40058})
	tooFast := error(&bot.SendError{Class: bot.TooFast})
	sent, failed, queued := campaign.NoticeSent, campaign.NoticeFailed, campaign.NoticeQueued
	for name, tt := range map[string]struct {
		errs  []error
		free  int
		calls int
		want  []campaign.NoticeState
	}{
		"the second":         {[]error{refused, nil, refused}, 20, 4, []campaign.NoticeState{sent, failed, sent}},
		"both":               {slices.Repeat([]error{refused}, 3), 20, 4, []campaign.NoticeState{failed, failed, sent}},
		"too fast then":      {[]error{refused, nil, tooFast}, 20, 3, []campaign.NoticeState{sent, queued, queued}},
		"the minute is over": {[]error{refused}, 2, 1, []campaign.NoticeState{queued, queued, queued}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.errs, w.free, w.next = tt.errs, tt.free, noon().Add(time.Minute)
			for id := range int64(3) {
				w.alert(id + 1)
			}
			if tt.free == 2 { // the first two calls fill it
				w.during = func() { w.locked(func() { w.free = 0 }) }
			}
			w.settle(w.dispatcher())
			for i, want := range tt.want {
				if r := w.rows[int64(i+1)]; r.outcome.State != want {
					t.Errorf("alert %d: %s, want %s; calls %q", i+1, r.outcome.State, want, w.calls)
				}
			}
			if len(w.calls) != tt.calls {
				t.Errorf("calls %q, want %d", w.calls, tt.calls)
			}
		})
	}
}
