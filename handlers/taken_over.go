package handlers

import (
	"context"
	"errors"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// takenOver keeps the bot silent for somebody whom a moderator talks to; what
// they write joins the ticket.
func (m *Mouth) takenOver(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	t, err := m.Desk.Inbox.TakenTicket(ctx, m.Campaign.ID, msg.Person)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, errGone
	}
	if err != nil {
		return nil, err
	}
	said := msg.Text
	switch {
	case msg.Event == bot.EventClick:
		said = "[菜单 " + msg.Arg + "]"
	case msg.Kind != bot.KindText:
		said = attachment(msg)
	}
	if err := m.Tickets.Store.AppendTicket(ctx, t, msg.Person, said, msg.Arrived); err != nil {
		return nil, err
	}
	alert := m.Campaign.Alert("alert_human", msg.Arrived, map[string]string{"number": t.Name(), "content": said})
	alert.About = msg.Person
	return bot.Silence{}, m.Tickets.Notices.Enqueue(ctx, alert)
}
