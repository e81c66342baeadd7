package middleware_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
)

const (
	limit = 4500 * time.Millisecond
	hung  = limit + 30*time.Second
)

// unit is a fake of the Unit handler: it works, settles the push and commits.
// ignore is told of late errors that a test does not expect.
func ignore(context.Context, error) {}

type unit struct {
	work, commit time.Duration
	late         bool
	ended        bool
	err          error
}

func (u *unit) handle(ctx context.Context, m *bot.Message) (bot.Reply, error) {
	time.Sleep(u.work)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	u.late = m.Push.Settle()
	time.Sleep(u.commit)
	u.ended = true
	return bot.Text("reply"), u.err
}

func TestLate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		unit unit
		want bot.Reply
		late bool
		took time.Duration
	}{
		"in time":        {unit{work: time.Second}, bot.Text("reply"), false, time.Second},
		"last moment":    {unit{work: limit - 1}, bot.Text("reply"), false, limit - 1},
		"too late":       {unit{work: limit + 1}, bot.Silence{}, true, limit},
		"slow commit":    {unit{work: time.Second, commit: 9 * time.Second}, bot.Text("reply"), false, 10 * time.Second},
		"endless commit": {unit{commit: time.Hour}, bot.Silence{}, false, hung},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var work bot.Tracker
				u := tc.unit
				h := middleware.Late(limit, &work, ignore)(bot.HandlerFunc(u.handle))
				begin := time.Now()
				got, err := h.Handle(t.Context(), &bot.Message{})
				if took := time.Since(begin); got != tc.want || err != nil || took != tc.took {
					t.Errorf("got %v, %v after %v, want %v after %v", got, err, took, tc.want, tc.took)
				}
				if err := work.Wait(t.Context()); err != nil || !u.ended || u.late != tc.late {
					t.Errorf("got wait %v, ended %v, late %v, want late %v", err, u.ended, u.late, tc.late)
				}
			})
		})
	}
}

// The platform hangs up; the unit still commits.
func TestLateOutlivesItsRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var work bot.Tracker
		u := unit{work: 2 * time.Second}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := middleware.Late(limit, &work, ignore)(bot.HandlerFunc(u.handle)).Handle(ctx, &bot.Message{}); err != nil {
			t.Errorf("got %v, want no error", err)
		}
		if !u.ended {
			t.Error("the unit did not end")
		}
	})
}

func TestLateErrors(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	for name, tc := range map[string]struct {
		work     time.Duration
		err      error
		returned bool
	}{
		"in time": {time.Second, boom, true},
		"late":    {time.Minute, boom, false},
		"no harm": {time.Minute, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var lost error
				var work bot.Tracker
				tell := func(_ context.Context, err error) { lost = err }
				fail := func(context.Context, *bot.Message) (bot.Reply, error) {
					time.Sleep(tc.work)
					return nil, tc.err
				}
				h := middleware.Late(limit, &work, tell)(bot.HandlerFunc(fail))
				_, err := h.Handle(t.Context(), &bot.Message{})
				work.Wait(t.Context())
				wantReturned, wantLost := tc.err, error(nil)
				if !tc.returned {
					wantReturned, wantLost = nil, tc.err
				}
				if !errors.Is(err, wantReturned) || !errors.Is(lost, wantLost) {
					t.Errorf("got returned %v, lost %v, want %v, %v", err, lost, wantReturned, wantLost)
				}
			})
		})
	}
}

// The handler panics in its goroutine, once in time and once late.
func TestLatePanic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lost, panicked *middleware.PanicError
		var work bot.Tracker
		tell := func(_ context.Context, err error) { errors.As(err, &lost) }
		pause := time.Second
		h := middleware.Late(limit, &work, tell)(bot.HandlerFunc(func(context.Context, *bot.Message) (bot.Reply, error) {
			time.Sleep(pause)
			panic("ouch")
		}))
		if _, err := h.Handle(t.Context(), &bot.Message{}); !errors.As(err, &panicked) || panicked.Value != "ouch" {
			t.Errorf("got %v, want the panic", err)
		}
		pause = time.Minute
		if r, err := h.Handle(t.Context(), &bot.Message{}); r != (bot.Silence{}) || err != nil {
			t.Errorf("late: got %v, %v, want silence", r, err)
		}
		work.Wait(t.Context())
		if lost == nil {
			t.Error("nobody was told of the late panic")
		}
	})
}

// The time that the gate waited for another process is part of the 4.5 seconds.
func TestLateCountsTheGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var work bot.Tracker
		u := unit{work: time.Minute}
		h := bot.Chain(bot.HandlerFunc(u.handle),
			middleware.Gate(&fakeGate{answers: []bot.Answer{{Verdict: bot.Running}}}, classify,
				middleware.InFlight{Max: 1, Wait: limit}),
			middleware.Late(limit, &work, ignore))
		begin := time.Now()
		r, err := h.Handle(t.Context(), &bot.Message{Key: "k"})
		if took := time.Since(begin); r != (bot.Silence{}) || err != nil || took != limit {
			t.Errorf("got %v, %v after %v, want silence after %v", r, err, took, limit)
		}
		work.Wait(t.Context())
		if !u.late {
			t.Error("the unit was not told that it is late")
		}
	})
}

func TestSettleWithoutLate(t *testing.T) {
	t.Parallel()
	if new(bot.Message).Push.Settle() {
		t.Error("got late, want in time")
	}
}
