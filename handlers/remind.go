package handlers

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// optIn answers 提醒.
func (m *Mouth) optIn(ctx context.Context, _ *bot.Message) (bot.Reply, error) {
	if err := m.Dialogue.SetConsent(ctx, campaign.PersonFrom(ctx), campaign.ConsentIn); err != nil {
		return nil, err
	}
	return m.say("optin", nil)
}

// optOut answers 退订. Seat and packs stay as they are.
func (m *Mouth) optOut(ctx context.Context, _ *bot.Message) (bot.Reply, error) {
	if err := m.Dialogue.SetConsent(ctx, campaign.PersonFrom(ctx), campaign.ConsentOut); err != nil {
		return nil, err
	}
	return m.say("optout", nil)
}
