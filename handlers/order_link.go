package handlers

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// packOf finds the pack that a command names first.
func (m *Mouth) packOf(c *command) (campaign.Pack, bool) {
	p, ok := m.reader.Pack(c.args[0])
	return p, ok
}

// relink answers #换链: it shows what would change and asks for a code.
func (m *Mouth) relink(ctx context.Context, c *command) (bot.Reply, error) {
	p, ok := m.packOf(c)
	if !ok {
		return m.none(c.args[0])
	}
	l, ok := linkOf(c.after())
	if !ok {
		return m.say("m_usage", content.Vars{"写法": m.orders["换链"].usage})
	}
	until, bad := untilOf(l.Until, c.Arrived.In(m.Campaign.Zone))
	if bad != "" {
		return m.say(content.Key(bad), content.Vars{"内容": cmp.Or(until, l.Until)})
	}
	n, err := m.Links.Holders.Holders(ctx, m.Campaign.ID, p.ID)
	if err != nil {
		return nil, err
	}
	v := linkVars(p, l)
	v["人数"], v["有效至"] = strconv.Itoa(n), until
	args := map[string]string{"pack": p.ID, "url": l.URL, "code": l.Code, "until": cmp.Or(until, forEver)}
	return m.confirmed(ctx, c, args, "m_relink_ask", v)
}

func (m *Mouth) doRelink(ctx context.Context, c *command, args map[string]string) (bot.Reply, error) {
	p, ok := m.Campaign.Pack(args["pack"])
	if !ok {
		return m.none(args["pack"])
	}
	all, err := m.Packs.Mirrors(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(all) > 0 {
		c.before = all[0].URL
	}
	l := campaign.Mirror{Name: "主链接", URL: args["url"], Code: args["code"], Until: args["until"]}
	n, err := m.Links.Replace(ctx, p, l, c.Arrived)
	if err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{p.ID, c.before, l.URL}, "m_relink_done", content.Vars{"包": p.ID, "人数": strconv.Itoa(n)})
}

// stopLink answers #停链 with a pack and the number of one of its links.
func (m *Mouth) stopLink(ctx context.Context, c *command) (bot.Reply, error) {
	c.before = "in use"
	return m.switchLink(ctx, c, "m_link_stopped", func(p campaign.Pack, address string) error {
		_, err := m.Links.Links.StopLink(ctx, m.Campaign.ID, p.ID, address, c.Arrived)
		return err
	})
}

// restoreLink answers #恢复链; who waited for a link gets it.
func (m *Mouth) restoreLink(ctx context.Context, c *command) (bot.Reply, error) {
	c.before = "stopped"
	return m.switchLink(ctx, c, "m_link_restored", func(p campaign.Pack, address string) error {
		return m.Links.Restore(ctx, p, address, c.Arrived)
	})
}

func (m *Mouth) switchLink(ctx context.Context, c *command, key content.Key, f func(campaign.Pack, string) error) (bot.Reply, error) {
	p, ok := m.packOf(c)
	if !ok {
		return m.none(c.args[0])
	}
	all, err := m.Packs.Mirrors(ctx, p)
	if err != nil {
		return nil, err
	}
	i, err := strconv.Atoi(c.args[1])
	if err != nil || i < 1 || i > len(all) {
		return m.listLinks(ctx, c, p, all)
	}
	if err := f(p, all[i-1].URL); err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{p.ID + " " + all[i-1].URL, c.before, c.word}, key, content.Vars{"包": p.ID, "序": strconv.Itoa(i)})
}

// listLinks tells which links a pack has, when a command named none of them.
func (m *Mouth) listLinks(ctx context.Context, c *command, p campaign.Pack, all []campaign.Mirror) (bot.Reply, error) {
	stopped, err := m.Packs.Claims.Stopped(ctx, m.Campaign.ID, p.ID)
	if err != nil {
		return nil, err
	}
	lines := make([]string, len(all))
	for i, l := range all {
		state := "（在用）"
		if slices.Contains(stopped, l.URL) {
			state = "（已停发）"
		}
		lines[i] = m.Texts.Render("m_link_item", content.Vars{"序": strconv.Itoa(i + 1), "链接": l.URL, "状态": state})
	}
	return m.say("m_link_list", content.Vars{"包": p.ID, "序": c.args[1], "列表": strings.Join(lines, "\n")})
}

// restock answers #补货: those who waited get theirs in order.
func (m *Mouth) restock(ctx context.Context, c *command) (bot.Reply, error) {
	p, ok := m.packOf(c)
	if !ok {
		return m.none(c.args[0])
	}
	n, err := strconv.Atoi(c.args[1])
	if err != nil || n < 1 || n > 100000 {
		return m.say("m_usage", content.Vars{"写法": m.orders["补货"].usage})
	}
	taken, err := m.Packs.Claims.Taken(ctx, m.Campaign.ID, p.ID)
	if err != nil {
		return nil, err
	}
	if err := m.Links.Holders.AddStock(ctx, m.Campaign.ID, p.ID, n); err != nil {
		return nil, err
	}
	given, err := m.Links.Serve(ctx, p, c.Arrived)
	if err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{p.ID, fmt.Sprintf("%d of %d taken", taken, p.Stock), "+" + strconv.Itoa(n)}, "m_restock",
		content.Vars{"包": p.ID, "数": strconv.Itoa(n), "人数": strconv.Itoa(given)})
}
