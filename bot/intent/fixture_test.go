package intent_test

import (
	"sync"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/intent"
	"zhujiao/bot/text"
)

// class is a campaign with a little of everything that is read.
func class() *campaign.Campaign {
	return &campaign.Campaign{
		ID: "t",
		Packs: []campaign.Pack{
			{ID: "99", Name: "面试资料包", Aliases: []string{"面试包"}},
			{ID: "49", Name: "学习资料包"},
		},
		Checkin: campaign.CheckinRules{Passphrases: []string{"后台先行", "商品中心"}, SameSound: true},
		Digits:  map[string]string{"0": "菜单", "1": "报名", "2": "课程介绍", "3": "资料包"},
		Aliases: map[string][]string{
			"报名": {"我要报名", "参加"}, "退订": {"TD", "别发了"}, "资料包": {"领取", "资料"}, "补签": {"漏签了"}, "人工": {"客服"},
		},
		Limits: campaign.Limits{Exempt: []string{"退订", "人工"}},
		FAQ: []campaign.Entry{
			{ID: "time", Question: "什么时候开课", Aliases: []string{"几点开始", "开课时间", "口令几点公布"}, Answer: "7月7日20:30"},
			{ID: "intro", Question: "课程介绍", Aliases: []string{"讲什么", "老师是谁"}},
			{ID: "live", Question: "在哪里看直播", Aliases: []string{"直播间在哪"}, Pending: true},
		},
	}
}

// table is a table of commands like the one that serves.
func table() []intent.Command {
	return []intent.Command{
		{Word: "报名", Suggestions: []intent.Suggestion{{Intent: "报名", Title: "报名"}}},
		{Word: "取消报名", Suggestions: []intent.Suggestion{{Intent: "取消报名", Title: "取消报名"}}},
		{Word: "我的"},
		{Word: "菜单"},
		{Word: "提醒", Suggestions: []intent.Suggestion{{Intent: "提醒", Title: "收到提醒"}, {Wish: bot.WishReminders, Title: "收到提醒"}}},
		{Word: "退订", AtEveryStop: true, Suggestions: []intent.Suggestion{{Wish: bot.WishNoMessages, Title: "关闭通知"}}},
		{Word: "资料包", Suggestions: []intent.Suggestion{{Intent: "领99", Title: "领资料"}, {Intent: "领49", Title: "领资料"}}},
		{Word: "领取", Short: []string{"领"}, Argument: intent.PackArgument, NeedsArgument: true, ArgumentAlone: true},
		{Word: "签到", Argument: intent.PassphraseArgument},
		{Word: "口令", Argument: intent.PassphraseArgument},
		{Word: "补签", Argument: intent.ReasonArgument},
		{Word: "失效", Argument: intent.PackArgument, Suggestions: []intent.Suggestion{{Intent: "链接失效", Title: "反馈链接"}}},
		{Word: "提问", Argument: intent.QuestionArgument, Suggestions: []intent.Suggestion{{Intent: "提问", Title: "提问"}}},
		{Word: "顶", Argument: intent.NumberArgument, NeedsArgument: true},
		{Word: "取消顶", Argument: intent.NumberArgument, NeedsArgument: true},
		{Word: "问题榜"},
		{Word: "确认取消"},
		{Word: "确认删除", AtEveryStop: true},
		{Word: "人工", Suggestions: []intent.Suggestion{{Intent: "人工", Title: "找班主任"}}},
		{Word: "删除我的数据", AtEveryStop: true, Suggestions: []intent.Suggestion{{Wish: bot.WishErasure, Title: "删除数据"}}},
	}
}

func texts() intent.Texts {
	return intent.Texts{
		MenuLines: []string{"回复数字：", "1 报名（还剩20席）", "2 课程介绍", "3 领资料包", "7 没有这个键"},
		Answers:   map[string]string{"time": "7月7日20:30开课"},
		Blocked:   text.NewWords([]string{"骗子", "滚"}),
	}
}

// shared is one reader for all tests: building one takes a tenth of a second.
var shared = sync.OnceValue(func() *intent.Reader { return intent.New(class(), texts(), table()) })

// typed is a message as the receiver and the folding leave it.
func typed(s string) *bot.Message {
	return &bot.Message{Kind: bot.KindText, Text: s, Folded: text.Fold(text.Unquote(s)), Encrypted: true}
}

// meant is what somebody without any state wants.
func meant(tb testing.TB, said string) intent.Intent {
	tb.Helper()
	return intent.Resolve(shared().Read(typed(said)), intent.State{})
}
