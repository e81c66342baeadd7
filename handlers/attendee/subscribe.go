package attendee

import (
	"html"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// offerReminder adds a link to the reply to a registration, by which people agree to
// one reminder. It does so if the account has one-time subscriptions and the reply has
// room.
func offerReminder(v *handlers.Visit, said bot.Reply) bot.Reply {
	t, ok := said.(bot.Text)
	if v.Subscribe == nil || !ok || v.Time().After(v.Campaign.Start) {
		return said
	}
	link := html.EscapeString(v.Subscribe.Link(v.From, v.Campaign.ID, v.Time()))
	line := "\n" + v.Texts.Render(content.KeySubscribeLine, content.Vars{"链接": link})
	if len(t)+len(line) > v.Channel.MaxText {
		return said
	}
	return t + bot.Text(line)
}
