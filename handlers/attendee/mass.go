package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/handlers"
)

// massFinished stores the platform's result of a mass send. It does not come from a
// person: its sender is the openid of an administrator.
func massFinished(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Mass == nil || v.Mass.MsgID == "" {
		return bot.Silence{}, nil
	}
	return bot.Silence{}, v.Moderation.Runner.TakeMassResult(ctx, *v.Mass, v.Arrived)
}
