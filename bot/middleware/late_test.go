package middleware_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
)

const limit = 4500 * time.Millisecond

// lateWorld is a Late middleware around a handler that works for so long and ends with
// an error if it has one.
type lateWorld struct {
	tracker bot.Tracker
	mu      sync.Mutex
	lost    []error
	runs    int
	work    time.Duration
	err     error
	panics  bool
}

func (w *lateWorld) handler(most int) bot.Handler {
	tell := func(_ context.Context, err error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.lost = append(w.lost, err)
	}
	return middleware.Late(middleware.Patience{Max: most, Wait: limit}, &w.tracker, tell)(bot.HandlerFunc(w.handle))
}

func (w *lateWorld) handle(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	w.mu.Lock()
	w.runs++
	w.mu.Unlock()
	time.Sleep(w.work)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case w.panics:
		panic("ouch")
	case w.err != nil:
		return nil, w.err
	}
	if !m.Push.Answer() {
		m.Push.Deliver()
	}
	return bot.Text("reply"), nil
}

func TestLate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		work time.Duration
		want bot.Reply
		err  error
		took time.Duration
	}{
		"in time":     {time.Second, bot.Text("reply"), nil, time.Second},
		"last moment": {limit - 1, bot.Text("reply"), nil, limit - 1},
		"too late":    {limit + 1, nil, bot.ErrLate, limit},
		"hung":        {time.Hour, nil, bot.ErrLate, limit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &lateWorld{work: tc.work}
				begin := time.Now()
				got, err := w.handler(1).Handle(t.Context(), &bot.Message{Key: "k"})
				if took := time.Since(begin); got != tc.want || !errors.Is(err, tc.err) || took != tc.took {
					t.Errorf("got %v, %v after %v, want %v, %v after %v", got, err, took, tc.want, tc.err, tc.took)
				}
				w.tracker.Wait(t.Context())
				if len(w.lost) > 0 {
					t.Errorf("lost %v: the unit was committed", w.lost)
				}
			})
		})
	}
}

// The platform hangs up: nobody waits, and the unit ends all the same.
func TestLateOutlivesItsRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &lateWorld{work: 2 * time.Second}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		m := &bot.Message{Key: "k"}
		if _, err := w.handler(1).Handle(ctx, m); !errors.Is(err, bot.ErrLate) {
			t.Errorf("got %v, want %v", err, bot.ErrLate)
		}
		w.tracker.Wait(t.Context())
		if !m.Push.Delivered() {
			t.Error("the unit was not told that nobody waits")
		}
	})
}

// Five pushes of one message are handled once. The bound counts the message, not its
// pushes.
func TestLateJoinsRepeats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &lateWorld{work: 3 * time.Second}
		h := w.handler(1)
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if r, err := h.Handle(t.Context(), &bot.Message{Key: "k"}); r != bot.Text("reply") || err != nil {
					t.Errorf("got %v, %v, want the reply", r, err)
				}
			})
		}
		synctest.Wait()
		if _, err := h.Handle(t.Context(), &bot.Message{Key: "other"}); !errors.Is(err, bot.ErrBusy) {
			t.Errorf("over the bound: got %v, want %v", err, bot.ErrBusy)
		}
		wg.Wait()
		if w.runs != 1 {
			t.Errorf("got %d runs, want 1", w.runs)
		}
	})
}

// A unit takes twelve seconds. The platform pushes at 0, 5 and 10 s; the third push gets
// the reply, and nothing is delivered.
func TestLateRepeatTakesTheReply(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &lateWorld{work: 12 * time.Second}
		h := w.handler(1)
		first := &bot.Message{Key: "k"}
		for i, wanted := range []error{bot.ErrLate, bot.ErrLate, nil} {
			m := &bot.Message{Key: "k"}
			if i == 0 {
				m = first
			}
			begin := time.Now()
			if _, err := h.Handle(t.Context(), m); !errors.Is(err, wanted) {
				t.Errorf("push %d: got %v, want %v", i+1, err, wanted)
			}
			time.Sleep(5*time.Second - time.Since(begin))
		}
		if first.Push.Delivered() || w.runs != 1 {
			t.Errorf("delivered %v after %d runs, want a passive reply after one", first.Push.Delivered(), w.runs)
		}
	})
}

// The bound counts a message until its unit ends, not until its push is given up: with a
// stuck database the process does not take more and more.
func TestLateCountsUntilTheUnitEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &lateWorld{work: time.Minute}
		h := w.handler(2)
		for i, wanted := range []error{bot.ErrLate, bot.ErrLate, bot.ErrBusy, bot.ErrBusy} {
			if _, err := h.Handle(t.Context(), &bot.Message{Key: string(rune('a' + i))}); !errors.Is(err, wanted) {
				t.Errorf("message %d: got %v, want %v", i+1, err, wanted)
			}
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		w.work = 0
		if _, err := h.Handle(t.Context(), &bot.Message{Key: "z"}); err != nil {
			t.Errorf("when the units have ended: %v", err)
		}
	})
}

// A push joins when the unit has made its reply a delivery already. It must not carry the
// reply, but asks again, so that the delivery can be taken back.
func TestLateAsksAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var tracker bot.Tracker
		runs := 0
		h := middleware.Late(middleware.Patience{Max: 1, Wait: limit}, &tracker, nil)(bot.HandlerFunc(
			func(_ context.Context, m *bot.Message) (bot.Reply, error) {
				if runs++; runs == 1 {
					time.Sleep(limit + time.Second)
					m.Push.Deliver()
					time.Sleep(time.Second)
					return bot.Text("first"), nil
				}
				m.Push.Answer()
				return bot.Text("again"), nil
			}))
		go h.Handle(t.Context(), &bot.Message{Key: "k"})
		time.Sleep(limit + 1500*time.Millisecond)
		if r, err := h.Handle(t.Context(), &bot.Message{Key: "k"}); r != bot.Text("again") || err != nil || runs != 2 {
			t.Errorf("got %v, %v after %d runs, want the second run's reply", r, err, runs)
		}
	})
}

// An error goes to the pushes that wait, or to lost if none does.
func TestLateErrors(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	for name, tc := range map[string]struct {
		work      time.Duration
		panics    bool
		want      error
		lost      int
		wantPanic bool
	}{
		"in time":       {time.Second, false, boom, 0, false},
		"late":          {time.Minute, false, bot.ErrLate, 1, false},
		"panic in time": {time.Second, true, nil, 0, true},
		"panic late":    {time.Minute, true, bot.ErrLate, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &lateWorld{work: tc.work, err: boom, panics: tc.panics}
				h := w.handler(1)
				_, err := h.Handle(t.Context(), &bot.Message{Key: "k"})
				var panicked *middleware.PanicError
				if tc.wantPanic != errors.As(err, &panicked) || tc.want != nil && !errors.Is(err, tc.want) {
					t.Errorf("got %v, want %v", err, tc.want)
				}
				w.tracker.Wait(t.Context())
				if len(w.lost) != tc.lost {
					t.Errorf("lost %v, want %d errors", w.lost, tc.lost)
				}
				w.panics, w.err, w.work = false, nil, 0
				if _, err := h.Handle(t.Context(), &bot.Message{Key: "next"}); err != nil {
					t.Errorf("the next message: %v", err)
				}
			})
		})
	}
}

func TestNoPush(t *testing.T) {
	t.Parallel()
	if p := new(bot.Message).Push; !p.Awaited() || !p.Answer() || p.Delivered() {
		t.Error("a message without a push has nobody who waits, want a passive reply")
	}
}
