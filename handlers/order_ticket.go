package handlers

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// number reads a name such as U12 or q3: its letter and its number.
func number(name string) (letter string, n int, ok bool) {
	name = strings.ToUpper(strings.TrimSpace(name))
	if len(name) < 2 {
		return "", 0, false
	}
	n, err := strconv.Atoi(name[1:])
	return name[:1], n, err == nil && n > 0
}

// ticketOf finds the ticket that a command names first; nil for none.
func (m *Mouth) ticketOf(ctx context.Context, name string) (*campaign.Ticket, error) {
	letter, n, ok := number(name)
	if !ok || letter != string(campaign.TicketUnknown) && letter != string(campaign.TicketHuman) {
		return nil, nil
	}
	t, err := m.Desk.Inbox.Ticket(ctx, m.Campaign.ID, campaign.TicketKind(letter), n)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, nil
	}
	return t, err
}

// inbox answers #待答.
func (m *Mouth) inbox(ctx context.Context, c *command) (bot.Reply, error) {
	ts, err := m.Desk.Inbox.Inbox(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	if len(ts) == 0 {
		return m.say("m_inbox_empty", nil)
	}
	lines := make([]string, len(ts))
	for i, t := range ts {
		lines[i] = m.Texts.Render("m_inbox_item", content.Vars{
			"编号": t.Name(), "内容": t.Text, "分": strconv.Itoa(max(0, int(c.Arrived.Sub(t.OpenedAt).Minutes()))),
		})
	}
	return m.say("m_inbox", content.Vars{"数": strconv.Itoa(len(ts)), "列表": strings.Join(lines, "\n")})
}

// after is what follows the first argument, as typed.
func (c *command) after() string {
	return strings.TrimSpace(strings.TrimPrefix(c.rest, c.args[0]))
}

// refuse tells when a moderator's words hold a blocked one.
func (m *Mouth) refuse(words string) (bot.Reply, bool) {
	w, bad := m.blocked.Find(words)
	if !bad {
		return nil, false
	}
	r, _ := m.say("m_blocked", content.Vars{"词": w})
	return r, true
}

// answerTicket answers #答.
func (m *Mouth) answerTicket(ctx context.Context, c *command) (bot.Reply, error) {
	t, err := m.ticketOf(ctx, c.args[0])
	if err != nil || t == nil {
		return m.orNone(err, c.args[0])
	}
	if r, bad := m.refuse(c.after()); bad {
		return r, nil
	}
	c.before = string(t.State)
	told, err := m.Desk.Answer(ctx, t, c.after(), c.who.Name, c.Arrived)
	if err != nil {
		return nil, err
	}
	key := "m_answered"
	if !told {
		key = "m_answered_later"
	}
	return m.done(ctx, c, change{t.Name(), c.before, c.after()}, key, content.Vars{"编号": t.Name()})
}

func (m *Mouth) orNone(err error, name string) (bot.Reply, error) {
	if err != nil {
		return nil, err
	}
	return m.none(name)
}

// publish answers #发布: the answer becomes a frequent question after a code.
func (m *Mouth) publish(ctx context.Context, c *command) (bot.Reply, error) {
	t, err := m.ticketOf(ctx, c.args[0])
	if err != nil || t == nil {
		return m.orNone(err, c.args[0])
	}
	if t.Answer == "" {
		return m.say("m_not_answered", content.Vars{"编号": t.Name()})
	}
	return m.confirmed(ctx, c, map[string]string{"question": t.First(), "answer": t.Answer, "ticket": t.Name()}, "m_publish_ask",
		content.Vars{"问": t.First(), "答": t.Answer})
}

func (m *Mouth) doPublish(ctx context.Context, c *command, args map[string]string) (bot.Reply, error) {
	n, err := m.Publisher.NextNumber(ctx, m.Campaign.ID, "F")
	if err != nil {
		return nil, err
	}
	e := campaign.Published{Number: n + m.FileEntries, Question: args["question"], Answer: args["answer"]}
	if err := m.Publisher.Publish(ctx, m.Campaign.ID, e, c.who.Name, c.Arrived); err != nil {
		return nil, err
	}
	name := "F" + strconv.Itoa(e.Number)
	return m.done(ctx, c, change{name, "", args["ticket"]}, "m_published", content.Vars{"编号": name})
}

// undo answers #撤销 within ten minutes.
func (m *Mouth) undo(ctx context.Context, c *command) (bot.Reply, error) {
	letter, n, ok := number(c.args[0])
	name := letter + strconv.Itoa(n)
	if !ok || letter != "F" {
		return m.none(c.args[0])
	}
	ok, err := m.Publisher.Undo(ctx, m.Campaign.ID, n, c.Arrived.Add(-campaign.UndoLife))
	if err != nil {
		return nil, err
	}
	if !ok {
		return m.say("m_undo_late", content.Vars{"编号": name})
	}
	return m.done(ctx, c, change{name, "published", "undone"}, "m_undone", content.Vars{"编号": name})
}

// takeOver answers #接管: the bot is silent for that person.
func (m *Mouth) takeOver(ctx context.Context, c *command) (bot.Reply, error) {
	return m.setTicket(ctx, c, campaign.TicketTaken, "m_taken")
}

// handBack answers #结束: the bot answers again, and the person is told.
func (m *Mouth) handBack(ctx context.Context, c *command) (bot.Reply, error) {
	return m.setTicket(ctx, c, campaign.TicketClosed, "m_ended")
}

func (m *Mouth) setTicket(ctx context.Context, c *command, s campaign.TicketState, key string) (bot.Reply, error) {
	t, err := m.ticketOf(ctx, c.args[0])
	if err != nil || t == nil || t.Kind != campaign.TicketHuman {
		return m.orNone(err, c.args[0])
	}
	if t.State == s {
		return m.say("m_done_already", content.Vars{"编号": t.Name()})
	}
	c.before = string(t.State)
	talked := t.State == campaign.TicketTaken
	if err := m.Desk.SetState(ctx, t, s, c.who.Name, c.Arrived); err != nil {
		return nil, err
	}
	if s == campaign.TicketClosed && talked {
		n := campaign.Notice{Kind: campaign.NoticeClosed, Due: c.Arrived, Priority: campaign.PriorityAnswer}
		if _, err := m.Desk.Tell(ctx, t.Person, n); err != nil {
			return nil, err
		}
	}
	return m.done(ctx, c, change{t.Name(), c.before, string(s)}, key, content.Vars{"编号": t.Name()})
}

// makeups answers #补签 with tickets, or all of them.
func (m *Mouth) makeups(ctx context.Context, c *command) (bot.Reply, error) {
	names := c.args
	if names[0] == "全部" {
		ts, err := m.Desk.Inbox.Inbox(ctx, m.Campaign.ID)
		if err != nil {
			return nil, err
		}
		names = nil
		for _, t := range ts {
			if t.Kind == campaign.TicketHuman && strings.HasPrefix(t.Text, "补签") {
				names = append(names, t.Name())
			}
		}
		if len(names) == 0 {
			return m.say("m_inbox_empty", nil)
		}
	}
	lines := make([]string, len(names))
	for i, n := range names {
		r, err := m.makeupOne(ctx, c, n)
		if err != nil {
			return nil, err
		}
		t, _ := r.(bot.Text)
		lines[i] = string(t)
	}
	return bot.Text(strings.Join(lines, "\n")), nil
}

func (m *Mouth) makeupOne(ctx context.Context, c *command, name string) (bot.Reply, error) {
	t, err := m.ticketOf(ctx, name)
	if err != nil || t == nil || t.Kind != campaign.TicketHuman {
		return m.orNone(err, name)
	}
	v := content.Vars{"编号": strconv.Itoa(t.Number)}
	if t.State == campaign.TicketAnswered || t.State == campaign.TicketClosed {
		return m.say("m_done_already", content.Vars{"编号": t.Name()})
	}
	before := string(t.State)
	ok, err := m.Checkins.Makeup(ctx, t.Person, c.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return m.say("m_makeup_full", v)
	}
	if err := m.Desk.SetState(ctx, t, campaign.TicketAnswered, c.who.Name, c.Arrived); err != nil {
		return nil, err
	}
	told, err := m.Desk.Tell(ctx, t.Person, campaign.Notice{
		Kind: campaign.NoticeMakeup, Due: c.Arrived, Priority: campaign.PriorityPromotion,
	})
	if err != nil {
		return nil, err
	}
	key := "m_makeup_ok"
	if !told {
		key = "m_makeup_later"
	}
	return m.done(ctx, c, change{t.Name(), before, "checked in"}, key, v)
}
