package handlers

import (
	"context"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/catalog"
	"zhujiao/bot/content"
)

// Visit is a message together with what its handler needs: the sender, what moderators
// have stopped, and the class as it serves now. It is valid inside its unit.
type Visit struct {
	*bot.Message
	// Person is the sender; nil for system events.
	Person  *campaign.Person
	Control campaign.Control
	*catalog.Snapshot
	Classes
	// Command is what the sender typed, with its arguments, while a command is
	// answered.
	Command bot.CommandReading
	*Account
}

// Account is what the account can do. It is the same for all classes.
type Account struct {
	Channel campaign.Channel
	// Subscribe is nil when the account has no one-time subscription.
	Subscribe Subscriber
	// Console is the address under which people reach the console, without its path; empty
	// if the settings do not say.
	Console string
}

// Subscriber makes the link to the page where somebody agrees to one reminder of a class
// that needs no credit (一次性订阅).
type Subscriber interface {
	Link(u bot.UserID, class string, at time.Time) string
}

// Say fills in a text of the class as it is said when the message was made.
func (v *Visit) Say(key content.Key, vars content.Vars) (bot.Reply, error) {
	return bot.Text(v.Words(key, vars)), nil
}

// Words is Say for a part of a reply.
func (v *Visit) Words(key content.Key, vars content.Vars) string {
	return v.Texts.Say(key, v.Time(), vars)
}

// Tapped reports whether the sender tapped or scanned something instead of typing. The
// platform then accepts messages to them for only a minute, so reminders cannot be
// promised.
func (v *Visit) Tapped() bool { return v.Event != "" || v.MenuID != "" }

// FirstContact reports whether this is the first message of the sender.
func (v *Visit) FirstContact() bool {
	return v.Person != nil && v.Person.FirstAt.Equal(v.Person.LastAt)
}

// SeatVars returns the variables that count seats.
func (v *Visit) SeatVars(ctx context.Context) (content.Vars, error) {
	t, err := v.Attendees.Signups.Tally(ctx)
	if err != nil {
		return nil, err
	}
	total := v.Attendees.Signups.Total(t)
	return content.Vars{"已报": strconv.Itoa(t.Taken), "剩余": strconv.Itoa(max(0, total-t.Taken))}, nil
}
