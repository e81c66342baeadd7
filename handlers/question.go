package handlers

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
)

// aboutAsking is a question about asking, without anything between it and 提问.
// It ends soon: whatever goes on, or is about something else, is a question for
// the lecturer (R3).
var aboutAsking = regexp.MustCompile(`^提问((的?(时候|时间|环节|部分|话))[^,，。]{0,9}|(怎么|如何|咋|在哪里?|哪里)(提问?|问|用|发|弄|搞|操作|写|参与|参加|看|匿名)?|` +
	`(有没有|有|是|可以|能|能不能|可不可以|要不要|会不会|是不是|需要|什么时候|几点)?(什么)?` +
	`(次数|字数|数量|匿名|实名|连麦|语音|发?图片?|截图|公开|限制|要求|格式|奖励|收费|要钱|审核|回答|被回答|被选中|限|几次|几个|多次|提前|可以|开始|结束|截止|到)` +
	`(次数|限制|要求|上限|格式|提|问|发|说|提问|上墙)*|几点|有没有|有什么|有什么用|什么时候|是什么|是啥)[吗么呢吧啊呀的了没嘛?？]*$`)

// ask answers 提问 with a question behind it (R16); alone it explains.
func (m *Mouth) ask(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	if aboutAsking.MatchString(strings.TrimSpace(msg.Text)) {
		return m.other(ctx, msg)
	}
	words, ok := text.After(msg.Text, "提问")
	if !ok || words == "" {
		return m.askHelp(ctx, msg)
	}
	r, err := m.Questions.Ask(ctx, msg.Person, words, text.Fold(words), msg.Time())
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

// votes are 顶3, 顶 Q3, 取消顶3.
var votes = regexp.MustCompile(`^(取消)?顶\+?q?(\d{1,6})$`)

// vote answers 顶 with a number; other texts that begin so are none of its
// business.
func (m *Mouth) vote(ctx context.Context, msg *bot.Message) (bot.Reply, error) {
	f := votes.FindStringSubmatch(msg.Folded)
	if f == nil {
		return nil, bot.ErrPass
	}
	n, err := strconv.Atoi(f[2])
	if err != nil {
		return nil, bot.ErrPass
	}
	if f[1] != "" {
		return m.unvote(ctx, msg, n)
	}
	o, count, err := m.Questions.Vote(ctx, msg.Person, n)
	if err != nil {
		return nil, err
	}
	key := map[campaign.VoteOutcome]content.Key{
		campaign.VoteTaken: "vote_ok", campaign.VoteAlready: "vote_already", campaign.VoteOwn: "vote_own", campaign.VoteNone: "vote_none",
	}[o]
	return m.say(key, content.Vars{"编号": strconv.Itoa(n), "票数": strconv.Itoa(count)})
}

func (m *Mouth) unvote(ctx context.Context, msg *bot.Message, n int) (bot.Reply, error) {
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
	return m.say("board", content.Vars{"列表": FitList(m.Texts, lines, len(qs), content.KeyBoardMore)})
}
