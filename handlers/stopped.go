package handlers

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// stopped answers everything while moderators have stopped all; what concerns
// a person's rights works at every level (ruling 28).
func (m *Mouth) stopped(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	switch {
	case campaign.ControlFrom(ctx).Level < campaign.StopAll, m.rights[msg.Folded], msg.Event == bot.EventUnsubscribe, !msg.FromPerson():
		return nil, bot.ErrPass
	default:
		return m.say("paused", nil)
	}
}

// takenOver keeps the bot silent for somebody whom a moderator talks to; what
// they write joins the ticket.
func (m *Mouth) takenOver(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	clicked := msg.Event == bot.EventClick
	if p := campaign.PersonFrom(ctx); p == nil || !p.TakenOver || msg.Kind == bot.KindEvent && !clicked || m.Exempt(msg) ||
		clicked && m.exempt[text.Fold(msg.Arg)] {
		return nil, bot.ErrPass
	}
	said := msg.Text
	switch {
	case clicked:
		said = "[菜单 " + msg.Arg + "]"
	case msg.Kind != bot.KindText:
		said = attachment(msg)
	}
	joined, err := m.Tickets.JoinTaken(ctx, msg.Person, said, msg.Arrived)
	if err != nil {
		return nil, err
	}
	if !joined {
		return nil, bot.ErrPass
	}
	return bot.Silence{}, nil
}
