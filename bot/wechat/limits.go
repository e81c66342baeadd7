package wechat

import (
	"time"

	"zhujiao/bot/campaign"
)

// MaxText is how many bytes of text the platform takes in one message.
const MaxText = 2048

// LimitsOf are the platform's numbers for a kind of account. A subscription account may
// mass-send once a day, whoever gets it; a test account has a tenth of the daily calls.
func LimitsOf(kind campaign.AccountKind) campaign.Channel {
	out := Limits()
	out.Account = kind
	switch kind {
	case campaign.AccountSubscription:
		out.Mass.PerDay, out.Mass.PerMonth = 1, 31
	case campaign.AccountTest:
		out.Mass.PerDay = 10
	case campaign.AccountService, campaign.AccountUnverified:
	}
	return out
}

// Limits are the platform's numbers for a verified service account: a message grants
// five custom messages within 48 hours, a follow, scan or tap three within a
// minute; a mass send goes to 2 to 10,000 people, 100 times a day, and each
// follower gets four a calendar month. The platform remembers a clientmsgid for
// 24 hours; an hour is kept back for slow answers.
func Limits() campaign.Channel {
	return campaign.Channel{
		Typed:   campaign.Credit{Messages: 5, Span: 48 * time.Hour},
		Tapped:  campaign.Credit{Messages: 3, Span: time.Minute},
		MaxText: MaxText,
		Mass:    campaign.MassLimits{PerCall: 10_000, PerDay: 100, PerMonth: 4, Repeat: 23 * time.Hour},
	}
}
