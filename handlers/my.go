package handlers

import (
	"context"

	"zhujiao/bot"
)

// my answers 我的: everything that concerns the person, at one glance.
func (m *Mouth) my(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	v, err := m.progress(ctx, msg)
	if err != nil {
		return nil, err
	}
	return m.say("my", v)
}
