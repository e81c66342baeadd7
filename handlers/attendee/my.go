package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// my answers 我的 with everything that concerns the sender.
func my(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	return inEach(v, func(v *handlers.Visit) (bot.Reply, error) {
		vars, err := progress(ctx, v)
		if err != nil {
			return nil, err
		}
		return v.Say(content.KeyMy, vars)
	})
}
