package staff

import (
	"context"
	"errors"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// publishEntry answers #发布 with a code. Confirming it makes the answer of a ticket a
// frequent question.
func publishEntry(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Entries.ProposeEntry(ctx, c.who, c.ref(c.args[0]), moderation.EntryWording{}, c.Arrived)
	if err != nil {
		return c.unpublished(err, c.args[0])
	}
	return c.say(content.KeyStaffPublishAsk, content.Vars{
		"问": p.Question, "答": p.Answer, "旧": p.Replaces.ID, "待补": p.Fills.Question, "码": p.Code,
	})
}

func publishConfirmed(ctx context.Context, c *command, p moderation.PendingEntry) (bot.Reply, error) {
	ref, err := c.Moderation.Entries.Publish(ctx, c.who, p, c.Arrived)
	if err != nil {
		return c.unpublished(err, p.Ticket.Name())
	}
	return c.say(content.KeyStaffPublished, content.Vars{"编号": ref.Name()})
}

// unpublished returns the words for an entry that was refused.
func (c *command) unpublished(err error, name string) (bot.Reply, error) {
	if reserved, ok := errors.AsType[*moderation.ReservedError](err); ok {
		return c.say(content.KeyStaffPublishRefused, content.Vars{"原因": reservedReason(reserved)})
	}
	return c.refused(err, name)
}

// undoEntry answers #撤销 within ten minutes.
func undoEntry(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	if err := c.Moderation.Entries.Undo(ctx, c.who, ref, c.Arrived); err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffUndone, content.Vars{"编号": ref.Name()})
}

// addPhrasing answers #问法 with a code and with how the words are answered now.
// Confirming the code adds the words to the entry.
func addPhrasing(ctx context.Context, c *command) (bot.Reply, error) {
	p, err := c.Moderation.Entries.ProposePhrasing(ctx, c.who, c.args[0], c.after(), c.Arrived)
	if err != nil {
		return c.unphrased(err, c.args[0])
	}
	return c.say(content.KeyStaffPhrasingAsk, content.Vars{
		"问": p.Entry.Question, "内容": c.after(), "现在": currentReply(p.Now), "答": c.Texts.Answer(p.Entry.ID, c.Arrived, nil), "码": p.Code,
	})
}

// currentReply describes how words are answered now. It returns "" if they go to a
// moderator or to a command.
func currentReply(r moderation.CurrentReply) string {
	switch {
	case r.Title == "":
		return ""
	case r.Sure:
		return "答成「" + r.Title + "」"
	default:
		return "反问是不是「" + r.Title + "」"
	}
}

func phrasingConfirmed(ctx context.Context, c *command, p moderation.PendingPhrasing) (bot.Reply, error) {
	err := c.Moderation.Entries.AddPhrasing(ctx, c.who, p, c.Arrived)
	if errors.Is(err, moderation.ErrAlready) {
		return c.say(content.KeyStaffDoneAlready, content.Vars{"编号": p.Words})
	}
	if err != nil {
		return c.unphrased(err, p.Entry)
	}
	return c.say(content.KeyStaffPhrasingDone, content.Vars{"编号": p.Entry, "内容": p.Words})
}

// unphrased returns the words for a phrasing that was refused.
func (c *command) unphrased(err error, name string) (bot.Reply, error) {
	if claimed, ok := errors.AsType[*moderation.ClaimedError](err); ok {
		return c.say(content.KeyStaffPhrasingTaken, content.Vars{"问": claimed.Entry.Question})
	}
	if reserved, ok := errors.AsType[*moderation.ReservedError](err); ok {
		return c.say(content.KeyStaffPhrasingRefused, content.Vars{"原因": reservedReason(reserved)})
	}
	if long, ok := errors.AsType[*moderation.LongPhrasingError](err); ok {
		why := "太长了，有" + strconv.Itoa(long.Runes) + "个字，最多" + strconv.Itoa(long.Max) + "个字"
		return c.say(content.KeyStaffPhrasingRefused, content.Vars{"原因": why})
	}
	return c.refused(err, name)
}

// dropPhrasing answers #删问法: it removes a phrasing that a moderator added.
func dropPhrasing(ctx context.Context, c *command) (bot.Reply, error) {
	err := c.Moderation.Entries.DropPhrasing(ctx, c.who, c.args[0], c.after(), c.Arrived)
	if errors.Is(err, moderation.ErrNoPhrasing) {
		return c.say(content.KeyStaffNone, content.Vars{"编号": "「" + c.after() + "」"})
	}
	if err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffPhrasingDropped, content.Vars{"内容": c.after()})
}
