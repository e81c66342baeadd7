package handlers

import (
	"context"
	"errors"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
)

// errGone is returned when what an intent is about does not exist any more, such as
// a choice whose entry was unpublished. The message is then understood without it.
var errGone = errors.New("what was meant is gone")

// converse finds out what somebody wants, and does it.
func (m *Mouth) converse(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	readings := m.reader.Read(msg)
	s, err := m.state(ctx, msg, readings)
	if err != nil {
		return nil, err
	}
	for {
		in := intent.Resolve(readings, s)
		reply, err := m.act(ctx, asUnderstood(msg, in), in)
		switch {
		case !errors.Is(err, errGone):
			return reply, err
		case in.Kind == intent.Choose:
			s.Choices = nil
		case in.Kind == intent.ToModerator:
			s.TakenOver = false
		default:
			return bot.Silence{}, nil
		}
	}
}

// state is what is known of the sender.
func (m *Mouth) state(ctx context.Context, msg *bot.Message, r bot.Readings) (intent.State, error) {
	at, rules := msg.Time(), m.Campaign.Checkin
	s := intent.State{
		Stopped: campaign.ControlFrom(ctx).Level >= campaign.StopAll, Now: msg.Arrived,
		Limited: msg.Limited != 0, CheckinOpen: !at.Before(rules.Open) && !at.After(rules.Close),
	}
	p := campaign.PersonFrom(ctx)
	if p == nil {
		return s, nil
	}
	s.TakenOver, s.Choices, s.ChoicesUntil = p.TakenOver, p.Choices, p.ChoicesUntil
	if r.Staff.Line == "" || s.Limited {
		return s, nil
	}
	_, err := m.Moderators.Moderator(ctx, p.Hash)
	s.Moderator = err == nil
	if errors.Is(err, campaign.ErrNotFound) {
		err = nil
	}
	return s, err
}

// asUnderstood returns a message with the words that a click, a digit or a copied
// line of the menu stands for, as if they had been typed.
func asUnderstood(msg *bot.Message, in intent.Intent) *bot.Message {
	if in.Text == "" || in.Text == msg.Text && msg.Kind == bot.KindText {
		return msg
	}
	as := *msg
	as.Kind, as.Text, as.Folded = bot.KindText, in.Text, text.Fold(in.Text)
	return &as
}

// act does what somebody wants.
func (m *Mouth) act(ctx context.Context, msg *bot.Message, in intent.Intent) (bot.Reply, error) {
	switch in.Kind {
	case intent.Nothing:
		return bot.Silence{}, nil
	case intent.LimitNotice:
		return m.limited(msg)
	case intent.StaffCommand:
		return m.moderator(ctx, msg, in.Line)
	case intent.StopNotice:
		return m.say("paused", nil)
	case intent.ToModerator:
		return m.takenOver(ctx, msg)
	case intent.Arrive:
		return m.follow(ctx, msg)
	case intent.Depart:
		return m.left(ctx, msg)
	case intent.MassResult:
		return m.massFinished(ctx, msg)
	case intent.Attachment:
		return m.nonText(ctx, msg)
	case intent.Choose:
		return m.choose(ctx, msg, in)
	case intent.RunCommand:
		return m.answers[in.Command.Word](m, ctx, msg, in.Command)
	case intent.Passphrase, intent.WrongPassphrase:
		return m.tryPhrase(ctx, msg, in.Kind == intent.Passphrase)
	case intent.SuggestCommand, intent.Answer, intent.Offer, intent.Decline, intent.Greeting, intent.Thanks, intent.LateCheckin,
		intent.Warning, intent.Unknown:
		return m.freeText(ctx, msg, in)
	default:
		return bot.Silence{}, nil
	}
}

// limited answers the first message over the limit (R11).
func (m *Mouth) limited(msg *bot.Message) (bot.Reply, error) {
	sec := int((msg.Limited.Milliseconds() + 999) / 1000)
	return m.say("ratelimit", content.Vars{"秒": strconv.Itoa(max(1, sec))})
}

// choose answers a number of the last list of choices.
func (m *Mouth) choose(ctx context.Context, msg *bot.Message, in intent.Intent) (bot.Reply, error) {
	id, ok, err := m.Dialogue.Choose(ctx, campaign.PersonFrom(ctx), in.Number, msg.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errGone
	}
	if err := m.Heard.Chosen(ctx, m.Campaign.ID, msg.Person, id); err != nil {
		return nil, err
	}
	return m.freeText(ctx, msg, m.reader.Meaning(id))
}
