package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// CheckedIn puts the outcome of a check-in into words.
func CheckedIn(v *handlers.Visit, r campaign.CheckinResult) (bot.Reply, error) {
	return checkedIn(v, r, nil)
}

// AskText returns the text for the outcome of a question.
func AskText(o campaign.AskOutcome) content.Key { return askText(o) }

// VoteText returns the text for the outcome of a vote.
func VoteText(o campaign.VoteOutcome) content.Key { return voteText(o) }

// LeftText returns the text for somebody who gave up a standing.
func LeftText(was campaign.Standing, closed bool) content.Key { return leftText(was, closed) }

// Claim answers somebody who wants a pack.
func Claim(ctx context.Context, v *handlers.Visit, p campaign.Pack) (bot.Reply, error) {
	return claim(ctx, v, p)
}
