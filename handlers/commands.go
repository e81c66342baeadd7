package handlers

import (
	"context"

	"zhujiao/bot"
	"zhujiao/bot/content"
	"zhujiao/bot/intent"
)

// answerFunc answers a command.
type answerFunc func(m *Mouth, ctx context.Context, msg *bot.Message, c bot.CommandReading) (bot.Reply, error)

// plain is the answer of a command that looks at no argument.
func plain(f func(m *Mouth, ctx context.Context, msg *bot.Message) (bot.Reply, error)) answerFunc {
	return func(m *Mouth, ctx context.Context, msg *bot.Message, _ bot.CommandReading) (bot.Reply, error) {
		return f(m, ctx, msg)
	}
}

// commandRow is a command word with the function that answers it.
type commandRow struct {
	intent.Command
	answer answerFunc
}

// commandRows is the one table of what attendees can type. The order of the rows is
// the order in which the check of a campaign file lists them.
func commandRows() []commandRow {
	return []commandRow{
		{intent.Command{Word: "报名", Suggestions: []intent.Suggestion{{Intent: "报名", Title: "报名"}}}, plain((*Mouth).register)},
		{intent.Command{Word: "取消报名", Suggestions: []intent.Suggestion{{Intent: "取消报名", Title: "取消报名"}}}, plain((*Mouth).cancel)},
		{intent.Command{Word: "确认取消"}, plain((*Mouth).confirmCancel)},
		{intent.Command{Word: "我的"}, plain((*Mouth).my)},
		{intent.Command{Word: "菜单"}, plain((*Mouth).menu)},
		{intent.Command{Word: "提醒", Suggestions: []intent.Suggestion{
			{Intent: "提醒", Title: "开课前收到提醒"}, {Wish: bot.WishReminders, Title: "开课前收到提醒"},
		}}, plain((*Mouth).optIn)},
		{intent.Command{Word: "退订", AtEveryStop: true, Suggestions: []intent.Suggestion{
			{Wish: bot.WishNoMessages, Title: "关闭提醒和通知"},
		}}, plain((*Mouth).optOut)},
		{intent.Command{Word: "资料包", Suggestions: []intent.Suggestion{
			{Intent: "领99", Title: "领资料"}, {Intent: "领49", Title: "领资料"},
		}}, plain((*Mouth).packMenu)},
		{intent.Command{
			Word: "领取", Short: []string{"领"}, Argument: intent.PackArgument, NeedsArgument: true, ArgumentAlone: true,
		}, (*Mouth).claimNamed},
		{intent.Command{Word: "签到", Argument: intent.PassphraseArgument}, plain((*Mouth).askCheckin)},
		{intent.Command{Word: "口令", Argument: intent.PassphraseArgument}, plain((*Mouth).askCheckin)},
		{intent.Command{Word: "补签", Argument: intent.ReasonArgument}, (*Mouth).makeup},
		{intent.Command{Word: "失效", Argument: intent.PackArgument, Suggestions: []intent.Suggestion{
			{Intent: "链接失效", Title: "反馈链接打不开"},
		}}, (*Mouth).report},
		{intent.Command{Word: "提问", Argument: intent.QuestionArgument, Suggestions: []intent.Suggestion{
			{Intent: "提问", Title: "向老师提问"},
		}}, (*Mouth).ask},
		{intent.Command{Word: "顶", Argument: intent.NumberArgument, NeedsArgument: true}, (*Mouth).vote},
		{intent.Command{Word: "取消顶", Argument: intent.NumberArgument, NeedsArgument: true}, (*Mouth).unvote},
		{intent.Command{Word: "问题榜"}, plain((*Mouth).board)},
		{intent.Command{Word: "人工", Suggestions: []intent.Suggestion{{Intent: "人工", Title: "找班主任"}}}, plain((*Mouth).human)},
		{intent.Command{Word: "我的数据", AtEveryStop: true}, plain((*Mouth).myData)},
		{intent.Command{Word: "删除我的数据", AtEveryStop: true, Suggestions: []intent.Suggestion{
			{Wish: bot.WishErasure, Title: "删除你的数据"},
		}}, plain((*Mouth).erase)},
		{intent.Command{Word: "确认删除", AtEveryStop: true}, plain((*Mouth).confirmErase)},
		{intent.Command{Word: "下一场"}, plain((*Mouth).nextClass)},
	}
}

// Commands are the rows without their answers, for a Reader.
func Commands() []intent.Command {
	rows := commandRows()
	out := make([]intent.Command, len(rows))
	for i, row := range rows {
		out[i] = row.Command
	}
	return out
}

// Vocabulary are the names that a campaign file may use.
func Vocabulary() content.Vocabulary {
	return content.Vocabulary{Intents: intent.QuestionIntents(), Commands: intent.Names(Commands())}
}
