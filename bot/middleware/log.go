package middleware

import (
	"context"
	"log/slog"
	"time"

	"zhujiao/bot"
)

// Log logs each message at debug level, without its text and its sender, and passes the
// time it took and its error to observe, which may be nil. elapsed starts a stopwatch
// of real time.
func Log(log *slog.Logger, elapsed func() func() time.Duration, observe func(*bot.Message, time.Duration, error)) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			debug := log.Enabled(ctx, slog.LevelDebug)
			if !debug && observe == nil { // the clock is not read for nothing
				return next.Handle(ctx, m)
			}
			took := elapsed()
			r, err := next.Handle(ctx, m)
			d := took()
			if observe != nil {
				observe(m, d, err)
			}
			if debug {
				log.LogAttrs(ctx, slog.LevelDebug, "message", slog.String("kind", string(m.Kind)),
					slog.String("event", string(m.Event)), slog.Duration("took", d), slog.Bool("failed", err != nil))
			}
			return r, err
		})
	}
}
