package staff

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// pendingQuestions answers #审.
func pendingQuestions(ctx context.Context, c *command) (bot.Reply, error) {
	list, err := c.Moderation.Lists.Questions(ctx, c.who, campaign.QuestionPending, chatPage())
	if err != nil {
		return c.refused(err, "")
	}
	if len(list.Rows) == 0 {
		return c.sayList(content.KeyStaffQuestionNew, []string{"（空）"}, 0)
	}
	all := len(list.Rows)
	if list.Next != "" {
		f, err := c.Moderation.Numbers.Read(ctx, c.who)
		if err != nil {
			return c.refused(err, "")
		}
		all = f.Questions
	}
	lines := make([]string, len(list.Rows))
	for i, q := range list.Rows {
		lines[i] = c.Texts.Render(content.KeyStaffQuestionItem, content.Vars{"编号": strconv.Itoa(q.Number), "问": q.Text})
	}
	return c.sayList(content.KeyStaffQuestionNew, lines, all)
}

// approveQuestions answers #过, which names one or more questions.
func approveQuestions(ctx context.Context, c *command) (bot.Reply, error) {
	return eachQuestion(ctx, c, c.Moderation.Questions.Approve, content.KeyStaffQuestionOK)
}

// hideQuestions answers #隐.
func hideQuestions(ctx context.Context, c *command) (bot.Reply, error) {
	return eachQuestion(ctx, c, c.Moderation.Questions.Hide, content.KeyStaffQuestionHide)
}

// eachQuestion calls do for each question that the command names. The reply has a line
// for each.
func eachQuestion(
	ctx context.Context, c *command, do func(context.Context, moderation.Actor, moderation.Ref, time.Time) error, key content.Key,
) (bot.Reply, error) {
	lines := make([]string, len(c.args))
	for i, name := range c.args {
		ref := c.ref(name)
		r, err := c.say(key, content.Vars{"编号": strconv.Itoa(ref.Number)})
		if refusal := do(ctx, c.who, ref, c.Arrived); refusal != nil {
			r, err = c.refused(refusal, name)
		}
		if err != nil {
			return nil, err
		}
		said, _ := bot.Words(r)
		lines[i] = string(said)
	}
	return bot.Text(strings.Join(lines, "\n")), nil
}

// mergeQuestions answers #并 Q5 Q3: the first joins the second with its votes.
func mergeQuestions(ctx context.Context, c *command) (bot.Reply, error) {
	from, into := c.ref(c.args[0]), c.ref(c.args[1])
	r, err := c.Moderation.Questions.Merge(ctx, c.who, from, into, c.Arrived)
	if missing, ok := errors.AsType[*moderation.MissingError](err); ok {
		name := c.args[1]
		if missing.Ref == from {
			name = c.args[0]
		}
		return c.refused(err, name)
	}
	if err != nil {
		return c.unfit(err, c.args[0])
	}
	number := strconv.Itoa(from.Number)
	said := c.Texts.Render(content.KeyStaffQuestionMerged, content.Vars{
		"编号": number, "主": strconv.Itoa(into.Number), "票数": strconv.Itoa(r.Votes),
	})
	if r.Answered {
		said += "\n" + c.Texts.Render(answeredText(r.Told), content.Vars{"编号": number})
	}
	return bot.Text(said), nil
}

// putOnWall answers #上墙: the asker is told if they can be reached now.
func putOnWall(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	told, err := c.Moderation.Questions.PutOnWall(ctx, c.who, ref, c.Arrived)
	if err != nil {
		return c.unfit(err, c.args[0])
	}
	key := content.KeyStaffQuestionWall
	if !told {
		key = content.KeyStaffQuestionWallUnreached
	}
	return c.say(key, content.Vars{"编号": strconv.Itoa(ref.Number)})
}

// unfit returns the words for a question whose state does not allow the command.
func (c *command) unfit(err error, name string) (bot.Reply, error) {
	state, ok := errors.AsType[*moderation.QuestionStateError](err)
	if !ok {
		return c.refused(err, name)
	}
	q := state.Question
	v := content.Vars{"编号": strconv.Itoa(q.Number), "主": strconv.Itoa(q.Merged)}
	switch q.State {
	case campaign.QuestionPending:
		return c.say(content.KeyStaffQuestionPending, v)
	case campaign.QuestionHidden:
		return c.say(content.KeyStaffQuestionHidden, v)
	case campaign.QuestionMerged:
		return c.say(content.KeyStaffQuestionGone, v)
	case campaign.QuestionAnswered:
		return c.say(content.KeyStaffQuestionTold, v)
	case campaign.QuestionApproved:
	}
	return nil, err
}

// answerQuestion answers #回答: everybody who asked it is told.
func answerQuestion(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	told, err := c.Moderation.Questions.Answer(ctx, c.who, ref, c.after(), c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(answeredText(told), content.Vars{"编号": strconv.Itoa(ref.Number)})
}

// answeredText returns the text that says whether everybody who asked can read the
// answer now (ruling 2).
func answeredText(told bool) content.Key {
	if told {
		return content.KeyStaffQuestionAnswered
	}
	return content.KeyStaffQuestionAnsweredLater
}
