package handlers

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// my answers 我的: everything that concerns the person, at one glance.
func (m *Mouth) my(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	v, err := m.progress(ctx, msg)
	if err != nil {
		return nil, err
	}
	return m.say("my", v)
}

// standing is the word for a seat or a place on the waitlist.
func (m *Mouth) standing(ctx context.Context, me *campaign.Member) (string, error) {
	switch me.Standing {
	case campaign.StandingSeated:
		return m.Texts.Render("status_signup_seat", content.Vars{"序号": strconv.Itoa(me.Seat)}), nil
	case campaign.StandingWaiting:
		pos, err := m.Counts.Position(ctx, m.Campaign.ID, me.Queue)
		return m.Texts.Render("status_signup_wait", content.Vars{"候补位": strconv.Itoa(pos)}), err
	default:
		return m.Texts.Render("status_signup_none", nil), nil
	}
}
