package handlers

import (
	"cmp"
	"context"
	"errors"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// entryOf finds the frequent question that a command names first: by its id, or
// by one of its wordings.
func (m *Mouth) entryOf(c *command) (campaign.Entry, bool) {
	if e, ok := m.Campaign.Entry(c.args[0]); ok {
		return e, true
	}
	return m.Campaign.Entry(m.Phrasebook.Claim(c.args[0]))
}

// addPhrasing answers #问法: a question that people ask in other words gets them,
// after a code. The preview says how the words are answered now; words that are
// somebody's already are refused before there is a code.
func (m *Mouth) addPhrasing(ctx context.Context, c *command) (bot.Reply, error) {
	e, ok := m.entryOf(c)
	if !ok {
		return m.none(c.args[0])
	}
	if r, bad := m.refuse(c.after()); bad {
		return r, nil
	}
	if id := m.Phrasebook.Claim(c.after()); id != "" {
		claimed, _ := m.Campaign.Entry(id)
		return m.say("m_phrasing_taken", content.Vars{"问": claimed.Question})
	}
	if why := cmp.Or(m.unusable(c.after()), tooLong(c.after())); why != "" {
		return m.say("m_phrasing_refused", content.Vars{"原因": why})
	}
	return m.confirmed(ctx, c, map[string]string{"entry": e.ID, "words": c.after()}, "m_phrasing_ask", content.Vars{
		"问": e.Question, "内容": c.after(), "现在": m.answeredNow(c.after()), "答": m.Texts.Answer(e.ID, nil),
	})
}

// answeredNow tells what words get that are nobody's yet: whose answer, or whose
// title among the choices; "" if they go to a moderator or to a command.
func (m *Mouth) answeredNow(words string) string {
	r := m.reader.ReadWords(words)
	if r.Wish.Wish != bot.WishNone || len(r.Match.Hits) == 0 {
		return ""
	}
	switch title := r.Match.Hits[0].Title; r.Match.Band {
	case bot.BandAnswer:
		return "答成「" + title + "」"
	case bot.BandSuggest:
		return "反问是不是「" + title + "」"
	case bot.BandNone:
		return ""
	default:
		return ""
	}
}

func (m *Mouth) doAddPhrasing(ctx context.Context, c *command, args map[string]string) (bot.Reply, error) {
	p := campaign.Phrasing{Entry: args["entry"], Words: args["words"]}
	if why := m.unusable(p.Words); why != "" && m.Phrasebook.Claim(p.Words) == "" { // the file has changed since
		return m.say("m_phrasing_refused", content.Vars{"原因": why})
	}
	switch err := m.Phrasebook.Add(ctx, p, c.who.Name, c.Arrived); {
	case errors.Is(err, campaign.ErrNotFound):
		return m.none(p.Entry)
	case errors.Is(err, campaign.ErrClaimed):
		return m.say("m_done_already", content.Vars{"编号": p.Words})
	case err != nil:
		return nil, err
	}
	return m.done(ctx, c, change{p.Entry, "", p.Words}, "m_phrasing_done", content.Vars{"编号": p.Entry, "内容": p.Words})
}

// dropPhrasing answers #删问法: words that were added by mistake.
func (m *Mouth) dropPhrasing(ctx context.Context, c *command) (bot.Reply, error) {
	e, ok := m.entryOf(c)
	if !ok {
		return m.none(c.args[0])
	}
	p := campaign.Phrasing{Entry: e.ID, Words: c.after()}
	ok, err := m.Phrasebook.Store.DropPhrasing(ctx, m.Campaign.ID, p)
	if err != nil || !ok {
		return m.orNone(err, "「"+p.Words+"」")
	}
	return m.done(ctx, c, change{p.Entry, p.Words, ""}, "m_phrasing_dropped", content.Vars{"内容": p.Words})
}
