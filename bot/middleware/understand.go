package middleware

import (
	"context"
	"errors"

	"zhujiao/bot"
)

// ErrOutdated is returned by a unit that met a message whose readings were made for
// content that does not serve any more.
var ErrOutdated = errors.New("the readings are out of date")

// Understand reads a message before its unit, so that no transaction waits for a
// match. Read puts what it finds into the message. A message whose readings turn
// out to be out of date is read again, once; its unit has undone everything.
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
