package attendee

import (
	"context"
	"errors"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// errGone is returned when the object of an intent no longer exists, such as a choice
// whose entry was unpublished. The message is then resolved again without that reading.
var errGone = errors.New("what was meant is gone")

// StaffLine answers a line that begins with #: a command of a moderator, or the line
// that makes its sender a moderator. The actor is empty unless the sender is a
// moderator.
type StaffLine func(ctx context.Context, v *handlers.Visit, who moderation.Actor, line string) (bot.Reply, error)

// Conversation answers every message: it resolves what the sender wants, and does it.
type Conversation struct {
	// Staff answers moderators' lines.
	Staff StaffLine
	// answers are the functions that answer commands, by command word.
	answers map[string]answerFunc
}

// NewConversation returns a conversation that hands moderators' lines to staff.
func NewConversation(staff StaffLine) *Conversation {
	c := &Conversation{Staff: staff, answers: map[string]answerFunc{}}
	for _, row := range table() {
		c.answers[row.Word] = row.answer
	}
	return c
}

// Answer answers one message.
func (c *Conversation) Answer(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	v, err := asAsked(ctx, v)
	if err != nil {
		return nil, err
	}
	reply, in, err := c.converse(ctx, v)
	if err == nil && v.Person != nil && !v.Person.Following && v.Event != bot.EventUnsubscribe {
		// It was written before they left and arrived later: a ticket must not keep it (R17).
		err = v.Attendees.Erasure.Left(ctx, v.Person.ID)
	}
	switch {
	case err != nil:
		return nil, err
	case v.Muted:
		return bot.Silence{}, nil
	case v.Limited != 0 && v.Lasting && !silent(reply):
		return limited(v)
	}
	reply = named(v, in, reply)
	if t, ok := bot.Words(reply); ok && v.Campaign.Privacy != "" && v.FirstContact() {
		return t + bot.Text("\n"+v.Texts.Render(content.KeyPrivacy, nil)), nil
	}
	return reply, nil
}

// silent reports whether a reply is none.
func silent(r bot.Reply) bool {
	_, is := r.(bot.Silence)
	return is || r == nil
}

// converse resolves what the sender wants, and does it. It returns that with the reply.
func (c *Conversation) converse(ctx context.Context, v *handlers.Visit) (reply bot.Reply, in intent.Intent, err error) {
	s, who, err := state(ctx, v)
	if err != nil {
		return nil, in, err
	}
	for {
		in = intent.Resolve(v.Readings, s)
		note(v, in)
		if in.Kind == intent.StaffCommand {
			reply, err = c.Staff(ctx, v, who, in.Line)
			return reply, in, err
		}
		if reply, asks, err := whichClass(ctx, v, in); asks || err != nil {
			note(v, intent.Intent{Kind: intent.AskWhich})
			return reply, intent.Intent{Kind: intent.AskWhich}, err
		}
		reply, err = c.act(ctx, asUnderstood(v, in), in)
		switch {
		case !errors.Is(err, errGone):
			reply, err = c.moveOn(ctx, v, in, reply, err)
			return reply, in, err
		case in.Kind == intent.Choose:
			s.Choices = nil
		case in.Kind == intent.ToModerator:
			s.TakenOver = false
		case in.Kind == intent.FollowUp:
			s.Topic, s.Pack = "", ""
		default:
			return bot.Silence{}, in, nil
		}
	}
}

// state collects what Resolve has to know about the sender. The actor is set only for a
// moderator who sent a command.
func state(ctx context.Context, v *handlers.Visit) (s intent.State, who moderation.Actor, err error) {
	at, rules := v.Time(), v.Campaign.Checkin
	p := v.Person
	s = intent.Known(p, v.Campaign.ID, v.Arrived)
	s.Stopped, s.Limited = v.Control.Level >= campaign.StopAll, v.Limited != 0 && !v.Lasting
	if (v.Limited != 0 || v.Muted) && v.Reader.ConfirmsNothing(v.Message, s) {
		s.Limited = true
	}
	s.CheckinOpen = !at.Before(rules.Open) && !at.After(rules.Close)
	if p == nil {
		return s, who, nil
	}
	if err := pendingState(ctx, v, &s); err != nil {
		return s, who, err
	}
	if v.Readings.Staff.Line == "" || s.Limited {
		return s, who, nil
	}
	who, err = v.Moderation.Moderators.Actor(ctx, p.Hash, p.ID, moderation.ViaChat)
	s.Moderator = err == nil
	if errors.Is(err, moderation.ErrNotFound) {
		err = nil
	}
	return s, who, err
}

// asUnderstood returns a visit with the words that a click, a digit or a copied
// line of the menu stands for, as if they had been typed.
func asUnderstood(v *handlers.Visit, in intent.Intent) *handlers.Visit {
	as := *v
	as.Command = in.Command
	if in.Text == "" || in.Text == v.Text && v.Kind == bot.KindText {
		return &as
	}
	m := *v.Message
	m.Kind, m.Text = bot.KindText, in.Text
	as.Message = &m
	return &as
}

// act carries out an intent.
func (c *Conversation) act(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	switch in.Kind {
	case intent.Nothing, intent.StaffCommand:
		return bot.Silence{}, nil
	case intent.LimitNotice:
		return limited(v)
	case intent.StopNotice:
		return v.Say(content.KeyPaused, nil)
	case intent.ToModerator:
		return takenOver(ctx, v)
	case intent.Arrive:
		return follow(ctx, v)
	case intent.Depart:
		return left(ctx, v)
	case intent.MassResult:
		return massFinished(ctx, v)
	case intent.Attachment:
		return nonText(ctx, v)
	case intent.Choose:
		return c.choose(ctx, v, in)
	case intent.RunCommand:
		return c.answers[in.Command.Word](ctx, v)
	case intent.Passphrase, intent.WrongPassphrase:
		return tryPhrase(ctx, v, in.Kind == intent.Passphrase)
	case intent.Accept:
		return c.accept(ctx, v, in)
	case intent.AskAgain, intent.AskWhich, intent.Dismiss, intent.Refuse:
		return pendingAnswer(ctx, v, in)
	case intent.Several:
		return several(ctx, v, in)
	case intent.OneSeat:
		return oneSeat(ctx, v)
	case intent.OtherDay:
		return otherDay(ctx, v, in)
	case intent.FollowUp:
		return followUp(ctx, v, in)
	case intent.SuggestCommand, intent.Answer, intent.Offer, intent.Decline, intent.Greeting, intent.Thanks, intent.LateCheckin,
		intent.Warning, intent.Unknown:
		return freeText(ctx, v, in)
	default:
		return bot.Silence{}, nil
	}
}

// limited answers the first message over the limit (R11).
func limited(v *handlers.Visit) (bot.Reply, error) {
	sec := int((v.Limited.Milliseconds() + 999) / 1000)
	return v.Say(content.KeyRateLimit, content.Vars{"秒": strconv.Itoa(max(1, sec))})
}
