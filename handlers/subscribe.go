package handlers

import (
	"html"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/content"
)

// Subscriber makes the link to the page where somebody agrees to one reminder
// that needs no credit (一次性订阅).
type Subscriber interface {
	Link(u bot.UserID, at time.Time) string
}

// offerReminder puts the link under a registration, if the account has it and
// the whole fits.
func (m *Mouth) offerReminder(msg *bot.Message, said bot.Reply) bot.Reply {
	t, ok := said.(bot.Text)
	if m.Subscribe == nil || !ok || msg.Time().After(m.Campaign.Start) {
		return said
	}
	link := html.EscapeString(m.Subscribe.Link(msg.From, msg.Time()))
	line := "\n" + m.Texts.Render("subscribe_line", content.Vars{"链接": link})
	if len(t)+len(line) > m.Channel.MaxText {
		return said
	}
	return t + bot.Text(line)
}

// Subscribed are the words of the page that the platform leads back to.
func (m *Mouth) Subscribed(agreed bool) string {
	if agreed {
		return m.Texts.Render("subscribe_yes", nil)
	}
	return m.Texts.Render("subscribe_no", nil)
}
