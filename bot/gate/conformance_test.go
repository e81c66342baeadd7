package gate_test

import (
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhujiao/bot/gate"
)

// clock is a business clock that stands until it is moved.
type clock struct{ ms atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.ms.Store(time.Date(2022, 7, 7, 11, 0, 0, 0, time.UTC).UnixMilli())
	return c
}

func (c *clock) now() time.Time          { return time.UnixMilli(c.ms.Load()) }
func (c *clock) lab() (time.Time, bool)  { return c.now(), true }
func (c *clock) advance(d time.Duration) { c.ms.Add(d.Milliseconds()) }

func r11() gate.Rules { return gate.Rules{Messages: 10, Span: 30 * time.Second} }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// patient is the time limit of a round trip in tests that are not about it: a busy
// machine is no fault of the gate.
const patient = 5 * time.Second

func redisGate(tb testing.TB, s *server, owner string, c *clock) *gate.Redis {
	tb.Helper()
	g := limitedGate(tb, gate.RedisOptions{URL: s.url(), Owner: owner, RoundTime: patient}, c)
	within(tb, 5*time.Second, "a connection", g.Connected)
	return g
}

// limitedGate is a gate with options of its own, such as the product's time limit. It
// may not be connected yet.
func limitedGate(tb testing.TB, o gate.RedisOptions, c *clock) *gate.Redis {
	tb.Helper()
	o.Rules = r11
	if o.Log == nil {
		o.Log = quiet()
	}
	if c != nil {
		o.Lab = c.lab
	}
	g, err := gate.NewRedis(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { g.Close() })
	return g
}

func admit(tb testing.TB, g gate.Gate, a gate.Ask) gate.Answer {
	tb.Helper()
	for try := 0; ; try++ {
		ans, err := g.Admit(tb.Context(), a)
		if err == nil {
			return ans
		}
		if try == 3 { // a busy machine may make a round slow
			tb.Fatalf("admit %+v: %v", a, err)
		}
	}
}

func want(tb testing.TB, g gate.Gate, a gate.Ask, v gate.Verdict) gate.Answer {
	tb.Helper()
	ans := admit(tb, g, a)
	if ans.Verdict != v {
		tb.Fatalf("admit %+v: got %v, want %v", a, ans.Verdict, v)
	}
	return ans
}

func msg(person string, n int) gate.Ask {
	return gate.Ask{Key: person + "-" + strconv.Itoa(n), Person: person, Count: true}
}

// TestConformance is the suite that every implementation has to pass.
func TestConformance(t *testing.T) {
	t.Parallel()
	makers := map[string]func(t *testing.T, c *clock) gate.Gate{
		"local": func(_ *testing.T, c *clock) gate.Gate { return gate.NewLocal(r11, c.now) },
		"redis": func(t *testing.T, c *clock) gate.Gate {
			t.Helper()
			return redisGate(t, startServer(t), "b1", c)
		},
		"fallback": func(t *testing.T, c *clock) gate.Gate {
			t.Helper()
			g := redisGate(t, startServer(t), "b1", c)
			return gate.NewFallback(g, gate.NewLocal(r11, c.now))
		},
	}
	for name, build := range makers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClock()
			g := build(t, c)
			conform(t, g, c)
		})
	}
}

// conform runs the cases one after the other on one gate, each with people of
// its own.
func conform(t *testing.T, g gate.Gate, c *clock) {
	t.Helper()
	for _, tc := range []struct {
		name string
		run  func(t *testing.T, g gate.Gate, c *clock)
	}{
		{"limit", limit},
		{"repeats", repeats},
		{"uncounted", uncounted},
		{"wide", wide},
		{"strangers", strangers},
		{"window ends", windowEnds},
		{"keys are kept", keysKept},
		{"failed", failed},
		{"crowd", crowd},
		{"model", model},
	} {
		t.Run(tc.name, func(t *testing.T) { tc.run(t, g, c) })
	}
}

func fill(tb testing.TB, g gate.Gate, person string) {
	tb.Helper()
	for i := range 10 {
		want(tb, g, msg(person, i), gate.Pass)
	}
}

func limit(t *testing.T, g gate.Gate, c *clock) {
	t.Helper()
	fill(t, g, "limit")
	c.advance(12 * time.Second)
	if ans := want(t, g, msg("limit", 10), gate.Limited); ans.Wait != 18*time.Second {
		t.Errorf("wait: got %v, want 18s", ans.Wait)
	}
	for i := 11; i < 20; i++ {
		want(t, g, msg("limit", i), gate.Silent)
	}
	c.advance(19 * time.Second)
	want(t, g, msg("limit", 20), gate.Pass)
}

func repeats(t *testing.T, g gate.Gate, _ *clock) {
	t.Helper()
	for range 30 {
		want(t, g, msg("repeats", 0), gate.Pass)
	}
	for i := range 9 {
		want(t, g, msg("repeats", i+1), gate.Pass)
	}
	for range 3 {
		want(t, g, msg("repeats", 10), gate.Limited)
		want(t, g, msg("repeats", 5), gate.Pass)
	}
	for range 3 {
		want(t, g, msg("repeats", 11), gate.Silent)
		want(t, g, msg("repeats", 10), gate.Limited)
	}
}

func uncounted(t *testing.T, g gate.Gate, _ *clock) {
	t.Helper()
	for i := range 30 {
		want(t, g, gate.Ask{Key: fmt.Sprint("u", i), Person: "uncounted"}, gate.Pass)
	}
	fill(t, g, "uncounted")
	want(t, g, msg("uncounted", 10), gate.Limited)
	want(t, g, gate.Ask{Key: "u30", Person: "uncounted"}, gate.Pass)
	want(t, g, msg("uncounted", 11), gate.Silent)
	for i := range 30 {
		want(t, g, gate.Ask{Key: fmt.Sprint("system ", i%15), Count: true}, gate.Pass)
	}
}

