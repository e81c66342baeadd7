package attendee

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// report answers 失效 and 失效99. Without a pack's name it is about the pack that the
// sender holds or, around the time of the class, about the live room (R8, rulings 9 and
// 14).
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
	case campaign.LinkReported:
		return promising(v, content.KeyReportOK, vars)
	case campaign.LinkAgain:
		return promising(v, content.KeyReportAgain, vars)
	case campaign.LinkWhich:
		return v.Say(content.KeyReportWhich, content.HeldVars(r.Held))
	case campaign.LinkTooMany:
		return v.Say(content.KeyBusyReport, vars)
	}
	return nil, fmt.Errorf("a report ended in unknown outcome %d", r.Outcome)
}

// noPack answers a report of somebody who holds no pack. Around the time of the class
// they mean the live room (ruling 14).
func noPack(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	at := v.Time()
	e, ok := liveEntry(v)
	if !ok || at.Before(v.Campaign.Start.Add(-30*time.Minute)) || at.After(v.Campaign.Checkin.Close) {
		return v.Say(content.KeyReportNone, nil)
	}
	return answer(ctx, v, e)
}

// liveEntry is the entry that says where the class is: the one of that id, else the one that has the
// built-in intent.
func liveEntry(v *handlers.Visit) (campaign.Entry, bool) {
	if e, ok := v.Campaign.Entry(campaign.EntryLive); ok {
		return e, true
	}
	i := slices.IndexFunc(v.Campaign.FAQ, func(e campaign.Entry) bool { return v.Reader.Purpose(e.ID).Live })
	if i < 0 {
		return campaign.Entry{}, false
	}
	return v.Campaign.FAQ[i], true
}

// clock formats a time, such as 7月8日 20:40; it returns "" for the zero time.
func clock(v *handlers.Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return content.Moment(t.In(v.Campaign.Zone))
}
