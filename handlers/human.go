package handlers

import (
	"context"
	"errors"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// human answers 人工: a moderator is called once.
func (m *Mouth) human(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	n, again, err := m.Tickets.Call(ctx, msg.Person, msg.Text, msg.Arrived)
	if err != nil {
		return nil, err
	}
	v := content.Vars{"编号": strconv.Itoa(n)}
	switch {
	case again:
		return m.promising(ctx, "human_again", v)
	case m.onDuty(msg):
		return m.promising(ctx, "human_ok", v)
	default:
		return m.promising(ctx, "human_off", v)
	}
}

// onDuty tells whether moderators are there at this time of day.
func (m *Mouth) onDuty(msg *bot.Message) bool {
	return m.Campaign.Duty.Contains(msg.Arrived.In(m.Campaign.Zone))
}

// nonText answers pictures and the like: they go to an open call for a
// moderator, else the person is told how to make one.
func (m *Mouth) nonText(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	t, err := m.Tickets.Store.OpenTicket(ctx, m.Campaign.ID, campaign.TicketHuman, msg.Person)
	if errors.Is(err, campaign.ErrNotFound) {
		return m.say("nontext", nil)
	}
	if err != nil {
		return nil, err
	}
	if err := m.Tickets.Store.AppendTicket(ctx, t, msg.Person, attachment(msg), msg.Arrived); err != nil {
		return nil, err
	}
	return m.say("human_again", content.Vars{"编号": strconv.Itoa(t.Number)})
}

// attachment is how a picture or voice stands in a ticket.
func attachment(msg *bot.Message) string {
	name := map[bot.Kind]string{
		bot.KindImage: "图片", bot.KindVoice: "语音", bot.KindVideo: "视频", bot.KindLocation: "位置", bot.KindLink: "链接",
	}[msg.Kind]
	if msg.MediaID != "" {
		return "[" + name + " " + msg.MediaID + "]"
	}
	return "[" + name + "]"
}
