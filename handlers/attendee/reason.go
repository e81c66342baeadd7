package attendee

import (
	"math"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
)

// versionShown is how many letters of the content's hash a reason has.
const versionShown = 12

// note stores with the message why it will be answered as it is: what its sender was taken to
// want, and what that followed from. What is decided later than that is added by unknown and by
// the shelf.
func note(v *handlers.Visit, in intent.Intent) {
	if v.Why == nil {
		return
	}
	w, m := &v.Readings.Words, &v.Readings.Words.Match
	if w.MenuLine != nil {
		w = w.MenuLine
		m = &w.Match
	}
	out := bot.Reason{
		Kind: string(in.Kind), Command: in.Command.Word, Pack: in.Command.Pack, Entries: entriesOf(in), Blocked: w.Blocked,
		Limit: limitOf(v), Wait: int(math.Ceil(v.Limited.Seconds())), Version: v.Version()[:min(versionShown, len(v.Version()))],
	}
	if v.Person != nil {
		out.Credits = v.Person.Credits
	}
	if in.Kind != intent.StaffCommand {
		out.Band, out.Own, out.Confidence = m.Band, m.OwnWording, ofHundred(m.Confidence)
		hits := m.Hits[:min(bot.ReasonHits, len(m.Hits))]
		out.Hits = make([]bot.ReasonHit, 0, len(hits))
		for _, h := range hits {
			out.Hits = append(out.Hits, bot.ReasonHit{ID: h.ID, Score: ofHundred(h.Score)})
		}
	}
	*v.Why = out
}

func ofHundred(p float64) int { return int(math.Round(100 * p)) }

// entriesOf returns the frequent questions of an intent.
func entriesOf(in intent.Intent) (out []string) {
	if in.Entry != "" {
		out = append(out, in.Entry)
	}
	for _, h := range in.Choices {
		out = append(out, h.ID)
	}
	for _, p := range in.Parts {
		if p.Entry != "" {
			out = append(out, p.Entry)
		}
	}
	return out[:min(bot.ReasonHits, len(out))]
}

// limitOf says how the rate limit applied.
func limitOf(v *handlers.Visit) bot.ReasonLimit {
	switch {
	case v.Muted:
		return bot.LimitMuted
	case v.Limited != 0:
		return bot.LimitTold
	case v.Readings.Staff.Line != "", v.Event == bot.EventUnsubscribe, v.Person == nil:
		return bot.LimitExcept
	case v.Readings.Exempt:
		return bot.LimitWide
	default:
		return bot.LimitUsual
	}
}

// noteTicket adds the ticket that came of a message.
func noteTicket(v *handlers.Visit, number int) {
	if v.Why != nil && number > 0 {
		v.Why.Ticket = string(campaign.TicketUnknown) + strconv.Itoa(number)
	}
}
