package handlers

import (
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// MissingTexts returns the texts for a condition of a pack that somebody does not meet:
// the reply to a claim, and the status in a list. Both are empty if nothing is missing.
func MissingTexts(m campaign.Missing) (reply, status content.Key) {
	switch m {
	case campaign.MissingSignup:
		return content.KeyPackNeedRegister, content.KeyStatusPackSignup
	case campaign.MissingSeat:
		return content.KeyPackWaitlisted, content.KeyStatusPackSignup
	case campaign.MissingCheckin:
		return content.KeyPackNeedCheckin, content.KeyStatusPackCheckin
	case campaign.MissedCheckin:
		return content.KeyPackMissedCheckin, content.KeyStatusPackMissed
	case campaign.MissingNothing:
	}
	return "", ""
}
