package staff

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// closeSignup answers #关报名.
func closeSignup(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Seats.ProposeClosing(ctx, c.who, c.Arrived)
	if err != nil {
		return c.refused(err, "")
	}
	return c.say(content.KeyStaffCloseAsk, content.Vars{"报名": strconv.Itoa(p.Taken), "总": strconv.Itoa(p.Total), "码": p.Code})
}

func closeConfirmed(ctx context.Context, c *command, p moderation.PendingClosing) (bot.Reply, error) {
	if err := c.Moderation.Seats.Close(ctx, c.who, p, c.Arrived); err != nil {
		return c.refused(err, "")
	}
	return c.say(content.KeyStaffCloseDone, nil)
}

// openSignup answers #开报名.
func openSignup(ctx context.Context, c *command) (bot.Reply, error) {
	if c.Campaign.Cancelled {
		return c.say(content.KeyLifeIsOff, nil)
	}
	late, err := c.Moderation.Seats.Open(ctx, c.who, c.Arrived)
	if err != nil {
		return c.refused(err, "")
	}
	if late {
		return c.say(content.KeyStaffOpenLate, nil)
	}
	return c.say(content.KeyStaffOpenDone, nil)
}

// addSeats answers #加席.
func addSeats(ctx context.Context, c *command) (bot.Reply, error) {
	if total, ok := strings.CutPrefix(c.args[0], allSeats); ok {
		if total == "" && len(c.args) > 1 {
			total = c.args[1]
		}
		return setSeats(ctx, c, total)
	}
	n, err := strconv.Atoi(c.args[0])
	if err != nil {
		return c.sayUsage()
	}
	p, err := c.Moderation.Seats.ProposeSeats(ctx, c.who, n, c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffSeatsAsk, content.Vars{"数": c.args[0], "总": strconv.Itoa(p.Total), "码": p.Code})
}

// setSeats answers #名额.
func setSeats(ctx context.Context, c *command, words string) (bot.Reply, error) {
	total, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(words, allSeats), "席"))
	if err != nil {
		return c.sayUsage()
	}
	p, more, err := c.Moderation.Seats.ProposeTotal(ctx, c.who, total, c.Arrived)
	if errors.Is(err, moderation.ErrAlready) {
		return c.say(content.KeyLifeSame, nil)
	}
	if err != nil {
		return c.refused(err, words)
	}
	v := content.Vars{"数": strconv.Itoa(max(more, -more)), "总": strconv.Itoa(total), "报名": strconv.Itoa(p.Taken), "码": p.Code}
	switch {
	case more > 0:
		return c.say(content.KeyStaffSeatsAsk, v)
	case total < p.Taken:
		return c.say(content.KeyStaffSeatsShort, v)
	default:
		return c.say(content.KeyStaffSeatsLess, v)
	}
}

func seatsConfirmed(ctx context.Context, c *command, p moderation.PendingSeats) (bot.Reply, error) {
	r, err := c.Moderation.Seats.Add(ctx, c.who, p, c.Arrived)
	if err != nil {
		return c.refused(err, "")
	}
	if p.Total > 0 {
		return c.say(content.KeyStaffSeatsSet, content.Vars{"总": strconv.Itoa(r.Total), "转正": strconv.Itoa(r.Promoted)})
	}
	return c.say(content.KeyStaffSeatsDone, content.Vars{
		"数": strconv.Itoa(p.N), "总": strconv.Itoa(r.Total), "转正": strconv.Itoa(r.Promoted),
	})
}

// stop answers #停 and #停 全部 at once, without asking for a code. With the name of a
// broadcast it pauses only that broadcast.
func stop(ctx context.Context, c *command) (bot.Reply, error) {
	if c.ref(c.rest).Kind == moderation.KindBroadcast {
		c.word, c.action = "暂停", moderation.ActionPauseBroadcast
		return pause(ctx, c)
	}
	wanted := campaign.StopFirst
	if c.rest == "全部" {
		wanted = campaign.StopAll
	}
	level, err := c.Moderation.Stops.Stop(ctx, c.who, wanted, c.Arrived)
	if err != nil {
		return c.refused(err, "")
	}
	if level >= campaign.StopAll {
		return sayAbove(c, content.KeyStaffStopAll, nil)
	}
	return sayAbove(c, content.KeyStaffStop, nil)
}

