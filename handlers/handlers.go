// Package handlers turns outcomes into words. Package attendee answers the messages of
// attendees, and package staff the commands of moderators; this package holds what both
// share, and renders notices. Decisions are made in campaign and moderation.
package handlers

import (
	"slices"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// ReaderTexts returns what an intent.Reader has to know about the texts of a campaign.
func ReaderTexts(c *campaign.Campaign, t *content.Texts) intent.Texts {
	out := intent.Texts{Answers: map[string]string{}, Blocked: Blocked(c)}
	for _, key := range []content.Key{content.KeyMenu, content.KeyWelcome} {
		out.MenuLines = slices.AppendSeq(out.MenuLines, strings.Lines(t.Render(key, content.Vars{"剩余": "1"})))
	}
	for _, e := range c.FAQ {
		if !e.Pending {
			out.Answers[e.ID] = t.States(e.ID)
		}
	}
	return out
}
