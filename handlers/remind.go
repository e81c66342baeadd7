package handlers

import (
	"context"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// optIn answers 提醒. After the class it is the next one that somebody wants to be
// told of.
func (m *Mouth) optIn(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if m.Campaign.Over(msg.Time()) {
		return m.nextClass(ctx, msg)
	}
	if err := m.Dialogue.SetConsent(ctx, campaign.PersonFrom(ctx), campaign.ConsentIn); err != nil {
		return nil, err
	}
	return m.say(m.promise(msg.Time()), nil)
}

// promising says a text that promises news. Whoever has opted out reads that it
// waits for their next message: the bot keeps to their wish (ruling 15).
func (m *Mouth) promising(ctx context.Context, key content.Key, v content.Vars) (bot.Reply, error) {
	said := m.Texts.Render(key, v)
	if p := campaign.PersonFrom(ctx); p != nil && p.Consent == campaign.ConsentOut {
		said += "\n" + m.Texts.Render("optout_waits", nil)
	}
	return bot.Text(said), nil
}

// promise chooses the words by the reminders that are still to come before the
// class (ruling 15): all, some or none.
func (m *Mouth) promise(at time.Time) content.Key {
	all, left := 0, 0
	for _, r := range m.Campaign.Reminders {
		if !r.At.Before(m.Campaign.Start) {
			continue
		}
		all++
		if r.At.After(at) {
			left++
		}
	}
	switch left {
	case 0:
		return "optin_late"
	case all:
		return "optin"
	default:
		return "optin_soon"
	}
}

// optOut answers 退订. Seat and packs stay as they are.
func (m *Mouth) optOut(ctx context.Context, _ *bot.Message) (bot.Reply, error) {
	if err := m.Dialogue.SetConsent(ctx, campaign.PersonFrom(ctx), campaign.ConsentOut); err != nil {
		return nil, err
	}
	return m.say("optout", nil)
}
