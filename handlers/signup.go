package handlers

import (
	"context"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// register answers 报名.
func (m *Mouth) register(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	return m.signUp(ctx, msg, "")
}

// follow answers a new follower or a scan; the codes of 二维码场景 register.
func (m *Mouth) follow(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	switch {
	case m.Campaign.Signup.IsScene(msg.Arg):
		return m.signUp(ctx, msg, msg.Arg)
	case m.Campaign.Over(msg.Time()):
		return m.say("welcome_over", nil)
	}
	key, err := m.shut(ctx, msg)
	if key != "" {
		return m.say("welcome_shut", nil)
	}
	said, _ := m.say("welcome", nil)
	return said, err
}

func (m *Mouth) signUp(ctx context.Context, msg *bot.Message, source string) (bot.Reply, error) {
	r, err := m.Signups.Register(ctx, msg.Person, source, msg.Time())
	if err != nil {
		return nil, err
	}
	if err := m.remindTyped(ctx, msg, r.Outcome); err != nil {
		return nil, err
	}
	n := strconv.Itoa(r.Number)
	switch r.Outcome {
	case campaign.SignupSeated:
		said, err := m.say(m.registered(msg), content.Vars{"序号": n})
		return m.offerReminder(msg, said), err
	case campaign.SignupAlreadySeated:
		return m.say("register_already", content.Vars{"序号": n})
	case campaign.SignupWaiting:
		return m.say("waitlist_joined", content.Vars{"候补位": n})
	case campaign.SignupAlreadyWaiting:
		return m.say("waitlist_already", content.Vars{"候补位": n})
	case campaign.SignupWaitEnded:
		return m.say("waitlist_ended", content.Vars{"候补位": n})
	case campaign.SignupNotOpen:
		return m.say("register_not_open", nil)
	case campaign.SignupOver:
		return m.say("class_over", nil)
	default:
		return m.say("register_closed", nil)
	}
}

// registered chooses the words: a reply promises reminders only if the credit
// of this message lasts till then (ruling 15).
func (m *Mouth) registered(msg *bot.Message) content.Key {
	if tapped(msg) {
		return "register_ok_scan"
	}
	var last time.Time
	for _, r := range m.Campaign.Reminders {
		if r.At.Before(m.Campaign.Start) && r.At.After(last) {
			last = r.At
		}
	}
	if last.After(msg.Arrived.Add(m.Channel.Typed.Span)) {
		return "register_ok_far"
	}
	return "register_ok"
}

// remindTyped turns reminders on for who typed (R19): at a new registration
// always, later only if never decided.
func (m *Mouth) remindTyped(ctx context.Context, msg *bot.Message, o campaign.SignupOutcome) error {
	p := campaign.PersonFrom(ctx)
	fresh := o == campaign.SignupSeated || o == campaign.SignupWaiting
	again := o == campaign.SignupAlreadySeated || o == campaign.SignupAlreadyWaiting
	undecided := again && p.Consent == campaign.ConsentUnset
	if tapped(msg) || !fresh && !undecided {
		return nil
	}
	return m.Dialogue.SetConsent(ctx, p, campaign.ConsentIn)
}

// cancel answers 取消报名: a seat is given up only after a confirmation.
func (m *Mouth) cancel(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if m.Campaign.Over(msg.Time()) {
		return m.say("class_over", nil) // no seat is worth giving up any more
	}
	me, err := m.Seats.Member(ctx, m.Campaign.ID, msg.Person)
	if err != nil {
		return nil, err
	}
	if me.Standing == campaign.StandingSeated && m.Campaign.Signup.ConfirmCancel {
		if err := m.Dialogue.Ask(ctx, campaign.PersonFrom(ctx), campaign.PendingCancel, msg.Arrived); err != nil {
			return nil, err
		}
		if !m.Signups.Promoting(msg.Time()) {
			return m.say("cancel_ask_late", nil)
		}
		return m.say("cancel_ask", nil)
	}
	return m.leave(ctx, msg)
}

// confirmCancel answers 确认取消.
func (m *Mouth) confirmCancel(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	ok, err := m.Dialogue.Confirm(ctx, campaign.PersonFrom(ctx), campaign.PendingCancel, msg.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return m.say("cancel_no_pending", nil)
	}
	if m.Campaign.Over(msg.Time()) {
		return m.say("class_over", nil)
	}
	return m.leave(ctx, msg)
}

func (m *Mouth) leave(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	was, err := m.Signups.Leave(ctx, msg.Person, msg.Time())
	if err != nil {
		return nil, err
	}
	shut, err := m.shut(ctx, msg)
	said, _ := m.say(leftText(was, shut != ""), nil)
	return said, err
}

// leftText chooses the words for somebody who stood at was and has now left. A
// closed registration invites nobody to come back.
func leftText(was campaign.Standing, closed bool) content.Key {
	switch was {
	case campaign.StandingSeated:
		if closed {
			return content.KeyCancelDoneShut
		}
		return content.KeyCancelDone
	case campaign.StandingWaiting:
		if closed {
			return content.KeyCancelWaitlistDoneShut
		}
		return content.KeyCancelWaitlistDone
	case campaign.StandingNone:
	}
	if closed {
		return content.KeyCancelNoneShut
	}
	return content.KeyCancelNone
}
