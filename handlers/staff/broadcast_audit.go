package staff

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// change is what a command changed, for the audit log.
type change struct{ target, before, after string }

// audit notes a command that changed something.
func (c *command) audit(ctx context.Context, target, before, after string) error {
	return c.Moderation.Guard.Log.Audit(ctx, moderation.AuditEntry{
		Class: c.Campaign.ID, Who: c.who.Name, Via: c.who.Via, Action: c.action, Target: target, Before: before, After: after,
		At: c.Arrived,
	})
}

// done notes the command and answers with a text.
func (c *command) done(ctx context.Context, what change, key content.Key, v content.Vars) (bot.Reply, error) {
	if err := c.audit(ctx, what.target, what.before, what.after); err != nil {
		return nil, err
	}
	return c.say(key, v)
}

// orNone answers that the first argument names nothing, unless there is an error.
func (c *command) orNone(err error) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	return c.refused(moderation.ErrNotFound, c.args[0])
}
