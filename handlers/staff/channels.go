package staff

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// channelLines is how many channels a reply lists. The others are summed up in one line more.
const channelLines = 20

// readChannels answers #数据 渠道 with the figures of all channels, and #数据 with the code or the
// name of a channel with those of that one.
func readChannels(ctx context.Context, c *command) (bot.Reply, error) {
	all, err := c.Moderation.Numbers.ByChannel(ctx, c.who)
	if err != nil {
		return c.refused(err, "")
	}
	if wanted := text.Fold(c.rest); wanted != "渠道" {
		all = only(all, wanted)
	} else if len(all) == 0 {
		return c.say(content.KeyStaffNoChannels, nil)
	}
	if len(all) == 0 {
		return c.say(content.KeyStaffNoChannel, content.Vars{"渠道": text.Plain(c.rest)})
	}
	if len(all) > channelLines {
		n := strconv.Itoa(len(all) - channelLines)
		others := moderation.ChannelFigure{Title: c.Texts.Render(content.KeyStatsOthers, content.Vars{"数": n})}
		for _, f := range all[channelLines:] {
			others.Seated, others.Present = others.Seated+f.Seated, others.Present+f.Present
		}
		all = append(all[:channelLines:channelLines], others)
	}
	lines := make([]string, len(all))
	for i, f := range all {
		lines[i] = c.Texts.Render(content.KeyStatsChannel, content.Vars{
			"渠道": cmp.Or(text.Plain(f.Title), c.Texts.Render(content.KeyStatsNoCode, nil)),
			"报名": strconv.Itoa(f.Seated), "签到": strconv.Itoa(f.Present),
		})
	}
	return c.say(content.KeyStaffChannels, content.Vars{"列表": strings.Join(lines, "\n")})
}

// only returns the channels with a code or a name, folded.
func only(all []moderation.ChannelFigure, wanted string) (out []moderation.ChannelFigure) {
	for _, f := range all {
		if text.Fold(f.Scene) == wanted || text.Fold(f.Title) == wanted {
			out = append(out, f)
		}
	}
	return out
}
