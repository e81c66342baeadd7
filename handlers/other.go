package handlers

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/faq"
)

// limited answers the first message over the limit (R11).
func (m *Mouth) limited(_ context.Context, msg *bot.Message) (bot.Reply, error) {
	if msg.Limited == 0 {
		return nil, bot.ErrPass
	}
	sec := int((msg.Limited.Milliseconds() + 999) / 1000)
	return m.say("ratelimit", content.Vars{"秒": strconv.Itoa(max(1, sec))})
}

// choose answers a number of the last list of choices.
func (m *Mouth) choose(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	p := campaign.PersonFrom(ctx)
	if p == nil || len(p.Choices) == 0 || msg.Kind != bot.KindText {
		return nil, bot.ErrPass
	}
	said := msg.Folded
	if msg.MenuID != "" { // a line that was tapped
		said = msg.MenuID
	}
	n, err := strconv.Atoi(said)
	if err != nil {
		return nil, bot.ErrPass
	}
	id, ok, err := m.Dialogue.Choose(ctx, p, n, msg.Arrived)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, bot.ErrPass
	}
	if err := m.Heard.Chosen(ctx, m.Campaign.ID, msg.Person, id); err != nil {
		return nil, err
	}
	return m.meant(ctx, msg, id)
}

// meant answers what a question was found to mean.
func (m *Mouth) meant(ctx context.Context, msg *bot.Message, id string) (bot.Reply, error) {
	if w, ok := m.wish(id); ok {
		if w.word == "人工" {
			return m.say("suggest_human", nil)
		}
		if w.word == "报名" {
			return m.invite(ctx, msg, w)
		}
		return m.say("suggest_word", content.Vars{"名称": w.title, "内容": w.word})
	}
	if e, ok := m.Campaign.Entry(id); ok {
		return m.answer(ctx, msg, e)
	}
	return nil, bot.ErrPass
}

// negated is somebody saying that they do not want to come, or asking what to do
// then. Without 了 a bare 不 says nothing of the kind: 不报名可以听吗.
var negated = regexp.MustCompile(
	`^(我|俺|那|我们|还是|算了|今晚|今天|突然)*((不想|不打算|不要|不准备|不太想)(再)?` + coming + `|不(再)?` + coming + `(了|啦))` +
		`((了|啦)?(怎么办|咋办|咋整|怎么弄|咋弄)|(了|啦)(可以吗|行吗|呢|呀|啊|哈)|了|啦)?$`)

// coming is what they do not want.
const coming = `(报名|报|参加|听|学|来|去|上)(这个|这|课|课程|名)*`

// declines tells whether a folded text says so, courtesy before it or not.
func (m *Mouth) declines(folded string) bool {
	return negated.MatchString(folded) || slices.ContainsFunc(m.afterCourtesy(folded), negated.MatchString)
}

// other answers every text that is no command: passphrase, a frequent question's
// own wording, courtesy, frequent question, ticket, in this order (R3).
func (m *Mouth) other(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if msg.Folded == "" {
		return bot.Silence{}, nil
	}
	if r, err := m.abuse(ctx, msg); err != bot.ErrPass { //nolint:errorlint // the sentinel itself
		return r, err
	}
	if r, err := m.passphrase(ctx, msg); err != bot.ErrPass { //nolint:errorlint // the sentinel itself
		return r, err // whatever wording somebody has given an entry
	}
	hits := m.faq.Match(msg.Folded)
	if hits.Exact {
		return m.matched(ctx, msg, hits)
	}
	if m.declines(msg.Folded) {
		return m.say("negated_signup", nil) // said, not asked for: nothing is cancelled (ruling 26)
	}
	for _, h := range []bot.HandlerFunc{m.courtesy, m.copied, m.nearPassphrase, m.hint} {
		if r, err := h(ctx, msg); err != bot.ErrPass { //nolint:errorlint // the sentinel itself
			return r, err
		}
	}
	return m.matched(ctx, msg, m.understood(msg.Folded, hits))
}

func (m *Mouth) matched(ctx context.Context, msg *bot.Message, r faq.Result) (bot.Reply, error) {
	switch r.Band {
	case faq.Answer:
		return m.meant(ctx, msg, r.Hits[0].ID)
	case faq.Suggest:
		if err := m.hear(ctx, msg, campaign.HeardSuggested); err != nil {
			return nil, err
		}
		return m.suggest(ctx, msg, r.Hits)
	default:
		if m.remark(msg) {
			return m.thanked(msg)
		}
		if err := m.hear(ctx, msg, campaign.HeardUnknown); err != nil {
			return nil, err
		}
		return m.unknown(ctx, msg)
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

// leastScore is how sure a further choice has to be to be shown.
const leastScore = 0.25

// suggest asks which question was meant.
func (m *Mouth) suggest(ctx context.Context, msg *bot.Message, hits []faq.Hit) (bot.Reply, error) {
	var ids []string
	c := bot.Choices{}
	shown := map[string]bool{}
	for _, h := range hits {
		if h.Score < hits[0].Score/2 || len(ids) > 0 && h.Score < leastScore {
			break // far less likely than the first, or hardly like it: no choice at all
		}
		if shown[h.Title] {
			continue // two intents that one command serves
		}
		shown[h.Title] = true
		ids = append(ids, h.ID)
		c.Items = append(c.Items, h.Title)
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
