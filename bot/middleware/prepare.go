package middleware

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// Prepare folds a message's text, which is what all matching sees. A voice message
// with recognised words is taken as text.
func Prepare() bot.Middleware {
	return func(next bot.Handler) bot.Handler {
		return bot.HandlerFunc(func(ctx context.Context, m *bot.Message) (bot.Reply, error) {
			if m.Kind == bot.KindVoice && m.Text != "" {
				m.Kind = bot.KindText
			}
			m.Folded = text.Fold(text.Unquote(m.Text))
			return next.Handle(ctx, m)
		})
	}
}
