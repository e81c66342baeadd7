package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/handlers"
)

// massFinished takes the platform's result of a mass send; it comes from an
// administrator's openid, which is nobody's.
func massFinished(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Mass == nil || v.Mass.MsgID == "" {
		return bot.Silence{}, nil
	}
	return bot.Silence{}, v.Moderation.Runner.TakeMassResult(ctx, *v.Mass, v.Arrived)
}
