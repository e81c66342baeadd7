package middleware

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/text"
)

// Prepare sets a message's Folded text, on which all matching is done (R2). A voice
// message with recognised words becomes a text message.
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
