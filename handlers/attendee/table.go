package attendee

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
	"zhujiao/handlers"
)

// answerFunc answers a command; its arguments are in the visit.
type answerFunc func(ctx context.Context, v *handlers.Visit) (bot.Reply, error)

// row is a command word with the function that answers it.
type row struct {
	intent.Command
	answer answerFunc
}

// table lists every command of attendees. The check of a campaign file shows them in
// this order.
func table() []row {
	return []row{
		{intent.Command{Word: "报名", Suggestions: []intent.Suggestion{{Intent: "报名", Title: "报名"}}}, register},
		{intent.Command{Word: "取消报名", Suggestions: []intent.Suggestion{{Intent: "取消报名", Title: "取消报名"}}}, cancel},
		{intent.Command{Word: "确认取消"}, confirmCancel},
		{intent.Command{Word: "我的"}, my},
		{intent.Command{Word: "菜单"}, menu},
		{intent.Command{Word: "提醒", Lasting: true, Suggestions: []intent.Suggestion{
			{Intent: "提醒", Title: "开课前收到提醒"}, {Wish: bot.WishReminders, Title: "开课前收到提醒"},
		}}, optIn},
		{intent.Command{Word: "退订", Lasting: true, AtEveryStop: true, Suggestions: []intent.Suggestion{
			{Wish: bot.WishNoMessages, Title: "关闭提醒和通知"},
		}}, optOut},
		{intent.Command{Word: "资料包", Suggestions: []intent.Suggestion{
			{Intent: "领99", Title: "领资料"}, {Intent: "领49", Title: "领资料"},
		}}, packMenu},
		{intent.Command{
			Word: "领取", Short: []string{"领"}, Argument: intent.PackArgument, NeedsArgument: true, ArgumentAlone: true,
		}, claimNamed},
		{intent.Command{Word: "签到", Argument: intent.PassphraseArgument}, askCheckin},
		{intent.Command{Word: "口令", Argument: intent.PassphraseArgument}, askCheckin},
		{intent.Command{Word: "补签", Argument: intent.ReasonArgument}, makeup},
		{intent.Command{Word: "失效", Argument: intent.PackArgument, Suggestions: []intent.Suggestion{
			{Intent: "链接失效", Title: "反馈链接打不开"},
		}}, report},
		{intent.Command{Word: "提问", Argument: intent.QuestionArgument, Suggestions: []intent.Suggestion{
			{Intent: "提问", Title: "向老师提问"},
		}}, ask},
		{intent.Command{Word: "顶", Argument: intent.NumberArgument, NeedsArgument: true}, vote},
		{intent.Command{Word: "取消顶", Argument: intent.NumberArgument, NeedsArgument: true}, unvote},
		{intent.Command{Word: "问题榜"}, board},
		{intent.Command{Word: "人工", Suggestions: []intent.Suggestion{{Intent: "人工", Title: "找班主任"}}}, human},
		{intent.Command{Word: "我的数据", AtEveryStop: true}, myData},
		{intent.Command{Word: "删除我的数据", Lasting: true, AtEveryStop: true, Suggestions: []intent.Suggestion{
			{Wish: bot.WishErasure, Title: "删除你的数据"},
		}}, erase},
		{intent.Command{Word: "确认删除", Lasting: true, AtEveryStop: true}, confirmErase},
		{intent.Command{Word: "抽签公示"}, drawNotice},
		{intent.Command{Word: "下一场"}, nextClass},
	}
}

// Commands returns the commands without their functions, for an intent.Reader.
func Commands() []intent.Command {
	rows := table()
	out := make([]intent.Command, len(rows))
	for i, r := range rows {
		out[i] = r.Command
	}
	return out
}

// Vocabulary returns the names that a campaign file may use.
func Vocabulary() content.Vocabulary {
	return content.Vocabulary{Intents: intent.QuestionIntents(), Commands: intent.Names(Commands()), Everyday: intent.Everyday}
}
