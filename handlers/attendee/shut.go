package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
)

// shut is the text that says why nobody can register any more, "" while somebody
// can: a reply invites to no more than can be had (ruling 15).
func shut(ctx context.Context, v *handlers.Visit) (key content.Key, err error) {
	o, refused, err := v.Attendees.Signups.Refusal(ctx, v.Time())
	switch {
	case err != nil || !refused || o == campaign.SignupNotOpen:
		return "", err // who comes too early is told when to come
	case o == campaign.SignupOver:
		return content.KeyClassOver, nil
	default:
		return content.KeyRegisterClosed, nil
	}
}

// seatsOpen are the variables that count seats; once nobody can register they are
// empty, and so the lines that invite to it are left out.
func seatsOpen(ctx context.Context, v *handlers.Visit) (content.Vars, error) {
	vars, err := v.SeatVars(ctx)
	if err != nil {
		return nil, err
	}
	if key, err := shut(ctx, v); key != "" || err != nil {
		vars["剩余"] = ""
		return vars, err
	}
	return vars, nil
}

// invite answers somebody who seems to want to register: with the word for it, or
// that it is too late.
func invite(ctx context.Context, v *handlers.Visit, in intent.Intent) (bot.Reply, error) {
	me, err := v.Attendees.Signups.Member(ctx, v.Person.ID)
	if err != nil {
		return nil, err
	}
	key, err := shut(ctx, v)
	if err != nil {
		return nil, err
	}
	if key != "" && me.Standing == campaign.StandingNone {
		return v.Say(key, nil)
	}
	return v.Say(content.KeySuggestWord, content.Vars{"名称": in.Title, "内容": in.Command.Word})
}
