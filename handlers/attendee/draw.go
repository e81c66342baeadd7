package attendee

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// drawNotice answers 抽签公示 with what everybody may know about the draws of the sender's
// classes, of those that are over too, and with the sender's own draws.
func drawNotice(ctx context.Context, v *handlers.Visit) (bot.Reply, error) {
	said, ids := []string{}, []string{}
	for _, visit := range handlers.EachOf(v) {
		ids = append(ids, visit.Campaign.ID)
		parts, err := drawsOf(ctx, v, visit.Attendees.Draws)
		if err != nil {
			return nil, err
		}
		said = append(said, parts...)
	}
	past, err := v.Attendees.Draws.Past(ctx, v.Person, ids...)
	if err != nil {
		return nil, err
	}
	for _, d := range past {
		parts, err := drawsOf(ctx, v, d)
		if err != nil {
			return nil, err
		}
		said = append(said, parts...)
	}
	if len(said) == 0 {
		return v.Say(content.KeyDrawNone, nil)
	}
	room := drawsMax - len(v.Words(content.KeyDrawNotice, nil))
	return v.Say(content.KeyDrawNotice, content.Vars{"列表": strings.Join(fitting(said, room), "\n\n")})
}

// drawsMax is the largest size in bytes of the answer: a reply holds 2,048.
const drawsMax = 1990

// fitting returns the first parts, always one, that have room together.
func fitting(parts []string, room int) []string {
	size := len(parts[0])
	for i := 1; i < len(parts); i++ {
		if size += len(parts[i]) + 2; size > room {
			return parts[:i]
		}
	}
	return parts
}

// drawsOf says for each pack of a class that is drawn what is public about it, and what the
// sender drew.
func drawsOf(ctx context.Context, v *handlers.Visit, d *campaign.Draws) (said []string, err error) {
	packs, err := d.Notices(ctx, v.Time())
	if err != nil {
		return nil, err
	}
	for _, k := range packs {
		n := k.Notice
		own, drawn, err := d.Own(ctx, v.Person, n.Pack)
		if err != nil {
			return nil, err
		}
		vars := content.Vars{
			"课名": d.Campaign.Name, "包名": drawName(v, k), "概率": campaign.Percent(campaign.Odds(k.Pack.Chance)) + "%",
			"人次": strconv.Itoa(n.Count), "承诺值": n.Commitment, "种子": n.Seed, "链值": n.Chain, "号": strconv.Itoa(own.Number),
			"公布时间": clock(v, n.Until), "网址": drawAddress(v, d),
		}
		said = append(said, v.Words(noticeKey(k), vars)+"\n"+v.Words(ownKey(own, drawn), vars))
	}
	return said, nil
}

// drawName is the name of a pack that is drawn. One that the file does not have any more has
// its number.
func drawName(v *handlers.Visit, k campaign.PackDraw) string {
	name := cmp.Or(k.Pack.Name, k.Pack.ID)
	if k.Removed {
		return v.Words(content.KeyDrawRemoved, content.Vars{"包名": name})
	}
	return name
}

// noticeKey is the text for the draw of a pack.
func noticeKey(k campaign.PackDraw) content.Key {
	switch {
	case k.Notice.Seed != "":
		return content.KeyDrawShown
	case k.Removed:
		return content.KeyDrawClosed
	default:
		return content.KeyDrawOpen
	}
}

// ownKey is the text for somebody's own draw.
func ownKey(own campaign.Draw, drawn bool) content.Key {
	switch {
	case !drawn:
		return content.KeyDrawOwnNone
	case own.Won:
		return content.KeyDrawOwnWon
	default:
		return content.KeyDrawOwnLost
	}
}

// drawAddress is where all draws of a class are published; empty if the settings name no
// public address.
func drawAddress(v *handlers.Visit, d *campaign.Draws) string {
	if v.Console == "" {
		return ""
	}
	return v.Console + handlers.DrawPath + url.PathEscape(d.Campaign.ID)
}
