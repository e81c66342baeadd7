package middleware_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/middleware"
)

func TestLog(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		level slog.Level
		want  string
	}{
		"debug": {slog.LevelDebug, "level=DEBUG msg=message kind=event event=click took=3ms failed=true\n"},
		"info":  {slog.LevelInfo, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: tc.level}))
			var observed time.Duration
			boom := errors.New("boom of o-secret")
			h := middleware.Log(log,
				func() func() time.Duration { return func() time.Duration { return 3 * time.Millisecond } },
				func(_ *bot.Message, d time.Duration, err error) {
					if errors.Is(err, boom) {
						observed = d
					}
				},
			)(bot.HandlerFunc(func(context.Context, *bot.Message) (bot.Reply, error) { return bot.Text("x"), boom }))
			m := &bot.Message{
				Kind: bot.KindEvent, Event: bot.EventClick, From: "o-secret", Text: "secret", Key: "secret",
			}
			if r, err := h.Handle(t.Context(), m); r != bot.Text("x") || !errors.Is(err, boom) {
				t.Errorf("got %v, %v, want reply and error untouched", r, err)
			}
			_, line, _ := strings.Cut(out.String(), " ") // without the time
			if line != tc.want {
				t.Errorf("got %q, want %q", line, tc.want)
			}
			if observed != 3*time.Millisecond {
				t.Errorf("observed %v, want 3ms", observed)
			}
		})
	}
}

// TestLogReadsNoClock: a message that is neither logged nor observed is not timed.
func TestLogReadsNoClock(t *testing.T) {
	t.Parallel()
	for level, want := range map[slog.Level]int{slog.LevelInfo: 0, slog.LevelDebug: 1} {
		timed := 0
		log := slog.New(slog.NewTextHandler(&bytes.Buffer{}, &slog.HandlerOptions{Level: level}))
		elapsed := func() func() time.Duration {
			timed++
			return func() time.Duration { return 0 }
		}
		h := middleware.Log(log, elapsed, nil)(bot.HandlerFunc(func(context.Context, *bot.Message) (bot.Reply, error) { return nil, nil }))
		if _, err := h.Handle(t.Context(), &bot.Message{}); err != nil || timed != want {
			t.Errorf("level %v: timed %d times, %v, want %d", level, timed, err, want)
		}
	}
}
