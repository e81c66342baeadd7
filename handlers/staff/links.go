package staff

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// pack returns the pack that the first argument names by id, name or alias; its id is
// empty if there is no such pack.
func (c *command) pack() campaign.Pack {
	p, _ := c.Reader.Pack(c.args[0])
	return p
}

// replaceLink answers #换链 with what would change and a code.
func replaceLink(ctx context.Context, c *command) (bot.Reply, error) {
	p := c.pack()
	if p.ID == "" {
		return c.refused(moderation.ErrNotFound, c.args[0])
	}
	l, ok := linkOf(c.after())
	if !ok {
		return c.sayUsage()
	}
	until, bad := untilOf(l.Until, c.Arrived.In(c.Campaign.Zone))
	if bad != "" {
		return c.say(bad, content.Vars{"内容": cmp.Or(until, l.Until)})
	}
	l.Until = cmp.Or(until, forEver)
	r, err := c.Moderation.Links.ProposeLink(ctx, c.who, p.ID, l, c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	v := handlers.LinkVars(p, l)
	v["人数"], v["有效至"], v["码"] = strconv.Itoa(r.Holders), until, r.Code
	return c.say(content.KeyStaffRelinkAsk, v)
}

func linkConfirmed(ctx context.Context, c *command, p moderation.PendingLink) (bot.Reply, error) {
	n, err := c.Moderation.Links.Replace(ctx, c.who, p, c.Arrived)
	if err != nil {
		return c.refused(err, p.Pack)
	}
	return c.say(content.KeyStaffRelinkDone, content.Vars{"包": p.Pack, "人数": strconv.Itoa(n)})
}

// stopLink answers #停链, whose arguments are a pack and the number of one of its links.
func stopLink(ctx context.Context, c *command) (bot.Reply, error) {
	return switchLink(ctx, c, c.Moderation.Links.Stop, content.KeyStaffLinkStopped)
}

// restoreLink answers #恢复链. People who wait for a link of the pack get it.
func restoreLink(ctx context.Context, c *command) (bot.Reply, error) {
	return switchLink(ctx, c, c.Moderation.Links.Restore, content.KeyStaffLinkRestored)
}

// switchLink calls do for one link of a pack. If the command names no link of the pack,
// the reply lists them.
func switchLink(
	ctx context.Context, c *command, do func(context.Context, moderation.Actor, string, int, time.Time) error, key content.Key,
) (bot.Reply, error) {
	p := c.pack()
	n, err := strconv.Atoi(c.args[1])
	if err != nil {
		n = 0 // which is the number of no link
	}
	err = do(ctx, c.who, p.ID, n, c.Arrived)
	if errors.Is(err, moderation.ErrNoLink) {
		return listLinks(ctx, c, p)
	}
	if err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(key, content.Vars{"包": p.ID, "序": strconv.Itoa(n)})
}

// listLinks lists the links of a pack.
func listLinks(ctx context.Context, c *command, p campaign.Pack) (bot.Reply, error) {
	all, err := c.Moderation.Links.List(ctx, c.who, p.ID, c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	lines := make([]string, len(all))
	for i, l := range all {
		state := "（在用）"
		switch {
		case l.Stopped:
			state = "（已停发）"
		case l.Expired:
			state = "（已到期）"
		}
		lines[i] = c.Texts.Render(content.KeyStaffLinkItem, content.Vars{"序": strconv.Itoa(i + 1), "链接": l.URL, "状态": state})
	}
	return c.say(content.KeyStaffLinkList, content.Vars{"包": p.ID, "序": c.args[1], "列表": strings.Join(lines, "\n")})
}

// restockPack answers #补货. People who wait for the pack get it in order.
func restockPack(ctx context.Context, c *command) (bot.Reply, error) {
	n, err := strconv.Atoi(c.args[1])
	if err != nil {
		n = 0 // which is refused
	}
	p := c.pack()
	given, err := c.Moderation.Links.Restock(ctx, c.who, p.ID, n, c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffRestock, content.Vars{"包": p.ID, "数": strconv.Itoa(n), "人数": strconv.Itoa(given)})
}
