package handlers

import (
	"context"

	"zhujiao/bot"
)

// massFinished takes the platform's result of a mass send; it comes from an
// administrator's openid, which is nobody's.
func (m *Mouth) massFinished(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if msg.Mass == nil || msg.Mass.MsgID == "" {
		return bot.Silence{}, nil
	}
	return bot.Silence{}, m.Mass.TakeMassResult(ctx, msg.Mass.MsgID, *msg.Mass, msg.Arrived)
}
