package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/handlers"
)

// takenOver handles a message of somebody whom a moderator has taken over: it joins the
// ticket, and the bot stays silent.
func takenOver(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	said := v.Text
	switch {
	case v.Event == bot.EventClick:
		said = "[菜单 " + v.Arg + "]"
	case v.Kind != bot.KindText:
		said = attachment(v)
	}
	joined, err := v.Attendees.Tickets.JoinTaken(ctx, v.Person.ID, said, sentPicture(v), v.Arrived)
	if err != nil {
		return nil, err
	}
	if !joined {
		return nil, errGone
	}
	return bot.Silence{}, nil
}
