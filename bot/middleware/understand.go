package middleware

import (
	"context"
	"errors"

	"zhujiao/bot"
)

// ErrOutdated is the error of a unit whose message was read for a snapshot that no
// longer serves, or for another class than the one it belongs to by then.
var ErrOutdated = errors.New("the readings are out of date")

// Understand calls read, which sets the class and the readings of a message, before the
// unit, so that no transaction waits for matching. If the unit finds them out of date and
// was rolled back, the message is read and handled once more.
func Understand(read func(ctx context.Context, m *bot.Message) error) bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			if err := read(ctx, m); err != nil {
				return nil, err
			}
			reply, err := next.Handle(ctx, m)
			if !errors.Is(err, ErrOutdated) {
				return reply, err
			}
			if err := read(ctx, m); err != nil {
				return nil, err
			}
			return next.Handle(ctx, m)
		})
	}
}
