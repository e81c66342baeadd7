package handlers

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// menu answers 菜单.
func (m *Mouth) menu(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if m.Campaign.Over(msg.Time()) {
		return m.say("class_over", nil)
	}
	v, err := m.seatsOpen(ctx, msg)
	if err != nil {
		return nil, err
	}
	return m.say("menu", v)
}

// nextClass answers 下一场: who asks wants to be told (ruling 19).
func (m *Mouth) nextClass(ctx context.Context, _ *bot.Message) (bot.Reply, error) {
	if err := m.Dialogue.SetConsent(ctx, campaign.PersonFrom(ctx), campaign.ConsentIn); err != nil {
		return nil, err
	}
	if m.Campaign.Next != "" {
		return m.say("next_class", nil)
	}
	return m.say("next_noted", nil)
}

// askHelp answers the bare word 提问.
func (m *Mouth) askHelp(_ context.Context, msg *bot.Message) (bot.Reply, error) {
	if msg.Time().After(m.Campaign.Questions.Close) {
		return m.say("ask_closed", nil)
	}
	return m.say("ask_help", nil)
}
