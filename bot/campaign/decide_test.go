package campaign_test

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestDecide is what may leave now (R9, R12, rulings 1 and 16).
func TestDecide(t *testing.T) {
	t.Parallel()
	now := evening("20:00:00")
	who := func(credits int, change func(*campaign.Person)) *campaign.Person {
		p := &campaign.Person{Following: true, Consent: campaign.ConsentIn, Credits: credits, CreditsUntil: now}
		if change != nil {
			change(p)
		}
		return p
	}
	out := func(p *campaign.Person) { p.Consent = campaign.ConsentOut }
	left := func(p *campaign.Person) { p.Following = false }
	long := func(p *campaign.Person) { p.CreditsUntil = now.Add(time.Hour) }
	reminder := campaign.Notice{Person: 1, Body: campaign.ReminderText{Planned: now}, Priority: campaign.PriorityReminder, Due: now}
	answer := campaign.Notice{Person: 1, Body: campaign.HumanAnswer{}, Priority: campaign.PriorityAnswer, Due: now}
	for name, c := range map[string]struct {
		n    campaign.Notice
		p    *campaign.Person
		at   time.Time
		want campaign.NoticeState
	}{
		"a reminder":                     {reminder, who(2, nil), now, campaign.NoticeSending},
		"the last credit is for answers": {reminder, who(1, nil), now, campaign.NoticeFailed},
		"an answer takes the last":       {answer, who(1, nil), now, campaign.NoticeSending},
		"an answer without credit waits": {answer, who(0, nil), now, campaign.NoticeShelved},
		"credit that has run out":        {answer, who(5, nil), now.Add(time.Second), campaign.NoticeShelved},
		"who left":                       {answer, who(5, left), now, campaign.NoticeShelved},
		"who opted out":                  {reminder, who(5, out), now, campaign.NoticeFailed},
		"nobody there":                   {reminder, nil, now, campaign.NoticeFailed},
		"ten minutes late":               {reminder, who(5, long), now.Add(10 * time.Minute), campaign.NoticeSending},
		"later than that":                {reminder, who(5, long), now.Add(10*time.Minute + 1), campaign.NoticeFailed},
	} {
		if got := campaign.Decide(c.n, campaign.Moment{Campaign: newWorld(nil).c, Person: c.p, Now: c.at}); got.State != c.want {
			t.Errorf("%s: %s (%s), want %s", name, got.State, got.Words, c.want)
		}
	}
}
