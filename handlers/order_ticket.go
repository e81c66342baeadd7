package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// number reads a name such as U12 or q3: its letter and its number.
func number(name string) (letter string, n int, ok bool) {
	name = strings.ToUpper(text.Tidy(name))
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
	return m.say("m_inbox", content.Vars{"数": strconv.Itoa(len(ts)), "列表": m.listed(ts, c.Arrived)})
}

// listMax is how many bytes of a list are shown: a reply holds 2,048.
const listMax = 1800

// listed is a line for each ticket, and how many more there are than fit.
func (m *Mouth) listed(ts []*campaign.Ticket, now time.Time) string {
	lines := make([]string, len(ts))
	for i, t := range ts {
		key := content.KeyStaffInboxItem
		if t.State == campaign.TicketTaken {
			key = "m_inbox_taken"
		}
		lines[i] = m.Texts.Render(key, content.Vars{
			"编号": t.Name(), "内容": m.asked(t, t.Text), "分": strconv.Itoa(max(0, int(now.Sub(t.OpenedAt).Minutes()))), "名字": t.By,
		})
	}
	return m.fitting(lines, len(lines), "m_inbox_more")
}

// fitting joins as many lines as a reply holds, the first in any case, and says by
// a text how many more of all there are, if one did not fit.
func (m *Mouth) fitting(lines []string, all int, more content.Key) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 && b.Len()+len(line) > listMax {
			b.WriteString("\n" + m.Texts.Render(more, content.Vars{"数": strconv.Itoa(all - i)}))
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}

// asked is what a ticket says; of one that is about a pending entry and whose
// first asker was erased, the entry's question is left.
func (m *Mouth) asked(t *campaign.Ticket, words string) string {
	if e, ok := m.Campaign.Entry(t.Entry); ok && words == "" {
		return e.Question
	}
	return words
}

// after is what follows the first argument, as typed.
func (c *command) after() string {
	return strings.TrimSpace(strings.TrimPrefix(c.rest, c.args[0]))
}

// answerMax is how many bytes an answer may have: a message holds 2,048, with
// the question of 200 characters, or with the reply that it waits for.
const answerMax = 1200

// refuse tells when a moderator's words hold a blocked one, or are more than
// would arrive.
func (m *Mouth) refuse(words string) (bot.Reply, bool) {
	if len(words) > answerMax {
		r, _ := m.say("m_too_long", content.Vars{"字数": strconv.Itoa(utf8.RuneCountInString(words)), "数": strconv.Itoa(answerMax / 3)})
		return r, true
	}
	w, bad := m.blocked.Find(words)
	if !bad {
		return nil, false
	}
	r, _ := m.say("m_blocked", content.Vars{"词": w})
	return r, true
}

// behind finds the ticket that a command names; otherwise it returns what to
// say: there is none of these kinds, or nobody is behind it any more.
func (m *Mouth) behind(ctx context.Context, name string, kinds ...campaign.TicketKind) (*campaign.Ticket, bot.Reply, error) {
	t, err := m.ticketOf(ctx, name)
	if err != nil || t == nil || !slices.Contains(kinds, t.Kind) {
		r, err := m.orNone(err, name)
		return nil, r, err
	}
	gone, err := m.Desk.Gone(ctx, t)
	if err != nil || !gone {
		return t, nil, err
	}
	r, err := m.say("m_gone", content.Vars{"编号": t.Name()})
	return nil, r, err
}

// answerTicket answers #答.
func (m *Mouth) answerTicket(ctx context.Context, c *command) (bot.Reply, error) {
	t, said, err := m.behind(ctx, c.args[0], campaign.TicketUnknown, campaign.TicketHuman)
	if t == nil {
		return said, err
	}
	if r, bad := m.refuse(c.after()); bad {
		return r, nil
	}
	if other := t.Busy(c.who.Name); other != "" {
		return m.askBoth(ctx, c, t, other)
	}
	return m.giveAnswer(ctx, c, t, c.after())
}

// askBoth asks a second moderator whether their answer is to go out too: another
// one is at it (§9, moderators 8). The typed answer waits for the code.
func (m *Mouth) askBoth(ctx context.Context, c *command, t *campaign.Ticket, other string) (bot.Reply, error) {
	key, args := content.KeyStaffBusyAnswered, map[string]string{"ticket": t.Name(), "words": c.after()}
	if t.State == campaign.TicketTaken {
		key = "m_busy_taken"
	}
	v := content.Vars{"编号": t.Name(), "名字": other, "答": text.CutLine(t.Answer, answerShown, "…"), "内容": c.after()}
	return m.confirmed(ctx, c, args, key, v)
}

