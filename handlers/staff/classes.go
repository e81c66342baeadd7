package staff

import (
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/handlers"
)

// classes answers #场 with the live classes, and #场 2 by switching to one: from then on the
// moderator's commands are about it, until it ends (R20).
func classes(ctx context.Context, c *command) (bot.Reply, error) {
	if len(c.args) == 0 {
		lines := handlers.ClassList(c.Visit)
		return c.say(content.KeyStaffClasses, content.Vars{"数": strconv.Itoa(len(lines)), "列表": strings.Join(lines, "\n")})
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(c.args[0], "第"), "场"))
	if err != nil {
		return c.sayUsage()
	}
	if len(c.Live) == 0 && n == 1 {
		return c.say(content.KeyStaffClassSwitched, nil)
	}
	if n < 1 || n > len(c.Live) {
		return c.say(content.KeyStaffClassNone, content.Vars{"序": strconv.Itoa(n)})
	}
	to := c.Live[n-1]
	if err := c.Moderation.Moderators.SwitchClass(ctx, c.who, to.Campaign.ID); err != nil {
		return c.refused(err, "")
	}
	c.Visit = handlers.VisitOf(c.Visit, to)
	return c.say(content.KeyStaffClassSwitched, nil)
}

// sayAbove fills in a text about something that stands above classes, and adds that it does.
func sayAbove(c *command, key content.Key, v content.Vars) (bot.Reply, error) {
	said := c.Texts.Say(key, c.Arrived, v)
	if c.Crowded {
		said += "\n" + c.Texts.Render(content.KeyStaffStopAbove, nil)
	}
	return bot.Text(said), nil
}
