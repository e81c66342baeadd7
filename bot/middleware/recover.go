package middleware

import (
	"context"

	"zhujiao/bot"
)

// PanicError is the panic of a handler as an error.
type PanicError = bot.PanicError

// Recover turns a panic of a handler into a PanicError, because a panic that is not
// recovered would end the process for everybody.
func Recover() bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (r bot.Reply, err error) {
			if panicked := bot.Protect(func() { r, err = next.Handle(ctx, m) }); panicked != nil {
				return nil, panicked
			}
			return r, err
		})
	}
}
