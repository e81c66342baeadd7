package storetest

import (
	"time"

	"zhujiao/bot/campaign"
)

// Channel is a platform for tests, with the numbers that the suite expects.
func Channel() campaign.Channel {
	return campaign.Channel{
		Typed:   campaign.Credit{Messages: 5, Span: 48 * time.Hour},
		Tapped:  campaign.Credit{Messages: 3, Span: time.Minute},
		MaxText: 2048,
		Mass:    campaign.MassLimits{PerCall: 10_000, PerDay: 100, PerMonth: 4, Repeat: 23 * time.Hour},
	}
}
