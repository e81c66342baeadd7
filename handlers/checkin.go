package handlers

import (
	"context"
	"regexp"
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

// about are words of a question about checking in, as opposed to a passphrase.
var about = regexp.MustCompile(`怎么|怎样|如何|什么|多少|几点|哪|吗|么$|没|不了|不上|不成|失败|成功|忘|听清|再说|是啥|啥|了没|可以|还能|能不能`)

// spokenPassphrase answers 签到 or 口令 with something behind it (R7). A question
// about it is no wrong try.
func (m *Mouth) spokenPassphrase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	near := m.spoken(msg.Text)
	right := near >= m.enough()
	if !right && m.faq.Match(msg.Folded).Exact {
		return nil, bot.ErrPass
	}
	if near < faq.OneOff && about.MatchString(msg.Folded) {
		return m.askCheckin(ctx, msg)
	}
	return m.tryPhrase(ctx, msg, right)
}

// likeness is how near a folded text comes to one of the passphrases.
func (m *Mouth) likeness(folded string) (best faq.Likeness) {
	for _, p := range m.phrases {
		best = max(best, p.Compare(folded))
	}
	return best
}

// enough is how near is right: by ruling 18 the sound suffices.
func (m *Mouth) enough() faq.Likeness {
	if m.Campaign.Checkin.SameSound {
		return faq.SameSound
	}
	return faq.Equal
}

// passphrase answers a text that is the passphrase, ErrPass for all others.
func (m *Mouth) passphrase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if m.likeness(msg.Folded) < m.enough() {
		return nil, bot.ErrPass
	}
	return m.tryPhrase(ctx, msg, true)
}

// tryPhrase takes a passphrase; whoever is in by it does not wait at the door any
// more.
func (m *Mouth) tryPhrase(ctx context.Context, msg *bot.Message, right bool) (bot.Reply, error) {
	r, err := m.Checkins.Try(ctx, msg.Person, right, msg.Text, msg.Time())
	if err == nil && (r.Outcome == campaign.CheckinDone || r.Outcome == campaign.CheckinWalkIn) {
		err = m.leaveDoor(ctx, msg)
	}
	return m.checkedIn(r, err)
}

// nearPassphrase answers a text that is almost the passphrase, while check-in
// is open, instead of guessing a question (ruling 18).
func (m *Mouth) nearPassphrase(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	c := m.Campaign.Checkin
	if at := msg.Time(); at.Before(c.Open) || at.After(c.Close) || m.likeness(msg.Folded) < faq.OneOff {
		return nil, bot.ErrPass
	}
	r, err := m.Checkins.Try(ctx, msg.Person, false, msg.Text, msg.Time())
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

func checkinTexts(o campaign.CheckinOutcome) string {
	return map[campaign.CheckinOutcome]string{
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
	return m.say("makeup_ok", content.Vars{"编号": strconv.Itoa(n)})
}
