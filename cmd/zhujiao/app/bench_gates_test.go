package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/gate"
	"zhujiao/bot/middleware"
	"zhujiao/bot/wechat"
)

// BenchmarkGates is performance target 1 for 64 messages at a time, which is
// how a gate on redis-server has to be asked: it awaits one round trip a
// message. What counts is cpu-ns/op, the processor time of this process; that
// of redis-server is its own. Every message is a new one from somebody new.
func BenchmarkGates(b *testing.B) {
	cfg := testConfig(b)
	cfg.WeChat.Mode = wechat.ModeSafe
	a := newTestApp(b, cfg)
	load := pushes(b, a, cfg.WeChat, 4096)
	b.Run("floor", func(b *testing.B) {
		f, err := newFloor(cfg.WeChat)
		if err != nil {
			b.Fatal(err)
		}
		parallel(b, func(i int) bool {
			_, err := f.serve(load.targets[i%4096], load.bodies[i%4096])
			return err == nil
		})
	})
	if err := a.store.Do(b.Context(), func(ctx context.Context) error {
		_, err := a.store.Moderators.Control(ctx) // a unit remembers the row, as the first message's does
		return err
	}); err != nil {
		b.Fatal(err)
	}
	answer := bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
		if err := (intake{a}).read(ctx, m); err != nil {
			return nil, err
		}
		return intake{a}.answer(ctx, m, nil)
	})
	ungated := bot.Chain(answer, middleware.Prepare())
	b.Run("receiver", func(b *testing.B) { received(b, a, cfg.WeChat, ungated, load) })
	b.Run("inproc", func(b *testing.B) {
		received(b, a, cfg.WeChat, gatedBy(a, a.gate, answer), load)
	})
	b.Run("redis", func(b *testing.B) {
		var failures strings.Builder // the gate logs when it falls back
		a.log = slog.New(slog.NewTextHandler(&failures, nil))
		server := bottest.StartRedis(b)
		g, err := newGate(server.URL(), a)
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; server.Command("DBSIZE") == ":0"; i++ { // it connects in the background
			if _, err := g.Admit(b.Context(), bot.Ask{Key: strconv.Itoa(i)}); err != nil || i == 1000 {
				b.Fatal("redis is not asked", err)
			}
			time.Sleep(time.Millisecond)
		}
		received(b, a, cfg.WeChat, gatedBy(a, g, answer), load)
		shared, ok := g.(*gate.Fallback)
		if !ok || failures.Len() > 0 {
			b.Fatal("redis was not asked: " + failures.String())
		}
		if err := shared.Close(); err != nil {
			b.Fatal(err)
		}
	})
}

// gatedBy puts a gate before a handler. The few thousand pushes come again and
// again; the gate is told new keys and people each time.
func gatedBy(a *App, g gate.Gate, answer bot.Handler) bot.Handler {
	var n atomic.Int64
	fresh := func(m *bot.Message) bot.Ask {
		ask, id := intake{a}.classify(m), strconv.FormatInt(n.Add(1), 36)
		ask.Key, ask.Person = ask.Key+id, ask.Person[:20]+id
		return ask
	}
	return bot.Chain(answer, middleware.Prepare(), middleware.Gate(g, fresh, intake{a}.lasting))
}

// received pushes to a receiver with this handler, 64 at a time.
func received(b *testing.B, a *App, cfg wechat.Config, h bot.Handler, load pushed) {
	b.Helper()
	cfg.Sign = a.store.People.Sign
	r, err := wechat.NewReceiver(cfg, h, a.clock.Now, slog.New(slog.DiscardHandler), intake{a}.apologize)
	if err != nil {
		b.Fatal(err)
	}
	parallel(b, func(i int) bool {
		body := load.bodies[i%4096]
		w := &discard{h: http.Header{}}
		r.ServeHTTP(w, &http.Request{
			Method: http.MethodPost, URL: &url.URL{Path: "/wechat", RawQuery: load.targets[i%4096]}, Header: http.Header{},
			Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		})
		return w.status < 300 // 0: written without WriteHeader
	})
}

// parallel runs one message after another, 64 at a time, and reports the
// processor time of each.
func parallel(b *testing.B, one func(i int) bool) {
	b.Helper()
	var n atomic.Int64
	b.SetParallelism(32)
	b.ReportAllocs()
	b.ResetTimer()
	before := processorTime()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if !one(int(n.Add(1))) {
				b.Error("refused")
				return
			}
		}
	})
	b.ReportMetric(float64(processorTime()-before)/float64(b.N), "cpu-ns/op")
}

// processorTime is what this process has used so far.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