// resume answers #恢复 with a code to confirm.
func resume(ctx context.Context, c *command) (bot.Reply, error) {
	code, err := c.Moderation.Stops.ProposeResume(ctx, c.who, c.Arrived)
	if err != nil {
		return c.refused(err, "")
	}
	return c.say(content.KeyStaffResumeAsk, content.Vars{"码": code})
}

func resumeConfirmed(ctx context.Context, c *command, p moderation.PendingResume) (bot.Reply, error) {
	stopped, err := c.Moderation.Stops.Resume(ctx, c.who, p, c.Arrived)
	if err != nil {
		return c.refused(err, "")
	}
	if stopped == "" {
		return sayAbove(c, content.KeyStaffResumeNone, nil)
	}
	return sayAbove(c, content.KeyStaffResumeDone, content.Vars{"列表": stopped})
}

// readFigures answers #数据, and #数据 with a channel.
func readFigures(ctx context.Context, c *command) (bot.Reply, error) {
	if c.rest != "" {
		return readChannels(ctx, c)
	}
	f, err := c.Moderation.Numbers.Read(ctx, c.who)
	if err != nil {
		return c.refused(err, "")
	}
	v := content.Vars{
		"报名": strconv.Itoa(f.Tally.Taken), "总": strconv.Itoa(c.Campaign.Signup.Seats + f.Tally.Extra), "候补": strconv.Itoa(f.Waiting),
		"签到": strconv.Itoa(f.Present), "待答": bounded(f.Tickets), "待审": bounded(f.Questions),
	}
	var held []string
	for _, p := range c.Campaign.Packs {
		n := strconv.Itoa(f.Holders[p.ID])
		v["领"+p.ID] = n
		held = append(held, c.Texts.Render(content.KeyStatsPack, content.Vars{"包": p.ID, "数": n}))
	}
	v["领取数"] = strings.Join(held, "|")
	return c.say(content.KeyStaffStats, v)
}

// bounded writes a number that is not counted further than to a bound.
func bounded(n int) string {
	if n < moderation.CountMax {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n) + "+"
}

// findPerson answers #谁 with one person's state.
func findPerson(ctx context.Context, c *command) (bot.Reply, error) {
	code := strings.ToUpper(strings.TrimPrefix(c.rest, "同学"))
	s, err := c.Moderation.People.Find(ctx, c.who, code, c.Time())
	if err != nil {
		return c.refused(err, c.rest)
	}
	v := handlers.StandingVars(c.Texts, s.Member, s.Position)
	if !c.Campaign.HasCheckin() {
		v["签到状态"] = ""
	}
	packs, states := make([]campaign.Pack, len(s.Packs)), make([]campaign.PackStatus, len(s.Packs))
	for i, p := range s.Packs {
		packs[i], states[i] = p.Pack, p.Status
	}
	handlers.PackVars(c.Texts, content.KeyPackStateStaff, packs, states, v)
	reach := content.KeyStaffReachNo
	if s.Reachable {
		reach = content.KeyStaffReachYes
	}
	v["代号"], v["提醒状态"] = s.Person.Code, c.Texts.Render(handlers.ConsentStatus(s.Person.Consent), nil)
	v["可达"] = c.Texts.Render(reach, nil)
	return c.say(content.KeyStaffWho, v)
}

// unknownDeliveries answers #未知.
func unknownDeliveries(ctx context.Context, c *command) (bot.Reply, error) {
	list, err := c.Moderation.Lists.Unknown(ctx, c.who, chatPage())
	if err != nil {
		return c.refused(err, "")
	}
	if len(list.Rows) == 0 {
		return c.say(content.KeyStaffUnknownsNone, nil)
	}
	lines := make([]string, len(list.Rows))
	for i, n := range list.Rows {
		lines[i] = c.Texts.Render(content.KeyStaffUnknownItem, content.Vars{
			"编号": moderation.DeliveryName(n.ID), "种类": string(n.Kind), "代号": n.Code,
		})
	}
	return c.sayList(content.KeyStaffUnknowns, lines, len(lines))
}

// repeatDelivery answers #重发: it queues a notice again whose result is unknown.
func repeatDelivery(ctx context.Context, c *command) (bot.Reply, error) {
	id, err := strconv.ParseInt(strings.ToLower(c.args[0]), 36, 64)
	if err != nil {
		return c.refused(moderation.ErrNotFound, c.args[0])
	}
	if err := c.Moderation.Deliveries.Repeat(ctx, c.who, id, c.Arrived); err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffRepeated, nil)
}
