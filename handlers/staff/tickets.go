package staff

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
)

// chatPage is how much of a list a reply can show: a line has 20 bytes at least.
func chatPage() moderation.Page { return moderation.Page{Limit: 100} }

// waitingTickets answers #待答.
func waitingTickets(ctx context.Context, c *command) (bot.Reply, error) {
	list, err := c.Moderation.Lists.Waiting(ctx, c.who, chatPage())
	if err != nil {
		return c.refused(err, "")
	}
	if len(list.Rows) == 0 {
		return c.say(content.KeyStaffInboxEmpty, nil)
	}
	all := len(list.Rows)
	if list.Next != "" {
		f, err := c.Moderation.Numbers.Read(ctx, c.who)
		if err != nil {
			return c.refused(err, "")
		}
		all = f.Tickets
	}
	lines := make([]string, len(list.Rows))
	for i, t := range list.Rows {
		key := content.KeyStaffInboxItem
		if t.State == campaign.TicketTaken {
			key = content.KeyStaffInboxTaken
		}
		minutes := max(0, int(c.Arrived.Sub(t.OpenedAt).Minutes()))
		lines[i] = c.Texts.Render(key, content.Vars{
			"编号": t.Name(), "内容": t.Text, "分": strconv.Itoa(minutes), "名字": t.By,
		})
	}
	return c.sayList(content.KeyStaffInbox, lines, all)
}

// answerTicket answers #答.
func answerTicket(ctx context.Context, c *command) (bot.Reply, error) {
	r, err := c.Moderation.Tickets.Answer(ctx, c.who, c.ref(c.args[0]), c.after(), c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	if r.Second != nil {
		return sayBusy(c, r.Second)
	}
	return sayAnswered(c, c.ref(c.args[0]), r.Told)
}

// answerShown is how many bytes are shown of an answer that somebody else gave.
const answerShown = 300

// sayBusy asks whether a second answer is to go out too.
func sayBusy(c *command, s *moderation.SecondAnswer) (bot.Reply, error) {
	key := content.KeyStaffBusyAnswered
	if s.Talking {
		key = content.KeyStaffBusyTaken
	}
	return c.say(key, content.Vars{
		"编号": c.ref(c.args[0]).Name(), "名字": s.By, "答": text.CutLine(s.Answer, answerShown, "…"), "内容": c.after(), "码": s.Code,
	})
}

// answerAnyway gives an answer beside that of another moderator.
func answerAnyway(ctx context.Context, c *command, p moderation.PendingAnswer) (bot.Reply, error) {
	r, err := c.Moderation.Tickets.AnswerAnyway(ctx, c.who, p, c.Arrived)
	if err != nil {
		return c.refused(err, p.Ticket.Name())
	}
	return sayAnswered(c, p.Ticket, r.Told)
}

func sayAnswered(c *command, ref moderation.Ref, told bool) (bot.Reply, error) {
	key := content.KeyStaffAnswered
	if !told {
		key = content.KeyStaffAnsweredLater
	}
	return c.say(key, content.Vars{"编号": ref.Name()})
}

// takeOver answers #接管: the bot is silent for that person.
func takeOver(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	if err := c.Moderation.Tickets.TakeOver(ctx, c.who, ref, c.Arrived); err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffTaken, content.Vars{"编号": ref.Name()})
}

// handBack answers #结束: the bot answers again, and the person is told.
func handBack(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	other, err := c.Moderation.Tickets.HandBack(ctx, c.who, ref, c.Arrived)
	if err != nil {
		return c.refused(err, c.args[0])
	}
	if other != "" {
		return c.say(content.KeyStaffEndedOther, content.Vars{"编号": ref.Name(), "主": other})
	}
	return c.say(content.KeyStaffEnded, content.Vars{"编号": ref.Name()})
}
