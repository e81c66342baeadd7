package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
)

// closedReason returns the text that says why registration is closed, or "" while it is
// not: a reply must not invite people to what they cannot get (ruling 15).
func closedReason(ctx context.Context, v *handlers.Visit) (key content.Key, err error) {
	o, refused, err := v.Attendees.Signups.Refusal(ctx, v.Time())
	switch {
	case err != nil || !refused || o == campaign.SignupNotOpen:
		return "", err // before it opens, people are told when it does
	case o == campaign.SignupOver:
		return content.KeyClassOver, nil
	case o == campaign.SignupBehind:
		return content.KeyRegisterBehind, nil
	default:
		return content.KeyRegisterClosed, nil
	}
}

// seatVars returns the variables that count seats. Once registration is closed, the
// number of free seats is empty, which leaves out the lines that invite people to
// register.
func seatVars(ctx context.Context, v *handlers.Visit) (content.Vars, error) {
	vars, err := v.SeatVars(ctx)
	if err != nil {
		return nil, err
	}
	if key, err := closedReason(ctx, v); key != "" || err != nil {
		vars["剩余"] = ""
		return vars, err
	}
	return vars, nil
}

// invite answers somebody who seems to want to register: it names the command, or says
// that registration is closed.
func invite(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	if err != nil {
		return nil, err
	}
	key, err := closedReason(ctx, v)
	if err != nil {
		return nil, err
	}
	if key != "" && me.Standing == campaign.StandingNone {
		return v.Say(key, nil)
	}
	return suggest(ctx, v, in, content.KeySuggestWord)
}
