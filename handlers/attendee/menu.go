package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/handlers"
)

// menu answers 菜单.
func menu(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Campaign.Over(v.Time()) {
		return v.Say("class_over", nil)
	}
	vars, err := seatsOpen(ctx, v)
	if err != nil {
		return nil, err
	}
	return v.Say("menu", vars)
}

// nextClass answers 下一场: who asks wants to be told (ruling 19).
func nextClass(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if err := v.Attendees.Dialogue.SetConsent(ctx, v.Person, campaign.ConsentIn); err != nil {
		return nil, err
	}
	if v.Campaign.Next != "" {
		return v.Say("next_class", nil)
	}
	return v.Say("next_noted", nil)
}

// askHelp answers the bare word 提问.
func askHelp(_ context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Time().After(v.Campaign.Questions.Close) {
		return v.Say("ask_closed", nil)
	}
	return v.Say("ask_help", nil)
}
