// Package handlers is the mouth: what the bot says and to which words. A file a
// keyword, this file the one table. It decides nothing about seats or packs; it
// asks campaign and finds the words in the content file.
package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
)

// Services are what handlers ask.
type Services struct {
	Campaign *campaign.Campaign
	Texts    *content.Texts
	Channel  campaign.Channel
	Seats    campaign.SeatStore
	Counts   campaign.SeatCounts
	Signups  *campaign.Signups
	Checkins *campaign.Checkins
	Packs    *campaign.Packs
	Tickets  *campaign.Tickets
	Dialogue *campaign.Dialogue
	Links    *campaign.Links
	// Questions and Board are the attendees' and the moderators' side.
	Questions *campaign.Questions
	Board     campaign.Board
	Erasure   *campaign.Erasure
	Messages  MessageCounter
	Opted     OptOuts
	Mass      campaign.MassResults
	// Heard remembers what the matcher did not answer.
	Heard campaign.HeardStore
	// Subscribe is nil when the account has no one-time subscription.
	Subscribe Subscriber
	// Console is the address of the moderators' web console; empty for none.
	Console string
	// FileEntries is how many frequent questions the file has: published ones
	// are numbered after them (R14).
	FileEntries int
	Office
}

// OptOuts counts who of a broadcast's receivers opted out since.
type OptOuts interface {
	OptedOutAfter(ctx context.Context, b *campaign.Broadcast) (int, error)
}

// MessageCounter counts what is stored of somebody.
type MessageCounter interface {
	CountMessages(ctx context.Context, p bot.PersonID) (int, error)
}

// Mouth answers messages for one version of the content.
type Mouth struct {
	Services
	reader  *intent.Reader
	answers map[string]answerFunc // by command word
	blocked *text.Words
	orders  map[string]order // moderators' commands
}

// New builds the handlers. It panics when two commands want one word, which the
// content check has made impossible.
func New(s Services) *Mouth {
	texts := ReaderTexts(s.Campaign, s.Texts)
	m := &Mouth{
		Services: s, reader: intent.New(s.Campaign, texts, Commands()), answers: map[string]answerFunc{}, blocked: texts.Blocked,
	}
	m.orders = m.orderTable()
	for _, row := range commandRows() {
		m.answers[row.Word] = row.answer
	}
	return m
}

// ReaderTexts are what understanding has to know of a campaign's texts.
func ReaderTexts(c *campaign.Campaign, t *content.Texts) intent.Texts {
	out := intent.Texts{Answers: map[string]string{}, Blocked: Blocked(c)}
	for _, key := range []content.Key{content.KeyMenu, content.KeyWelcome} {
		out.MenuLines = slices.AppendSeq(out.MenuLines, strings.Lines(t.Render(key, content.Vars{"剩余": "1"})))
	}
	for _, e := range c.FAQ {
		if !e.Pending {
			out.Answers[e.ID] = t.States(e.ID)
		}
	}
	return out
}

// Handle answers one message.
func (m *Mouth) Handle(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	reply, err := m.converse(ctx, msg)
	if t, ok := bot.Words(reply); ok && m.Campaign.Privacy != "" && firstContact(ctx) {
		return t + bot.Text("\n"+m.Texts.Render("privacy", nil)), err
	}
	return reply, err
}

// firstContact tells whether somebody has never been here before: they are told
// once where the privacy notice is.
func firstContact(ctx context.Context) bool {
	p := campaign.PersonFrom(ctx)
	return p != nil && p.FirstAt.Equal(p.LastAt)
}

// Exempt tells whether a message is never limited (R11).
func (m *Mouth) Exempt(msg *bot.Message) bool { return m.reader.Exempt(msg) }

// say fills in a text of the content file.
func (m *Mouth) say(key content.Key, v content.Vars) (bot.Reply, error) {
	return bot.Text(m.Texts.Render(key, v)), nil
}

// tapped tells that a person did not type: the platform then takes messages
// for a minute only, so that reminders cannot be promised.
func tapped(msg *bot.Message) bool { return msg.Event != "" || msg.MenuID != "" }

// seats are the variables that count seats.
func (m *Mouth) seats(ctx context.Context) (content.Vars, error) {
	t, err := m.Counts.Tally(ctx, m.Campaign.ID)
	if err != nil {
		return nil, err
	}
	total := m.Signups.Total(t)
	return content.Vars{"已报": strconv.Itoa(t.Taken), "剩余": strconv.Itoa(max(0, total-t.Taken))}, nil
}
