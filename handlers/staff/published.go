package staff

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// entryShown is the number of bytes shown of an answer in a list.
const entryShown = 150

// publishedEntries answers #常见, and #常见 2 with the second page.
func publishedEntries(ctx context.Context, c *command) (bot.Reply, error) {
	all, err := c.Moderation.Entries.Published(ctx, c.who)
	if err != nil {
		return c.refused(err, "")
	}
	if len(all) == 0 {
		return c.say(content.KeyStaffEntriesNone, nil)
	}
	lines := make([]string, len(all))
	for i, e := range all {
		lines[i] = c.Texts.Render(content.KeyStaffEntryItem, content.Vars{
			"编号": e.ID(), "问": e.Question, "内容": text.CutLine(text.Plain(e.Answer), entryShown, "…"),
		})
	}
	return c.sayPage(content.KeyStaffEntries, lines, len(all))
}

// rewriteEntry answers #改答 with a code. Confirming it changes what people are answered.
func rewriteEntry(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	p, err := c.Moderation.Entries.ProposeRewrite(ctx, c.who, ref, c.after(), c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffRewriteAsk, content.Vars{
		"编号": ref.Name(), "问": p.Entry.Question, "旧": text.CutLine(p.Entry.Answer, answerShown, "…"), "答": c.after(), "码": p.Code,
	})
}

func rewriteConfirmed(ctx context.Context, c *command, p moderation.PendingRewrite) (bot.Reply, error) {
	if err := c.Moderation.Entries.Rewrite(ctx, c.who, p, c.Arrived); err != nil {
		return c.refused(err, p.Entry.Name())
	}
	return c.say(content.KeyStaffRewritten, content.Vars{"编号": p.Entry.Name()})
}

// retireEntry answers #下架 with a code. Confirming it takes an entry back.
func retireEntry(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	p, err := c.Moderation.Entries.ProposeRetirement(ctx, c.who, ref, c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	v := content.Vars{
		"编号": ref.Name(), "问": p.Entry.Question, "答": text.CutLine(p.Entry.Answer, answerShown, "…"), "码": p.Code,
	}
	if p.Heir.Number > 0 {
		v["旧"] = p.Heir.ID()
	}
	return c.say(content.KeyStaffRetireAsk, v)
}

func retireConfirmed(ctx context.Context, c *command, p moderation.PendingRetirement) (bot.Reply, error) {
	if err := c.Moderation.Entries.Retire(ctx, c.who, p, c.Arrived); err != nil {
		return c.refused(err, p.Entry.Name())
	}
	return c.say(content.KeyStaffRetired, content.Vars{"编号": p.Entry.Name()})
}
