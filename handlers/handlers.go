// Package handlers says: it turns outcomes into words. Its sub-packages answer
// messages, attendee those of attendees and staff those of moderators; this one
// holds what both share, and the words of what the bot says first. It decides
// nothing: campaign and moderation do.
package handlers

import (
	"slices"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// ReaderTexts are what understanding has to know of a campaign's texts.
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
