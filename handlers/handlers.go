// Package handlers turns outcomes into words. Package attendee answers the messages of
// attendees, and package staff the commands of moderators; this package holds what both
// share, and renders notices. Decisions are made in campaign and moderation.
package handlers

import (
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// ReaderTexts returns what an intent.Reader has to know about the texts of a campaign.
func ReaderTexts(c *campaign.Campaign, t *content.Texts) intent.Texts {
	out := intent.Texts{Answers: map[string]string{}, Blocked: Blocked(c)}
	out.MenuLines = menuLines(c, t)
	for _, e := range c.FAQ {
		if !e.Pending {
			out.Answers[e.ID] = t.States(e.ID)
		}
	}
	return out
}

// menuLines returns the lines of the welcome and the menu in every state of the class:
// people copy lines that they read a while ago.
func menuLines(c *campaign.Campaign, t *content.Texts) (out []string) {
	for _, at := range []time.Time{c.Signup.Open.Add(-time.Minute), c.Start.Add(-time.Minute), c.Start, c.End.Add(time.Minute)} {
		for _, left := range []string{"1", "0"} {
			for _, key := range []content.Key{content.KeyMenu, content.KeyWelcome} {
				for line := range strings.Lines(t.Say(key, at, content.Vars{"剩余": left})) {
					if !slices.Contains(out, line) {
						out = append(out, line)
					}
				}
			}
		}
	}
	return out
}