// wide has a limit of its own for exempt words, which other messages neither use up nor
// make forget.
func wide(t *testing.T, g gate.Gate, c *clock) {
	t.Helper()
	exempt := func(i int) gate.Ask { return gate.Ask{Key: fmt.Sprint("wide", i), Person: "wide", Wide: true} }
	fill(t, g, "wide")
	want(t, g, msg("wide", 10), gate.Limited)
	for i := range 30 {
		want(t, g, exempt(i), gate.Pass)
	}
	c.advance(3 * time.Minute)
	fill(t, g, "wide2")
	c.advance(3 * time.Minute)
	if ans := want(t, g, exempt(30), gate.Limited); ans.Wait != 4*time.Minute {
		t.Errorf("wait: got %v, want 4m", ans.Wait)
	}
	want(t, g, exempt(31), gate.Silent)
	want(t, g, exempt(31), gate.Silent)
	want(t, g, exempt(3), gate.Pass) // a repeat
	want(t, g, msg("wide", 11), gate.Pass)
	c.advance(4 * time.Minute)
	want(t, g, exempt(32), gate.Pass)
}

func strangers(t *testing.T, g gate.Gate, _ *clock) {
	t.Helper()
	fill(t, g, "stranger1")
	want(t, g, msg("stranger1", 10), gate.Limited)
	fill(t, g, "stranger2")
}

// windowEnds: exactly 30 seconds after the first counted message, whatever came
// between.
func windowEnds(t *testing.T, g gate.Gate, c *clock) {
	t.Helper()
	want(t, g, gate.Ask{Key: "w", Person: "ends"}, gate.Pass) // opens no window
	c.advance(10 * time.Second)
	fill(t, g, "ends")
	want(t, g, msg("ends", 10), gate.Limited)
	c.advance(30*time.Second - time.Millisecond)
	want(t, g, msg("ends", 11), gate.Silent)
	c.advance(time.Millisecond)
	for i := 20; i < 30; i++ {
		want(t, g, msg("ends", i), gate.Pass)
	}
	want(t, g, msg("ends", 30), gate.Limited)
	c.advance(-time.Hour) // the lab turns back: a window from the future holds nobody
	want(t, g, msg("ends", 31), gate.Pass)
	c.advance(2 * time.Hour)
}

func keysKept(t *testing.T, g gate.Gate, c *clock) {
	t.Helper()
	fill(t, g, "kept")
	want(t, g, msg("kept", 10), gate.Limited)
	want(t, g, msg("kept", 11), gate.Silent)
	c.advance(10*time.Minute - time.Second)
	want(t, g, msg("kept", 10), gate.Limited)
	want(t, g, msg("kept", 11), gate.Silent)
	fill(t, g, "kept") // repeats: still none of them counts
	for i := 20; i < 30; i++ {
		want(t, g, msg("kept", i), gate.Pass)
	}
}

// failed: a message that failed runs again and is not counted twice.
func failed(t *testing.T, g gate.Gate, _ *clock) {
	t.Helper()
	for range 15 {
		want(t, g, msg("failed", 0), gate.Pass)
		g.Done(msg("failed", 0), nil)
	}
	for i := range 9 {
		want(t, g, msg("failed", i+1), gate.Pass)
	}
	want(t, g, msg("failed", 10), gate.Limited)
}

// crowd: 200 messages at once, each twice.
func crowd(t *testing.T, g gate.Gate, _ *clock) {
	t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[int]gate.Verdict{}
	count := map[gate.Verdict]int{}
	for i := range 400 {
		wg.Go(func() {
			ans := admit(t, g, msg("crowd", i/2))
			mu.Lock()
			defer mu.Unlock()
			if v, ok := got[i/2]; ok && v != ans.Verdict {
				t.Errorf("message %d: got %v and %v", i/2, v, ans.Verdict)
			}
			got[i/2] = ans.Verdict
			count[ans.Verdict]++
		})
	}
	wg.Wait()
	if count[gate.Pass] != 20 || count[gate.Limited] != 2 || count[gate.Silent] != 378 {
		t.Errorf("got %v, want 20 passes, 2 limited, 378 silent", count)
	}
}

// model compares random conversations with the plainest possible gate.
func model(t *testing.T, g gate.Gate, c *clock) {
	t.Helper()
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		c.advance(time.Hour)
		type win struct {
			from time.Time
			n    int
		}
		windows, seen := map[string]win{}, map[string]gate.Verdict{}
		for range rapid.IntRange(1, 80).Draw(rt, "messages") {
			c.advance(time.Duration(rapid.IntRange(0, 2000).Draw(rt, "pause")) * time.Millisecond)
			p := fmt.Sprint("model", round, "-", rapid.IntRange(0, 1).Draw(rt, "person"))
			a := gate.Ask{
				Key:    p + fmt.Sprint(":", rapid.IntRange(0, 60).Draw(rt, "key")),
				Person: p, Count: rapid.IntRange(0, 9).Draw(rt, "count") > 0,
			}
			v, known := seen[a.Key]
			if !known && a.Count {
				w := windows[p]
				if w.n == 0 || c.now().Sub(w.from) >= 30*time.Second {
					w = win{from: c.now()}
				}
				if w.n++; w.n == 11 {
					v = gate.Limited
				} else if w.n > 11 {
					v = gate.Silent
				}
				windows[p] = w
			}
			seen[a.Key] = v
			if got := admit(t, g, a); got.Verdict != v {
				rt.Fatalf("admit %+v: got %v, want %v", a, got.Verdict, v)
			}
		}
	})
}
