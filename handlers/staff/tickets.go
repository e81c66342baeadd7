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

// chatPage is the page of a list that a reply shows: a line has at least 20 bytes, so
// 100 lines fill it.
func chatPage() moderation.Page { return moderation.Page{Limit: 100} }

// waitingTickets answers #待答, and #待答 2 with the second page.
func waitingTickets(ctx context.Context, c *command) (bot.Reply, error) {
	open, err := c.Moderation.Lists.Inbox(ctx, c.who)
	if err != nil {
		return c.refused(err, "")
	}
	if len(open) == 0 {
		return c.say(content.KeyStaffInboxEmpty, nil)
	}
	all := len(open)
	if all == moderation.InboxMax {
		f, err := c.Moderation.Numbers.Read(ctx, c.who)
		if err != nil {
			return c.refused(err, "")
		}
		all = f.Tickets
	}
	lines := make([]string, len(open))
	for i, t := range open {
		lines[i] = ticketLine(c, t)
	}
	return c.sayPage(content.KeyStaffInbox, lines, all)
}

// ticketLine returns the line of a ticket in a list of those that wait.
func ticketLine(c *command, t *campaign.Ticket) string {
	key := content.KeyStaffInboxItem
	switch {
	case t.State == campaign.TicketTaken:
		key = content.KeyStaffInboxTaken
	case t.Askers > 1:
		key = content.KeyStaffInboxMany
	}
	minutes := max(0, int(c.Arrived.Sub(t.OpenedAt).Minutes()))
	return c.Texts.Render(key, content.Vars{
		"编号": t.Name(), "内容": t.Text, "分": strconv.Itoa(minutes), "名字": t.By, "人数": strconv.Itoa(t.Askers),
	})
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

// answerShown is the number of bytes shown of another moderator's answer.
const answerShown = 300

// sayBusy says that another moderator is at the ticket, and asks whether to send the
// answer all the same.
func sayBusy(c *command, s *moderation.SecondAnswer) (bot.Reply, error) {
	key := content.KeyStaffBusyAnswered
	if s.Talking {
		key = content.KeyStaffBusyTaken
	}
	return c.say(key, content.Vars{
		"编号": c.ref(c.args[0]).Name(), "名字": s.By, "答": text.CutLine(s.Answer, answerShown, "…"), "内容": c.after(), "码": s.Code,
	})
}

// answerAnyway sends an answer in addition to that of another moderator.
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

// takeOver answers #接管. From then on the bot is silent for that person.
func takeOver(ctx context.Context, c *command) (bot.Reply, error) {
	ref := c.ref(c.args[0])
	if err := c.Moderation.Tickets.TakeOver(ctx, c.who, ref, c.Arrived); err != nil {
		return c.refused(err, c.args[0])
	}
	return c.say(content.KeyStaffTaken, content.Vars{"编号": ref.Name()})
}

// handBack answers #结束. The bot answers that person again, who is told.
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
