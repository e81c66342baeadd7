package handlers

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// shut is the text that says why nobody can register any more, "" while somebody
// can: a reply invites to no more than can be had (ruling 15).
func (m *Mouth) shut(ctx context.Context, msg *bot.Message) (key content.Key, err error) {
	o, refused, err := m.Signups.Refusal(ctx, msg.Time())
	switch {
	case err != nil || !refused || o == campaign.SignupNotOpen:
		return "", err // who comes too early is told when to come
	case o == campaign.SignupOver:
		return "class_over", nil
	default:
		return "register_closed", nil
	}
}

// seatsOpen are the variables that count seats; once nobody can register they are
// empty, and so the lines that invite to it are left out.
func (m *Mouth) seatsOpen(ctx context.Context, msg *bot.Message) (content.Vars, error) {
	v, err := m.seats(ctx)
	if err != nil {
		return nil, err
	}
	if key, err := m.shut(ctx, msg); key != "" || err != nil {
		v["剩余"] = ""
		return v, err
	}
	return v, nil
}

// invite answers somebody who seems to want to register: with the word for it, or
// that it is too late.
func (m *Mouth) invite(ctx context.Context, msg *bot.Message, in intent.Intent) (bot.Reply, error) {
	me, err := m.Seats.Member(ctx, m.Campaign.ID, msg.Person)
	if err != nil {
		return nil, err
	}
	key, err := m.shut(ctx, msg)
	if err != nil {
		return nil, err
	}
	if key != "" && me.Standing == campaign.StandingNone {
		return m.say(key, nil)
	}
	return m.say("suggest_word", content.Vars{"名称": in.Title, "内容": in.Command.Word})
}
