package handlers

import (
	"strconv"
	"strings"

	"zhujiao/bot/campaign"
)

// Audience reads an audience as operators write it.
func Audience(c *campaign.Campaign, words string) (campaign.AudienceRule, bool) {
	switch words {
	case "全部":
		return campaign.AudienceRule{Kind: campaign.AudienceAll}, true
	case "已报名":
		return campaign.AudienceRule{Kind: campaign.AudienceSeated}, true
	case "候补":
		return campaign.AudienceRule{Kind: campaign.AudienceWaiting}, true
	case "已签到":
		return campaign.AudienceRule{Kind: campaign.AudiencePresent}, true
	}
	for prefix, kind := range map[string]campaign.AudienceKind{"已签到未领": campaign.AudienceWithout, "已领": campaign.AudienceHolders} {
		if id, ok := strings.CutPrefix(words, prefix); ok {
			_, there := c.Pack(id)
			return campaign.AudienceRule{Kind: kind, Arg: id}, there
		}
	}
	if code, ok := strings.CutPrefix(words, "渠道"); ok {
		return campaign.AudienceRule{Kind: campaign.AudienceSource, Arg: code}, code != ""
	}
	if name, ok := strings.CutPrefix(words, "收到B"); ok {
		n, err := strconv.Atoi(name)
		return campaign.AudienceRule{Kind: campaign.AudienceReceived, Arg: name}, err == nil && n > 0
	}
	return campaign.AudienceRule{}, false
}
