package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

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
			if t.Kind == campaign.TicketHuman && slices.ContainsFunc(t.Parts, asksMakeup) {
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
	return bot.Text(m.fitting(lines, len(lines), "m_more_done")), nil
}

// asksMakeup tells whether a message of a ticket asks for a late check-in: it may
// have joined an open call.
func asksMakeup(words string) bool { return strings.HasPrefix(strings.TrimSpace(words), "补签") }

// makeupOne grants one request. What a moderator has asked or said meanwhile
// decides nothing: it can be granted until its person is checked in.
func (m *Mouth) makeupOne(ctx context.Context, c *command, name string) (bot.Reply, error) {
	t, said, err := m.behind(ctx, name, campaign.TicketHuman)
	if t == nil {
		return said, err
	}
	c.before = string(t.State)
	me, err := m.Seats.Member(ctx, m.Campaign.ID, t.Person)
	if err != nil {
		return nil, err
	}
	if me.CheckedIn() {
		return m.inAlready(ctx, c, t)
	}
	ok, err := m.Checkins.Makeup(ctx, t.Person, c.Arrived)
	if err != nil {
		return nil, err
	}
	if ok {
		return m.granted(ctx, c, t)
	}
	key := content.KeyStaffMakeupFull
	if me.Standing == campaign.StandingWaiting {
		key = "m_makeup_waiting"
	}
	return m.say(key, content.Vars{"编号": strconv.Itoa(t.Number)})
}

// inAlready answers a request of somebody who is checked in; if that was by the
// passphrase, nobody has looked at the ticket yet.
func (m *Mouth) inAlready(ctx context.Context, c *command, t *campaign.Ticket) (bot.Reply, error) {
	if t.State != campaign.TicketOpen {
		return m.say("m_done_already", content.Vars{"编号": t.Name()})
	}
	if err := m.Desk.SetState(ctx, t, campaign.TicketAnswered, c.who.Name, c.Arrived); err != nil {
		return nil, err
	}
	return m.done(ctx, c, change{t.Name(), c.before, string(t.State)}, "m_makeup_in", content.Vars{"编号": t.Name()})
}

// granted tells somebody that they are checked in. A moderator who talks to them
// goes on talking.
func (m *Mouth) granted(ctx context.Context, c *command, t *campaign.Ticket) (bot.Reply, error) {
	by, state := c.who.Name, campaign.TicketAnswered
	if t.State == campaign.TicketTaken {
		by, state = t.By, t.State
	}
	if err := m.Desk.SetState(ctx, t, state, by, c.Arrived); err != nil {
		return nil, err
	}
	told, err := m.Desk.Tell(ctx, t.Person, campaign.Notice{
		Kind: campaign.NoticeMakeup, Due: c.Arrived, Priority: campaign.PriorityPromotion,
	})
	if err != nil {
		return nil, err
	}
	key := content.KeyStaffMakeupOK
	if !told {
		key = "m_makeup_later"
	}
	return m.done(ctx, c, change{t.Name(), c.before, "checked in"}, key, content.Vars{"编号": strconv.Itoa(t.Number)})
}

// leaveDoor closes the call of somebody who could not be let in, or asked to be,
// and is in now. A call that says anything else stays.
func (m *Mouth) leaveDoor(ctx context.Context, msg *bot.Message) error {
	t, err := m.Tickets.Store.OpenTicket(ctx, m.Campaign.ID, campaign.TicketHuman, msg.Person)
	if errors.Is(err, campaign.ErrNotFound) {
		return nil
	}
	if err != nil || t.State != campaign.TicketOpen || slices.ContainsFunc(t.Parts, m.besidesDoor) {
		return err
	}
	return m.Desk.SetState(ctx, t, campaign.TicketClosed, "", msg.Arrived)
}

// besidesDoor tells whether a message of a call is about more than being let in.
func (m *Mouth) besidesDoor(words string) bool {
	return !asksMakeup(words) && !m.reader.IsPassphrase(words)
}
