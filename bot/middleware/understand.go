package middleware

import (
	"context"
	"errors"

	"zhujiao/bot"
)

// ErrOutdated is the error of a unit whose message was read for a snapshot that no
// longer serves.
var ErrOutdated = errors.New("the readings are out of date")

// Understand calls read, which sets the readings of a message, before the unit, so that
// no transaction waits for matching. If the unit finds the readings out of date and was
// rolled back, the message is read and handled once more.
func Understand(read func(m *bot.Message)) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			read(m)
			reply, err := next.Handle(ctx, m)
			if !errors.Is(err, ErrOutdated) {
				return reply, err
			}
			read(m)
			return next.Handle(ctx, m)
		})
	}
}
