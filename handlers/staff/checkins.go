package staff

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/handlers"
)

// grantCheckins answers #补签, for the tickets that it names or for all that are open.
func grantCheckins(ctx context.Context, c *command) (bot.Reply, error) {
	names := c.args
	if names[0] == "全部" {
		open, err := c.Moderation.Checkins.Open(ctx, c.who)
		if err != nil {
			return c.refused(err, "")
		}
		if len(open) == 0 {
			return c.say(content.KeyStaffInboxEmpty, nil)
		}
		names = nil
		for _, ref := range open {
			names = append(names, ref.Name())
		}
	}
	lines := make([]string, len(names))
	for i, name := range names {
		r, err := grantCheckin(ctx, c, name)
		if err != nil {
			return nil, err
		}
		said, _ := bot.Words(r)
		lines[i] = string(said)
	}
	return bot.Text(handlers.FitList(c.Texts, lines, len(lines), content.KeyStaffMoreDone)), nil
}

// grantCheckin grants one request.
func grantCheckin(ctx context.Context, c *command, name string) (bot.Reply, error) {
	ref := c.ref(name)
	r, err := c.Moderation.Checkins.Grant(ctx, c.who, ref, c.Arrived)
	if err != nil {
		return c.refused(err, name)
	}
	number := content.Vars{"编号": strconv.Itoa(ref.Number)}
	switch r.Outcome {
	case moderation.GrantAdmitted:
		if r.Told {
			return c.say(content.KeyStaffMakeupOK, number)
		}
		return c.say(content.KeyStaffMakeupLater, number)
	case moderation.GrantChecked:
		return c.say(content.KeyStaffMakeupIn, content.Vars{"编号": ref.Name()})
	case moderation.GrantWaiting:
		return c.say(content.KeyStaffMakeupWaiting, number)
	case moderation.GrantFull:
	}
	return c.say(content.KeyStaffMakeupFull, number)
}
