package staff

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// forwardTicket answers #转问: a ticket becomes a question for the lecturer.
func forwardTicket(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	r, err := c.Moderation.Questions.Forwarder.Forward(ctx, c.who, ref, c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	v := content.Vars{"主": ref.Name(), "编号": strconv.Itoa(r.Ask.Number), "票数": strconv.Itoa(r.Ask.Votes)}
	if !r.Taken() {
		v["原因"] = forwardRefusal(c, r)
		return c.say(content.KeyStaffForwardNo, v)
	}
	key, told := content.KeyStaffForwardSame, content.KeyStaffForwardLater
	if r.Ask.Outcome == campaign.AskTaken {
		key = content.KeyStaffForwarded
	}
	if r.Told {
		told = content.KeyStaffForwardTold
	}
	return bot.Text(c.Texts.Render(key, v) + "\n" + c.Texts.Render(told, nil)), nil
}

// forwardRefusal says why a ticket cannot become a question.
func forwardRefusal(c *command, r moderation.ForwardResult) string {
	rules := c.Campaign.Questions
	switch r.Ask.Outcome {
	case campaign.AskNotOpen:
		return "还没有开始收问题"
	case campaign.AskClosed:
		return "收问题已经截止"
	case campaign.AskShort:
		return "只有" + strconv.Itoa(r.Ask.Number) + "个字，问老师至少要" + strconv.Itoa(rules.MinRunes) + "个字，请直接回答"
	case campaign.AskLong:
		return "有" + strconv.Itoa(r.Ask.Number) + "个字，问老师最多" + strconv.Itoa(rules.MaxRunes) + "个字，请直接回答"
	case campaign.AskBlocked:
		return "内容有不合适的用语"
	case campaign.AskMuted, campaign.AskStillMuted:
		return "提问人的提问功能还在暂停"
	case campaign.AskTooMany:
		return "提问人已经提了" + strconv.Itoa(rules.PerPerson) + "个问题"
	case campaign.AskTaken, campaign.AskDuplicate, campaign.AskOwn, campaign.AskSupported: // there is a question
	}
	return ""
}
