package handlers

import (
	"context"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// freeText answers a text that is no command.
func (m *Mouth) freeText(ctx context.Context, msg *bot.Message, in intent.Intent) (bot.Reply, error) {
	switch in.Kind {
	case intent.SuggestCommand:
		return m.suggestCommand(ctx, msg, in)
	case intent.Answer:
		e, ok := m.Campaign.Entry(in.Entry)
		if !ok {
			return nil, errGone
		}
		return m.answer(ctx, msg, e)
	case intent.Offer:
		if err := m.hear(ctx, msg, campaign.HeardSuggested); err != nil {
			return nil, err
		}
		return m.offer(ctx, msg, in.Choices)
	case intent.Decline:
		return m.say("negated_signup", nil)
	case intent.Greeting:
		return m.say("courtesy_hello", nil)
	case intent.Thanks:
		return m.thanked(msg)
	case intent.LateCheckin:
		return m.lateCheckin(ctx, msg)
	case intent.Warning:
		return m.unknown(ctx, msg) // not a question to learn from
	default:
		if err := m.hear(ctx, msg, campaign.HeardUnknown); err != nil {
			return nil, err
		}
		return m.unknown(ctx, msg)
	}
}

// thanked answers thanks.
func (m *Mouth) thanked(msg *bot.Message) (bot.Reply, error) {
	if m.Campaign.Over(msg.Time()) {
		return m.say("courtesy_thanks_over", nil)
	}
	return m.say("courtesy_thanks", nil)
}

// lateCheckin answers somebody who forgot to check in.
func (m *Mouth) lateCheckin(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if msg.Time().After(m.Campaign.Checkin.Close) {
		return m.say("checkin_late", nil)
	}
	return m.askCheckin(ctx, msg)
}

// suggestCommand points to a command instead of running it.
func (m *Mouth) suggestCommand(ctx context.Context, msg *bot.Message, in intent.Intent) (bot.Reply, error) {
	switch in.Command.Word {
	case "人工":
		return m.say("suggest_human", nil)
	case "报名":
		return m.invite(ctx, msg, in)
	default:
		return m.say("suggest_word", content.Vars{"名称": in.Title, "内容": in.Command.Word})
	}
}

// hear remembers a question that is not answered at once, to learn from.
func (m *Mouth) hear(ctx context.Context, msg *bot.Message, o campaign.Outcome) error {
	return m.Heard.Hear(ctx, m.Campaign.ID, campaign.Heard{Person: msg.Person, Text: msg.Text, Outcome: o}, msg.Arrived)
}

// answer gives a frequent question's answer; what the operator left open goes
// to a moderator and is never invented (R18, ruling 12).
func (m *Mouth) answer(ctx context.Context, msg *bot.Message, e campaign.Entry) (bot.Reply, error) {
	if e.Pending && e.PendingText == "" {
		return m.unknown(ctx, msg)
	}
	if e.Pending {
		if _, err := m.Tickets.Pending(ctx, msg.Person, e.ID, msg.Text, msg.Arrived); err != nil {
			return nil, err
		}
	}
	var v content.Vars
	if m.Texts.AnswerUses(e.ID, "已报") || m.Texts.AnswerUses(e.ID, "剩余") {
		if key, err := m.shut(ctx, msg); key != "" || err != nil {
			said, _ := m.say(key, nil)
			return said, err // how many seats are left is nothing to anybody now
		}
		var err error
		if v, err = m.seats(ctx); err != nil {
			return nil, err
		}
	}
	if e.Image != "" && !e.Pending {
		if err := m.picture(ctx, msg, e); err != nil {
			return nil, err
		}
	}
	return bot.Text(m.Texts.Answer(e.ID, v)), nil
}

// picture sends what belongs to an answer after it: a passive reply is either
// words or a picture (ruling 23).
func (m *Mouth) picture(ctx context.Context, msg *bot.Message, e campaign.Entry) error {
	return m.Tickets.Notices.Enqueue(ctx, campaign.Notice{
		Campaign: m.Campaign.ID, Person: msg.Person, Kind: campaign.NoticeImage, Priority: campaign.PriorityAnswer, Due: msg.Arrived,
		Args: map[string]string{"content": e.Image},
	})
}

// offer asks which question was meant.
func (m *Mouth) offer(ctx context.Context, msg *bot.Message, hits []bot.Hit) (bot.Reply, error) {
	ids, c := make([]string, len(hits)), bot.Choices{Items: make([]string, len(hits))}
	for i, h := range hits {
		ids[i], c.Items[i] = h.ID, h.Title
	}
	if err := m.Dialogue.Offer(ctx, campaign.PersonFrom(ctx), ids, msg.Arrived); err != nil {
		return nil, err
	}
	lead, tail, _ := strings.Cut(m.Texts.Render("did_you_mean", content.Vars{"列表": "\x00"}), "\x00")
	c.Lead, c.Tail = strings.TrimSuffix(lead, "\n"), strings.TrimPrefix(tail, "\n")
	return c, nil
}

// unknown notes a question for a moderator (R10).
func (m *Mouth) unknown(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if m.Campaign.Unknown == campaign.UnknownSilence {
		return bot.Silence{}, nil
	}
	if m.Campaign.Unknown == campaign.UnknownTransfer {
		return bot.Transfer{}, nil // the account's own staff answer in the platform's console
	}
	n, more, err := m.Tickets.Unknown(ctx, msg.Person, msg.Text, msg.Arrived)
	if err != nil {
		return nil, err
	}
	v := content.Vars{"编号": strconv.Itoa(n)}
	switch {
	case more:
		return m.say("unknown_more", v)
	case m.onDuty(msg):
		return m.promising(ctx, "unknown", v)
	default:
		return m.promising(ctx, "unknown_off", v)
	}
}
