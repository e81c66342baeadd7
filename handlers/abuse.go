package handlers

import (
	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
	"zhujiao/bot/textcheck"
)

// Blocked are the words that no text may hold.
func Blocked(c *campaign.Campaign) *text.Words { return textcheck.NewBlocklist(c.BlockedWords) }
