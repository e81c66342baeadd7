package middleware_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
)

// fakeGate gives its answers in order, and the last one repeatedly.
type fakeGate struct {
	mu      sync.Mutex
	answers []bot.Answer
	err     error
	asked   int
	done    []string
}

func (g *fakeGate) Admit(context.Context, bot.Ask) (bot.Answer, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked++
	if len(g.answers) == 0 {
		return bot.Answer{}, g.err
	}
	ans := g.answers[0]
	if len(g.answers) > 1 {
		g.answers = g.answers[1:]
	}
	return ans, g.err
}

func (g *fakeGate) Done(_ bot.Ask, reply []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if reply == nil {
		reply = []byte("nothing")
	}
	g.done = append(g.done, string(reply))
}

func classify(m *bot.Message) bot.Ask { return bot.Ask{Key: m.Key, Person: "p", Count: true} }

func gated(g bot.Gate, limit int, h bot.HandlerFunc) bot.Handler {
	return middleware.Gate(g, classify, middleware.InFlight{Max: limit, Wait: 4500 * time.Millisecond})(h)
}

func TestGateVerdicts(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	limited := func(_ context.Context, m *bot.Message) (bot.Reply, error) {
		if m.Limited == 0 {
			return bot.Text("hello"), nil
		}
		return bot.Text("wait " + m.Limited.String()), nil
	}
	fails := func(context.Context, *bot.Message) (bot.Reply, error) { return nil, boom }
	for name, tc := range map[string]struct {
		answer  bot.Answer
		gateErr error
		h       bot.HandlerFunc
		want    bot.Reply
		err     error
		done    []string
	}{
		"pass":          {h: limited, want: bot.Text("hello"), done: []string{"thello"}},
		"gate fails":    {gateErr: boom, h: limited, want: bot.Text("hello"), done: []string{"thello"}},
		"handler fails": {h: fails, err: boom, done: []string{"nothing"}},
		"silent":        {answer: bot.Answer{Verdict: bot.Silent}, h: fails, want: bot.Silence{}},
		"reply at hand": {answer: bot.Answer{Reply: []byte("tfirst")}, h: fails, want: bot.Text("first")},
		"reply unreadable": {
			answer: bot.Answer{Reply: []byte("?")}, h: limited,
			want: bot.Text("hello"), done: []string{"thello"},
		},
		"limited": {
			answer: bot.Answer{Verdict: bot.Limited, Wait: 7 * time.Second}, h: limited,
			want: bot.Text("wait 7s"), done: []string{"twait 7s"},
		},
		"limited again": {
			answer: bot.Answer{Verdict: bot.Limited, Reply: []byte("twait 7s")}, h: fails, want: bot.Text("wait 7s"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := &fakeGate{answers: []bot.Answer{tc.answer}, err: tc.gateErr}
			got, err := gated(g, 1, tc.h).Handle(t.Context(), &bot.Message{Key: "k"})
			if !errors.Is(err, tc.err) {
				t.Errorf("error: got %v, want %v", err, tc.err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("reply (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.done, g.done); diff != "" {
				t.Errorf("done (-want +got):\n%s", diff)
			}
		})
	}
}

// TestGateJoinsRepeats checks that repeats wait for the first push without being handled
// or counted, and that another message over the bound is refused at once.
func TestGateJoinsRepeats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g, runs := &fakeGate{}, 0
		h := gated(g, 1, func(context.Context, *bot.Message) (bot.Reply, error) {
			runs++
			time.Sleep(3 * time.Second)
			return bot.Text("once"), nil
		})
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if r, err := h.Handle(t.Context(), &bot.Message{Key: "k"}); r != bot.Text("once") || err != nil {
					t.Errorf("got %v, %v, want once", r, err)
				}
			})
		}
		synctest.Wait()
		if _, err := h.Handle(t.Context(), &bot.Message{Key: "other"}); !errors.Is(err, bot.ErrBusy) {
			t.Errorf("over the bound: got %v, want %v", err, bot.ErrBusy)
		}
		wg.Wait()
		if runs != 1 || g.asked != 1 {
			t.Errorf("got %d runs, %d questions, want 1", runs, g.asked)
		}
		if r, err := h.Handle(t.Context(), &bot.Message{Key: "other"}); r != bot.Text("once") || err != nil {
			t.Errorf("afterwards: got %v, %v, want once", r, err)
		}
	})
}

func TestGateRepeatGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := gated(&fakeGate{}, 1, func(context.Context, *bot.Message) (bot.Reply, error) {
			time.Sleep(time.Minute)
			return bot.Text("late"), nil
		})
		go h.Handle(t.Context(), &bot.Message{Key: "k"})
		synctest.Wait()
		begin := time.Now()
		r, err := h.Handle(t.Context(), &bot.Message{Key: "k"})
		if took := time.Since(begin); r != (bot.Silence{}) || err != nil || took != 4500*time.Millisecond {
			t.Errorf("got %v, %v after %v, want silence after 4.5s", r, err, took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // the platform hung up
		if r, _ := h.Handle(ctx, &bot.Message{Key: "k"}); r != (bot.Silence{}) {
			t.Errorf("hung up: got %v, want silence", r)
		}
		time.Sleep(time.Minute)
	})
}

// TestGateSurvivesPanic checks that a panic frees the slot and releases the repeats.
func TestGateSurvivesPanic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := bot.Chain(bot.HandlerFunc(func(context.Context, *bot.Message) (bot.Reply, error) {
			time.Sleep(time.Second)
			panic("ouch")
		}), middleware.Recover(), middleware.Gate(&fakeGate{}, classify, middleware.InFlight{Max: 1, Wait: time.Hour}))
		go func() {
			var first *middleware.PanicError
			if _, err := h.Handle(t.Context(), &bot.Message{Key: "k"}); !errors.As(err, &first) {
				t.Errorf("first: got %v, want a panic", err)
			}
		}()
		synctest.Wait()
		if _, err := h.Handle(t.Context(), &bot.Message{Key: "k"}); !errors.Is(err, bot.ErrBusy) {
			t.Errorf("repeat: got %v, want %v", err, bot.ErrBusy)
		}
		var next *middleware.PanicError
		if _, err := h.Handle(t.Context(), &bot.Message{Key: "other"}); !errors.As(err, &next) {
			t.Errorf("next: got %v, want its own panic", err)
		}
	})
}

// Another process is handling the message. Either its reply arrives, or it dies and the
// message is handled here.
func TestGateWaitsForAnotherProcess(t *testing.T) {
	t.Parallel()
	running := bot.Answer{Verdict: bot.Running}
	runs := func(context.Context, *bot.Message) (bot.Reply, error) { return bot.Text("run"), nil }
	for name, tc := range map[string]struct {
		answers []bot.Answer
		want    bot.Reply
		most    time.Duration
	}{
		"reply": {
			[]bot.Answer{running, running, {Reply: []byte("tthere")}}, bot.Text("there"), 50 * time.Millisecond,
		},
		"dead":   {[]bot.Answer{running, running, {}}, bot.Text("run"), 50 * time.Millisecond},
		"stuck":  {[]bot.Answer{running}, bot.Text("run"), 2600 * time.Millisecond},
		"silent": {[]bot.Answer{running, {Verdict: bot.Silent}}, bot.Silence{}, 20 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				h := gated(&fakeGate{answers: tc.answers}, 1, runs)
				got, err := h.Handle(t.Context(), &bot.Message{Key: "k"})
				if took := time.Since(begin); got != tc.want || err != nil || took > tc.most {
					t.Errorf("got %v, %v after %v, want %v within %v", got, err, took, tc.want, tc.most)
				}
			})
		})
	}
}

// The platform hangs up on a message that waits for another process. A repeat that waits
// with it still gets the reply.
func TestGateGoesOnWithoutItsRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 25*time.Millisecond)
		defer cancel()
		runs := func(context.Context, *bot.Message) (bot.Reply, error) { return bot.Text("run"), nil }
		h := gated(&fakeGate{answers: []bot.Answer{{Verdict: bot.Running}}}, 1, runs)
		go h.Handle(ctx, &bot.Message{Key: "k"})
		synctest.Wait()
		if r, err := h.Handle(t.Context(), &bot.Message{Key: "k"}); r != bot.Text("run") || err != nil {
			t.Errorf("got %v, %v, want the reply", r, err)
		}
	})
}
