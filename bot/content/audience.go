package content

import (
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
)

// ParseAudience parses an audience of a class as operators write it in files and
// commands. It returns false for words that do not name one.
func ParseAudience(c *campaign.Campaign, words string) (campaign.Audience, bool) {
	for _, kind := range []campaign.AudienceKind{
		campaign.AudienceAll, campaign.AudienceSeated, campaign.AudienceSigned, campaign.AudienceWaiting, campaign.AudienceWithout,
		campaign.AudiencePresent,
		campaign.AudienceHolders, campaign.AudienceSource, campaign.AudienceReceived,
	} {
		arg, ok := strings.CutPrefix(words, audiencePrefix(kind))
		if a := (campaign.Audience{Kind: kind, Arg: arg}); ok && audienceFits(c, a) {
			return a, true
		}
	}
	return campaign.Audience{}, false
}

// AudienceWords is an audience as operators write it: the inverse of ParseAudience.
func AudienceWords(a campaign.Audience) string { return audiencePrefix(a.Kind) + a.Arg }

// audiencePrefix is what stands before the argument of an audience.
func audiencePrefix(k campaign.AudienceKind) string {
	switch k {
	case campaign.AudienceAll:
		return "全部"
	case campaign.AudienceSeated:
		return "已报名"
	case campaign.AudienceWaiting:
		return "候补"
	case campaign.AudienceSigned:
		return "报名和候补"
	case campaign.AudiencePresent:
		return "已签到"
	case campaign.AudienceWithout:
		return "已签到未领"
	case campaign.AudienceHolders:
		return "已领"
	case campaign.AudienceSource:
		return "渠道"
	case campaign.AudienceReceived:
		return "收到B"
	}
	return string(k)
}

// audienceFits reports whether an audience has the argument that its kind needs.
func audienceFits(c *campaign.Campaign, a campaign.Audience) bool {
	switch a.Kind {
	case campaign.AudienceAll, campaign.AudienceSeated, campaign.AudienceSigned, campaign.AudienceWaiting, campaign.AudiencePresent:
		return a.Arg == ""
	case campaign.AudienceWithout, campaign.AudienceHolders:
		_, there := c.Pack(a.Arg)
		return there
	case campaign.AudienceSource:
		return a.Arg != ""
	case campaign.AudienceReceived:
		n, err := strconv.Atoi(a.Arg)
		return err == nil && n > 0
	}
	return false
}
