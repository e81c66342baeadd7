package handlers

import (
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// askCheckin answers the bare word 签到.
func (m *Mouth) askCheckin(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	r, err := m.Checkins.Ask(ctx, msg.Person, msg.Time())
	return m.checkedIn(r, err)
}

// enough is how near is right: by ruling 18 the sound suffices.
func (m *Mouth) enough() faq.Likeness {
	if m.Campaign.Checkin.SameSound {
		return faq.SameSound
	}
	return faq.Equal
}

// tryPhrase takes a passphrase; whoever is in by it does not wait at the door any
// more.
func (m *Mouth) tryPhrase(ctx context.Context, msg *bot.Message, right bool) (bot.Reply, error) {
	r, err := m.Checkins.Try(ctx, msg.Person, right, msg.Text, msg.Time())
	if err == nil && (r.Outcome == campaign.CheckinDone || r.Outcome == campaign.CheckinWalkIn) {
		err = m.Tickets.CloseEntryCall(ctx, msg.Person, m.besidesDoor, msg.Arrived)
	}
	return m.checkedIn(r, err)
}

func (m *Mouth) checkedIn(r campaign.CheckinResult, err error) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	n := strconv.Itoa(r.Number)
	switch r.Outcome {
	case campaign.CheckinWalkIn:
		first, _, _ := strings.Cut(m.Texts.Render("register_ok", content.Vars{"序号": n}), "\n")
		return bot.Text(first + "\n" + m.Texts.Render("checkin_ok", nil)), nil
	case campaign.CheckinFull:
		return m.say("checkin_full", content.Vars{"编号": n})
	case campaign.CheckinShut:
		return m.say("checkin_shut", content.Vars{"编号": n})
	default:
		return m.say(checkinTexts(r.Outcome), nil)
	}
}

func checkinTexts(o campaign.CheckinOutcome) content.Key {
	return map[campaign.CheckinOutcome]content.Key{
		campaign.CheckinDone: "checkin_ok", campaign.CheckinAlready: "checkin_already", campaign.CheckinEarly: "checkin_early",
		campaign.CheckinLate: "checkin_late", campaign.CheckinHow: "checkin_how", campaign.CheckinWrong: "checkin_wrong",
		campaign.CheckinTooManyWrong: "checkin_wrong_limit",
	}[o]
}

// makeup answers 补签 with a reason: a moderator decides.
func (m *Mouth) makeup(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	me, err := m.Seats.Member(ctx, m.Campaign.ID, msg.Person)
	if err != nil {
		return nil, err
	}
	reason, _ := text.After(msg.Text, "补签")
	switch at := msg.Time(); {
	case me.CheckedIn():
		return m.say("checkin_already", nil)
	case at.Before(m.Campaign.Checkin.Open):
		return m.say("checkin_early", nil)
	case reason == "" && at.After(m.Campaign.Checkin.Close):
		return m.say("checkin_late", nil)
	case reason == "":
		return m.say("checkin_how", nil)
	}
	n, err := m.Tickets.Makeup(ctx, msg.Person, msg.Text, msg.Arrived)
	if err != nil {
		return nil, err
	}
	return m.promising(ctx, "makeup_ok", content.Vars{"编号": strconv.Itoa(n)})
}
