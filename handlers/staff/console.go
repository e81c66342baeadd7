package staff

import (
	"context"
	"errors"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// openConsole answers #控制台 with a one-time link that signs this moderator in.
func openConsole(ctx context.Context, c *command) (bot.Reply, error) {
	if c.Console == "" {
		return c.say(content.KeyStaffConsoleNone, nil)
	}
	token, err := c.Moderation.Moderators.Logins.LinkOwn(ctx, c.who, c.Arrived)
	if _, ok := errors.AsType[*moderation.HigherRoleError](err); ok {
		return c.say(content.KeyStaffDenied, nil)
	}
	if err != nil {
		return c.refused(err, "")
	}
	return c.say(content.KeyStaffConsole, content.Vars{"链接": c.Console + moderation.SignInPath + token})
}
