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

func lasting(m *bot.Message) bool { return m.Event == bot.EventUnsubscribe }

func gated(g bot.Gate, h bot.HandlerFunc) bot.Handler {
	return middleware.Gate(g, classify, lasting)(h)
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
			got, err := gated(g, tc.h).Handle(t.Context(), &bot.Message{Key: "k"})
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
				h := gated(&fakeGate{answers: tc.answers}, runs)
				got, err := h.Handle(t.Context(), &bot.Message{Key: "k"})
				if took := time.Since(begin); got != tc.want || err != nil || took > tc.most {
					t.Errorf("got %v, %v after %v, want %v within %v", got, err, took, tc.want, tc.most)
				}
			})
		})
	}
}

// A message over the limit that must be carried out is, and the handler knows that it gets
// no reply (ruling 40).
func TestGateCarriesOut(t *testing.T) {
	t.Parallel()
	for verdict, muted := range map[bot.Verdict]bool{bot.Silent: true, bot.Limited: false, bot.Pass: false} {
		var got *bot.Message
		h := gated(&fakeGate{answers: []bot.Answer{{Verdict: verdict}}}, func(_ context.Context, m *bot.Message) (bot.Reply, error) {
			got = m
			return bot.Silence{}, nil
		})
		if _, err := h.Handle(t.Context(), &bot.Message{Key: "k", Event: bot.EventUnsubscribe}); err != nil || got == nil {
			t.Fatalf("verdict %v: %+v, %v", verdict, got, err)
		}
		if got.Muted != muted || got.Lasting != (verdict != bot.Pass) || (got.Limited > 0) != (verdict == bot.Limited) {
			t.Errorf("verdict %v: muted %v, lasting %v, limited %v", verdict, got.Muted, got.Lasting, got.Limited)
		}
	}
}

// A reply that has become a delivery is not given to the gate: another process would say
// it to a repeated push, and the delivery would say it again.
func TestGateForgetsDeliveredReplies(t *testing.T) {
	t.Parallel()
	g := &fakeGate{}
	h := gated(g, func(_ context.Context, m *bot.Message) (bot.Reply, error) {
		m.Push.Deliver()
		return bot.Text("late"), nil
	})
	if _, err := h.Handle(t.Context(), &bot.Message{Key: "k", Push: &bot.Push{}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"nothing"}, g.done); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
}
