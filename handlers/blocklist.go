package handlers

import (
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
	"zhujiao/bot/textcheck"
)

// Blocked returns the blocklist of a campaign: words that no text may contain.
func Blocked(c *campaign.Campaign) *text.Words { return textcheck.NewBlocklist(c.BlockedWords) }