// answerShown is how many bytes are shown of an answer that somebody else gave.
const answerShown = 300

// doAnswer gives an answer beside that of another moderator.
func (m *Mouth) doAnswer(ctx context.Context, c *command, args map[string]string) (bot.Reply, error) {
	t, said, err := m.behind(ctx, args["ticket"], campaign.TicketUnknown, campaign.TicketHuman)
	if t == nil {
		return said, err
	}
	return m.giveAnswer(ctx, c, t, args["words"])
}

func (m *Mouth) giveAnswer(ctx context.Context, c *command, t *campaign.Ticket, words string) (bot.Reply, error) {
	c.before = string(t.State)
	told, err := m.Desk.Answer(ctx, t, words, c.who.Name, c.Arrived)
	if err != nil {
		return nil, err
	}
	key := content.KeyStaffAnswered
	if !told {
		key = "m_answered_later"
	}
	return m.done(ctx, c, change{t.Name(), c.before, words}, key, content.Vars{"编号": t.Name()})
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
	question := m.asked(t, t.First())
	old, pending := m.supersedes(t, question)
	if why := m.unpublishable(question, t.Answer); why != "" {
		return m.say("m_publish_refused", content.Vars{"原因": why})
	}
	args := map[string]string{"question": question, "answer": t.Answer, "ticket": t.Name(), "pending": pending.ID}
	return m.confirmed(ctx, c, args, "m_publish_ask", content.Vars{"问": question, "答": t.Answer, "旧": old.ID, "待补": pending.Question})
}

func (m *Mouth) doPublish(ctx context.Context, c *command, args map[string]string) (bot.Reply, error) {
	e := campaign.Published{Question: args["question"], Answer: args["answer"]}
	if why := m.unpublishable(e.Question, e.Answer); why != "" { // somebody else has published it, or the file has changed since
		return m.say("m_publish_refused", content.Vars{"原因": why})
	}
	for done := false; !done; { // the file may have had more entries when the last one was published
		n, err := m.Publisher.NextNumber(ctx, m.Campaign.ID, "F")
		if err != nil {
			return nil, err
		}
		e.Number = n + m.FileEntries
		if done, err = m.Publisher.Publish(ctx, m.Campaign.ID, e, c.who.Name, c.Arrived); err != nil {
			return nil, err
		}
	}
	name := e.ID()
	old, _ := m.Campaign.Replaced(e.Question)
	if err := m.handOver(ctx, c, e, args["pending"]); err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{name, old.ID, args["ticket"]}, "m_published", content.Vars{"编号": name})
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

func (m *Mouth) setTicket(ctx context.Context, c *command, s campaign.TicketState, key content.Key) (bot.Reply, error) {
	t, said, err := m.behind(ctx, c.args[0], campaign.TicketHuman)
	if t == nil {
		return said, err
	}
	if other := t.Busy(c.who.Name); other != "" && t.State == s {
		return m.say("m_taken_by", content.Vars{"编号": t.Name(), "名字": other})
	}
	if t.State == s {
		return m.say("m_done_already", content.Vars{"编号": t.Name()})
	}
	c.before = string(t.State)
	talked := t.State == campaign.TicketTaken
	if err := m.Desk.SetState(ctx, t, s, c.who.Name, c.Arrived); err != nil {
		return nil, err
	}
	if s == campaign.TicketClosed {
		return m.ended(ctx, c, t, talked)
	}
	return m.done(ctx, c, change{t.Name(), c.before, string(s)}, key, content.Vars{"编号": t.Name()})
}

// ended answers #结束; who was talked to is told that it is over, unless the talk
// goes on by another ticket of theirs.
func (m *Mouth) ended(ctx context.Context, c *command, t *campaign.Ticket, talked bool) (bot.Reply, error) {
	what := change{t.Name(), c.before, string(campaign.TicketClosed)}
	by, err := m.Desk.Held(ctx, t)
	if err != nil {
		return nil, err
	}
	if by != nil {
		return m.done(ctx, c, what, "m_ended_other", content.Vars{"编号": t.Name(), "主": by.Name()})
	}
	if talked {
		n := campaign.Notice{Kind: campaign.NoticeClosed, Due: c.Arrived, Priority: campaign.PriorityAnswer}
		if _, err := m.Desk.Tell(ctx, t.Person, n); err != nil {
			return nil, err
		}
	}
	return m.done(ctx, c, what, "m_ended", content.Vars{"编号": t.Name()})
}
