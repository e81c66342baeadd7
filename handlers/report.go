package handlers

import (
	"context"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// dead answers 失效 and its like: about a pack for who holds one, about the live
// room for others around the class (R8, rulings 9 and 14).
func (m *Mouth) dead(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	return m.report(ctx, msg, "")
}

// deadNamed answers 失效99.
func (m *Mouth) deadNamed(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	p, ok := m.packNamed(msg.Folded, "失效")
	if !ok {
		return nil, bot.ErrPass
	}
	return m.report(ctx, msg, p.ID)
}

func (m *Mouth) report(ctx context.Context, msg *bot.Message, pack string) (bot.Reply, error) {
	r, err := m.Links.Report(ctx, msg.Person, pack, msg.Arrived)
	if err != nil {
		return nil, err
	}
	v := LinkVars(r.Pack, r.Mirror)
	v["编号"] = strconv.Itoa(r.Number)
	switch r.Outcome {
	case campaign.LinkNoPack:
		return m.noPack(ctx, msg)
	case campaign.LinkBackup:
		return m.sayLink("report_ok_backup", v)
	default:
		return m.reported(ctx, r.Outcome, v)
	}
}

// reported says what became of a report: a new link is promised, or nothing.
func (m *Mouth) reported(ctx context.Context, o campaign.LinkOutcome, v content.Vars) (bot.Reply, error) {
	switch o {
	case campaign.LinkReported:
		return m.promising(ctx, "report_ok", v)
	case campaign.LinkAgain:
		return m.promising(ctx, "report_again", v)
	case campaign.LinkWhich:
		return m.say("report_which", v)
	default:
		return m.say("busy_report", v)
	}
}

// noPack answers somebody who holds no pack: around the class they mean the
// live room (ruling 14).
func (m *Mouth) noPack(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	at := msg.Time()
	e, ok := m.Campaign.Entry("live")
	if !ok || at.Before(m.Campaign.Start.Add(-30*time.Minute)) || at.After(m.Campaign.Checkin.Close) {
		return m.say("report_none", nil)
	}
	return m.answer(ctx, msg, e)
}

// clock writes a time for people: 7月8日 20:40.
func (m *Mouth) clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return content.Moment(t.In(m.Campaign.Zone))
}
