package attendee

import (
	"context"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// report answers 失效 and 失效99. Without a pack it is about the one that somebody
// holds, or about the live room around the class (R8, rulings 9 and 14).
func report(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	r, err := v.Attendees.Links.Report(ctx, v.Person.ID, v.Command.Pack, v.Arrived)
	if err != nil {
		return nil, err
	}
	vars := handlers.LinkVars(r.Pack, r.Mirror)
	vars["编号"] = strconv.Itoa(r.Number)
	switch r.Outcome {
	case campaign.LinkNoPack:
		return noPack(ctx, v)
	case campaign.LinkBackup:
		return sayLink(v, content.KeyReportOKBackup, vars)
	default:
		return reported(ctx, v, r.Outcome, vars)
	}
}

// reported says what became of a report: a new link is promised, or nothing.
func reported(ctx context.Context, v *handlers.Visit, o campaign.LinkOutcome, vars content.Vars) (bot.Reply, error) {
	switch o {
	case campaign.LinkReported:
		return promising(v, content.KeyReportOK, vars)
	case campaign.LinkAgain:
		return promising(v, content.KeyReportAgain, vars)
	case campaign.LinkWhich:
		return v.Say(content.KeyReportWhich, vars)
	default:
		return v.Say(content.KeyBusyReport, vars)
	}
}

// noPack answers somebody who holds no pack: around the class they mean the
// live room (ruling 14).
func noPack(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	at := v.Time()
	e, ok := v.Campaign.Entry("live")
	if !ok || at.Before(v.Campaign.Start.Add(-30*time.Minute)) || at.After(v.Campaign.Checkin.Close) {
		return v.Say(content.KeyReportNone, nil)
	}
	return answer(ctx, v, e)
}

// clock writes a time for people: 7月8日 20:40.
func clock(v *handlers.Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return content.Moment(t.In(v.Campaign.Zone))
}
