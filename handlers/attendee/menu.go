package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// menu answers 菜单.
func menu(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Campaign.Over(v.Time()) {
		return v.Say(content.KeyClassOver, nil)
	}
	vars, err := seatVars(ctx, v)
	if err != nil {
		return nil, err
	}
	return v.Say(content.KeyMenu, vars)
}

// nextClass answers 下一场. Asking for the next class counts as consent to be told about
// it (ruling 19).
func nextClass(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if err := v.Attendees.Dialogue.SetConsent(ctx, v.Person, campaign.ConsentIn, v.Made()); err != nil {
		return nil, err
	}
	if v.Campaign.Next != "" {
		return v.Say(content.KeyNextClass, nil)
	}
	return v.Say(content.KeyNextNoted, nil)
}

// askHelp answers the bare word 提问. The next message may be the question (ruling 49).
func askHelp(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	switch rules := v.Campaign.Questions; {
	case v.Time().After(rules.Close):
		return v.Say(content.KeyAskClosed, nil)
	case v.Time().Before(rules.Open):
		return v.Say(content.KeyAskNotOpen, nil)
	}
	if err := v.Attendees.Dialogue.AwaitQuestion(ctx, v.Person, v.Arrived); err != nil {
		return nil, err
	}
	return v.Say(content.KeyAskHelp, nil)
}
