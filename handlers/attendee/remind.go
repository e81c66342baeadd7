package attendee

import (
	"context"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// optIn answers 提醒. After the class it is about the next class.
func optIn(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if v.Campaign.Over(v.Time()) {
		return nextClass(ctx, v)
	}
	if err := v.Attendees.Dialogue.SetConsent(ctx, v.Person, campaign.ConsentIn, v.Made()); err != nil {
		return nil, err
	}
	return consented(v)
}

// promising fills in a text that promises news. A sender who has opted out also reads
// that the news waits for their next message (ruling 15).
func promising(v *handlers.Visit, key content.Key, vars content.Vars) (bot.Reply, error) {
	said := v.Words(key, vars)
	if p := v.Person; p != nil && p.Consent == campaign.ConsentOut {
		said += "\n" + v.Texts.Render(content.KeyOptOutWaits, nil)
	}
	return bot.Text(said), nil
}

// promise returns the text that says how many of the reminders before the class are
// still to come: all, some or none. It promises none that the platform will not take then (ruling 15).
func promise(v *handlers.Visit, at time.Time) content.Key {
	all, left := len(v.Campaign.RemindersLeft(time.Time{})), len(v.Campaign.RemindersLeft(at))
	switch {
	case left == 0:
		return content.KeyOptInLate
	case v.Channel.Account == campaign.AccountUnverified:
		return content.KeyOptInUnable
	case !reached(v, v.Arrived.Add(v.Channel.Typed.Span)):
		return content.KeyOptInFar
	case v.Tapped() && !reached(v, v.Person.CreditsUntil): // a tap itself is good for a minute
		return content.KeyOptInTapped
	case left == all:
		return content.KeyOptIn
	default:
		return content.KeyOptInSoon
	}
}

// reached reports whether the last reminder before the class reaches the sender, if the
// platform takes messages to them until then.
func reached(v *handlers.Visit, until time.Time) bool {
	left := v.Campaign.RemindersLeft(v.Time())
	return len(left) == 0 || !left[len(left)-1].At.After(until)
}

// optOut answers 退订. It changes neither seat nor packs.
func optOut(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	if err := v.Attendees.Dialogue.SetConsent(ctx, v.Person, campaign.ConsentOut, v.Made()); err != nil {
		return nil, err
	}
	return consented(v)
}

// consented says what the sender has decided. That is what a later message said if this
// one comes late (ruling 35).
func consented(v *handlers.Visit) (bot.Reply, error) {
	if v.Person.Consent == campaign.ConsentOut {
		return v.Say(content.KeyOptOut, nil)
	}
	return v.Say(promise(v, v.Time()), nil)
}
