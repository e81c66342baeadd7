package attendee

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
)

// askCheckin answers the bare word 签到.
func askCheckin(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	r, err := v.Attendees.Checkins.Ask(ctx, v.Person.ID, v.Time())
	return checkedIn(v, r, err)
}

// tryPhrase checks in a sender who sent a passphrase. If that succeeds, it closes their
// open request for a late check-in.
func tryPhrase(ctx context.Context, v *handlers.Visit, right bool) (bot.Reply, error) {
	if !v.Campaign.HasCheckin() {
		return v.Say(content.KeyCheckinNone, nil)
	}
	r, err := v.Attendees.Checkins.Try(ctx, v.Person.ID, right, v.Text, v.Time())
	if err == nil && (r.Outcome == campaign.CheckinDone || r.Outcome == campaign.CheckinWalkIn) {
		err = v.Attendees.Tickets.CloseEntryCall(ctx, v.Person.ID, besidesEntry(v.Reader), v.Arrived)
	}
	return checkedIn(v, r, err)
}

// checkedIn puts the outcome of a check-in into words.
func checkedIn(v *handlers.Visit, r campaign.CheckinResult, err error) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	n := strconv.Itoa(r.Number)
	switch r.Outcome {
	case campaign.CheckinDone:
		return v.Say(content.KeyCheckinOK, nil)
	case campaign.CheckinWalkIn:
		first, _, _ := strings.Cut(v.Words(content.KeyRegisterOK, content.Vars{"序号": n}), "\n")
		return bot.Text(first + "\n" + v.Words(content.KeyCheckinOK, nil)), nil
	case campaign.CheckinAlready:
		return v.Say(content.KeyCheckinAlready, nil)
	case campaign.CheckinEarly:
		return v.Say(content.KeyCheckinEarly, nil)
	case campaign.CheckinLate:
		return v.Say(content.KeyCheckinLate, nil)
	case campaign.CheckinHow:
		return v.Say(content.KeyCheckinHow, nil)
	case campaign.CheckinWrong:
		return v.Say(content.KeyCheckinWrong, nil)
	case campaign.CheckinTooManyWrong:
		return v.Say(content.KeyCheckinWrongLimit, nil)
	case campaign.CheckinFull:
		return v.Say(content.KeyCheckinFull, content.Vars{"编号": n})
	case campaign.CheckinShut:
		return v.Say(content.KeyCheckinShut, content.Vars{"编号": n})
	case campaign.CheckinBehind:
		return v.Say(content.KeyCheckinBehind, content.Vars{"编号": n})
	}
	return nil, fmt.Errorf("check-in ended in unknown outcome %d", r.Outcome)
}

// makeup answers 补签. With a reason it opens a request, which a moderator decides about.
func makeup(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	if err != nil {
		return nil, err
	}
	switch at := v.Time(); {
	case !v.Campaign.HasCheckin():
		return v.Say(content.KeyCheckinNone, nil)
	case me.CheckedIn():
		return v.Say(content.KeyCheckinAlready, nil)
	case at.Before(v.Campaign.Checkin.Open):
		return v.Say(content.KeyCheckinEarly, nil)
	case v.Command.Rest == "" && at.After(v.Campaign.Checkin.Close):
		return v.Say(content.KeyCheckinLate, nil)
	case v.Command.Rest == "":
		return v.Say(content.KeyCheckinHow, nil)
	}
	n, err := v.Attendees.Tickets.Makeup(ctx, v.Person.ID, v.Text, v.Arrived)
	if err != nil {
		return nil, err
	}
	return promising(v, content.KeyMakeupOK, content.Vars{"编号": strconv.Itoa(n)})
}

// besidesEntry returns a function that reports whether a message of a ticket is about
// anything other than check-in.
func besidesEntry(r *intent.Reader) func(words string) bool {
	return func(words string) bool { return !handlers.AsksMakeup(words) && !r.IsPassphrase(words) }
}
