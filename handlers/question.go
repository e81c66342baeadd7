package handlers

import (
	"context"
	"strconv"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// ask answers 提问 with a question behind it (R16); alone it explains.
func (m *Mouth) ask(ctx context.Context, msg *bot.Message, c bot.CommandReading) (bot.Reply, error) {
	if c.Rest == "" {
		return m.askHelp(ctx, msg)
	}
	r, err := m.Questions.Ask(ctx, msg.Person, c.Rest, text.Fold(c.Rest), msg.Time())
	if err != nil {
		return nil, err
	}
	if r.Outcome == campaign.AskStillMuted {
		return bot.Silence{}, nil
	}
	v := content.Vars{
		"编号": strconv.Itoa(r.Number), "票数": strconv.Itoa(r.Votes), "字数": strconv.Itoa(r.Number), "时间": m.clock(r.Until),
	}
	if r.Outcome == campaign.AskTaken || r.Outcome == campaign.AskDuplicate {
		return m.promising(ctx, askTexts(r.Outcome), v)
	}
	return m.say(askTexts(r.Outcome), v)
}

func askTexts(o campaign.AskOutcome) content.Key {
	return map[campaign.AskOutcome]content.Key{
		campaign.AskTaken: "ask_ok", campaign.AskNotOpen: "ask_not_open", campaign.AskClosed: "ask_closed", campaign.AskShort: "ask_short",
		campaign.AskLong: "ask_long", campaign.AskBlocked: "ask_blocked", campaign.AskMuted: "ask_muted",
		campaign.AskDuplicate: "ask_duplicate", campaign.AskOwn: "ask_own", campaign.AskSupported: "vote_already",
		campaign.AskTooMany: "ask_limit",
	}[o]
}

// vote answers 顶3.
func (m *Mouth) vote(ctx context.Context, msg *bot.Message, c bot.CommandReading) (bot.Reply, error) {
	o, count, err := m.Questions.Vote(ctx, msg.Person, c.Number)
	if err != nil {
		return nil, err
	}
	key := map[campaign.VoteOutcome]content.Key{
		campaign.VoteTaken: "vote_ok", campaign.VoteAlready: "vote_already", campaign.VoteOwn: "vote_own", campaign.VoteNone: "vote_none",
	}[o]
	return m.say(key, content.Vars{"编号": strconv.Itoa(c.Number), "票数": strconv.Itoa(count)})
}

// unvote answers 取消顶3.
func (m *Mouth) unvote(ctx context.Context, msg *bot.Message, c bot.CommandReading) (bot.Reply, error) {
	n := c.Number
	v := content.Vars{"编号": strconv.Itoa(n)}
	q, err := m.Questions.Store.Question(ctx, m.Campaign.ID, n)
	if err != nil || q.Person == msg.Person {
		return m.say("vote_back_none", v)
	}
	gone, err := m.Board.Unvote(ctx, m.Campaign.ID, n, msg.Person)
	if err != nil {
		return nil, err
	}
	if !gone {
		return m.say("vote_back_none", v)
	}
	v["票数"] = strconv.Itoa(q.Votes - 1)
	return m.say("vote_back", v)
}

// boardMax is how many questions a reply lists: a phone's screen.
const boardMax = 10

// board answers 问题榜.
func (m *Mouth) board(ctx context.Context, _ *bot.Message) (bot.Reply, error) {
	qs, err := m.Board.QuestionsIn(ctx, m.Campaign.ID, campaign.QuestionApproved)
	if err != nil {
		return nil, err
	}
	if len(qs) == 0 {
		return m.say("board_empty", nil)
	}
	lines := make([]string, 0, boardMax)
	for _, q := range campaign.Ranked(qs)[:min(len(qs), boardMax)] {
		lines = append(lines, m.Texts.Render("board_item", content.Vars{
			"编号": strconv.Itoa(q.Number), "票数": strconv.Itoa(q.Votes), "问": q.Text,
		}))
	}
	return m.say("board", content.Vars{"列表": m.fitting(lines, len(qs), "board_more")})
}
