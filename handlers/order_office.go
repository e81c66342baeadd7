package handlers

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// stats answers #数据.
func (m *Mouth) stats(ctx context.Context, _ *command) (bot.Reply, error) {
	f, err := m.Rooms.Figures(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	t, err := m.Counts.Tally(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	v := content.Vars{
		"报名": strconv.Itoa(t.Taken), "总": strconv.Itoa(m.Signups.Total(t)), "候补": strconv.Itoa(f.Waiting),
		"签到": strconv.Itoa(f.Present), "待答": strconv.Itoa(f.Tickets), "待审": strconv.Itoa(f.Questions), "领99": "0", "领49": "0",
	}
	for _, p := range m.Campaign.Packs {
		n, err := m.Links.Holders.Holders(ctx, m.Campaign.ID, p.ID)
		if err != nil {
			return nil, err
		}
		v["领"+p.ID] = strconv.Itoa(n)
	}
	return m.say("m_stats", v)
}

// whois answers #谁 with one person's state.
func (m *Mouth) whois(ctx context.Context, c *command) (bot.Reply, error) {
	code := strings.ToUpper(strings.TrimPrefix(c.rest, "同学"))
	p, err := m.Rooms.ByCode(ctx, code)
	if errors.Is(err, campaign.ErrNotFound) {
		return m.none(c.rest)
	}
	if err != nil {
		return nil, err
	}
	as := *c.Message
	as.Person = p.ID
	v, err := m.statuses(campaign.WithPerson(ctx, p), &as)
	if err != nil {
		return nil, err
	}
	reach := content.KeyStaffReachNo
	if p.Spendable(campaign.PriorityAnswer, c.Arrived) > 0 && p.Consent != campaign.ConsentOut {
		reach = "m_reach_yes"
	}
	v["代号"], v["提醒状态"], v["可达"] = p.Code, m.consent(p), m.Texts.Render(reach, nil)
	return m.say("m_who", v)
}

// closeSignup answers #关报名.
func (m *Mouth) closeSignup(ctx context.Context, c *command) (bot.Reply, error) {
	t, err := m.Counts.Tally(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	return m.confirmed(ctx, c, nil, "m_close_ask",
		content.Vars{"报名": strconv.Itoa(t.Taken), "总": strconv.Itoa(m.Signups.Total(t))})
}

func (m *Mouth) doClose(ctx context.Context, c *command, _ map[string]string) (bot.Reply, error) {
	if err := m.Rooms.SetClosed(ctx, m.Campaign.ID, true); err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{"", "open", "closed"}, "m_close_done", nil)
}

// openSignup answers #开报名.
func (m *Mouth) openSignup(ctx context.Context, c *command) (bot.Reply, error) {
	if err := m.Rooms.SetClosed(ctx, m.Campaign.ID, false); err != nil {
		return nil, err
	}
	key := content.KeyStaffOpenDone
	if m.Signups.Ended(c.Arrived) {
		key = "m_open_late"
	}
	return m.done(ctx, c, change{"", "closed", "open"}, key, nil)
}

// addSeats answers #加席.
func (m *Mouth) addSeats(ctx context.Context, c *command) (bot.Reply, error) {
	n, err := strconv.Atoi(c.args[0])
	if err != nil || n < 1 || n > 100000 {
		return m.say("m_usage", content.Vars{"写法": m.orders["加席"].usage})
	}
	t, err := m.Counts.Tally(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	return m.confirmed(ctx, c, map[string]string{"n": c.args[0]}, "m_seats_ask",
		content.Vars{"数": c.args[0], "总": strconv.Itoa(m.Signups.Total(t) + n)})
}

func (m *Mouth) doAddSeats(ctx context.Context, c *command, args map[string]string) (bot.Reply, error) {
	n, err := strconv.Atoi(args["n"])
	if err != nil {
		return nil, err
	}
	if err := m.Rooms.AddSeats(ctx, m.Campaign.ID, n); err != nil {
		return nil, err
	}
	promoted, err := m.Signups.Promote(ctx, c.Arrived)
	if err != nil {
		return nil, err
	}
	t, err := m.Counts.Tally(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{"", strconv.Itoa(m.Signups.Total(t) - n), strconv.Itoa(m.Signups.Total(t))}, "m_seats_done", content.Vars{
		"数": args["n"], "总": strconv.Itoa(m.Signups.Total(t)), "转正": strconv.Itoa(promoted),
	})
}

// stop answers #停 and #停 全部, at once and without a question. Who names a
// broadcast means that one only.
func (m *Mouth) stop(ctx context.Context, c *command) (bot.Reply, error) {
	if letter, _, ok := number(c.rest); ok && letter == "B" {
		c.word = "暂停"
		return m.pause(ctx, c)
	}
	was, err := m.Controls.Control(ctx)
	if err != nil {
		return nil, err
	}
	level, key := campaign.StopFirst, content.KeyStaffStop
	if c.rest == "全部" || was.Level == campaign.StopAll { // a second #停 never lets anything go on
		level, key = campaign.StopAll, "m_stop_all"
	}
	if err := m.Controls.SetLevel(ctx, level, c.who.Name, c.Arrived); err != nil {
		return nil, err
	}
	if err := m.Broadcasts.Halt(ctx); err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{"", was.Level.String(), level.String()}, key, nil)
}

// resume answers #恢复 with a code to confirm.
func (m *Mouth) resume(ctx context.Context, c *command) (bot.Reply, error) {
	return m.confirmed(ctx, c, nil, "m_resume_ask", content.Vars{})
}

func (m *Mouth) doResume(ctx context.Context, c *command, _ map[string]string) (bot.Reply, error) {
	was, err := m.Controls.Control(ctx)
	if err != nil {
		return nil, err
	}
	c.before = was.Level.String()
	if err := m.Controls.SetLevel(ctx, campaign.StopNothing, c.who.Name, c.Arrived); err != nil {
		return nil, err
	}
	list, err := m.Broadcasts.Stopped(ctx)
	if err != nil {
		return nil, err
	}
	if list == "" {
		return m.done(ctx, c, change{"", c.before, campaign.StopNothing.String()}, "m_resume_none", nil)
	}
	return m.done(ctx, c, change{list, c.before, campaign.StopNothing.String()}, "m_resume_done", content.Vars{"列表": list})
}

// unknowns answers #未知.
func (m *Mouth) unknowns(ctx context.Context, _ *command) (bot.Reply, error) {
	list, err := m.Unknowns.Unknowns(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return m.say("m_unknowns_none", nil)
	}
	lines := make([]string, len(list))
	for i, n := range list {
		lines[i] = m.Texts.Render("m_unknown_item", content.Vars{
			"编号": strconv.FormatInt(n.ID, 36), "种类": string(n.Kind), "代号": n.Code,
		})
	}
	return m.say("m_unknowns", content.Vars{"数": strconv.Itoa(len(list)), "列表": m.fitting(lines, len(lines), "m_inbox_more")})
}

// repeat answers #重发 for a notice whose fate is unknown.
func (m *Mouth) repeat(ctx context.Context, c *command) (bot.Reply, error) {
	id, err := strconv.ParseInt(strings.ToLower(c.args[0]), 36, 64)
	if err != nil {
		return m.none(c.args[0])
	}
	ok, err := m.Unknowns.Repeat(ctx, id, c.Arrived)
	if err != nil || !ok {
		return m.orNone(err, c.args[0])
	}
	return m.done(ctx, c, change{c.args[0], "unknown", "queued"}, "m_repeated", nil)
}
