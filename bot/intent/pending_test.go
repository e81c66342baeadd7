package intent_test

import (
	"reflect"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/intent"
)

// TestPending says yes and no to everything that may have been asked.
func TestPending(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 7, 7, 20, 0, 0, 0, time.UTC)
	run := func(word string) intent.Intent {
		return intent.Intent{Kind: intent.RunCommand, Command: bot.CommandReading{Word: word}}
	}
	again := func(word string) intent.Intent {
		return intent.Intent{Kind: intent.AskAgain, Command: bot.CommandReading{Word: word}}
	}
	leave, erase := intent.State{LeaveAsked: true}, intent.State{EraseAsked: true}
	human := intent.State{Suggested: "人工"}
	one := intent.State{Choices: []string{"time"}}
	three := intent.State{Choices: []string{"time", "intro", "#报名"}}
	with := func(s intent.State, set func(s *intent.State)) intent.State { set(&s); return s }
	moved := func(s intent.State) intent.State { s.MovedOn = true; return s }
	yes := intent.Intent{Kind: intent.Accept, Text: "人工"}
	picked := intent.Intent{Kind: intent.Choose, Number: 1, Entry: "time"}
	which, no := intent.Intent{Kind: intent.AskWhich}, intent.Intent{Kind: intent.Dismiss}
	silence := func(said string) intent.Intent { return intent.Intent{Kind: intent.Nothing, Text: said} }
	for name, tt := range map[string]struct {
		state intent.State
		said  map[string]intent.Intent
	}{
		"a seat": {leave, map[string]intent.Intent{
			"确认": run("确认取消"), "确定": run("确认取消"), "是的": run("确认取消"), "确认取消": run("确认取消"), "确定取消": run("确认取消"),
			"是": again("取消报名"), "对": again("取消报名"), "嗯": again("取消报名"), "好": again("取消报名"),
			"OK": again("取消报名"), "取消": again("取消报名"), "好的确认": again("取消报名"),
			"算了": no, "不用了": no, "不取消": no, "不": no,
		}},
		"everything": {erase, map[string]intent.Intent{
			"确认": run("确认删除"), "确定": run("确认删除"), "是的": run("确认删除"), "确定删除": run("确认删除"), "好的": again("删除我的数据"), "要": again("删除我的数据"),
			"取消": again("删除我的数据"), "不删了": no,
		}},
		"a moderator": {human, map[string]intent.Intent{
			"是": yes, "是的": yes, "对": yes, "嗯": yes, "好": yes, "好的！": yes, "要": yes, "可以": yes, "ok": yes, "OK~": yes, "👌": yes, "确认": yes,
			"不": no, "不是": no, "不用": no, "算了": no, "不用了谢谢": no,
		}},
		"a moderator, and something else was answered": {moved(human), map[string]intent.Intent{
			"是": yes, "是的": yes, "要": yes, "好的": {Kind: intent.Nothing, Text: "好的"}, "嗯": {Kind: intent.Nothing, Text: "嗯"}, "不用": no,
		}},
		"one choice": {one, map[string]intent.Intent{"是": picked, "好": picked, "对对对": picked, "不用": no, "都不是": {Kind: intent.Refuse}}},
		"several choices": {three, map[string]intent.Intent{
			"是": which, "好的": {Kind: intent.Nothing, Text: "好的"}, "不": no, "都不是": {Kind: intent.Refuse},
		}},
		"a seat and everything": {with(leave, func(s *intent.State) { s.EraseAsked = true }), map[string]intent.Intent{
			"确认": which, "是的": which, "好": which, "取消": which, "不": no, "确认取消": run("确认取消"), "确认删除": run("确认删除"),
		}},
		"a seat, then a moderator": {with(leave, func(s *intent.State) { s.Suggested = "人工" }), map[string]intent.Intent{
			"是的": which, "嗯": which, "算了": no,
		}},
		"a moderator, then a seat": {moved(with(leave, func(s *intent.State) { s.Suggested = "人工" })), map[string]intent.Intent{
			"是的": run("确认取消"), "嗯": again("取消报名"),
		}},
		"nothing": {intent.State{}, map[string]intent.Intent{
			"是": {Kind: intent.Greeting, Text: "是"}, "要": {Kind: intent.Greeting, Text: "要"}, "没有": {Kind: intent.Unknown, Text: "没有"},
			"不用": silence("不用"), "算了": silence("算了"), "好的": silence("好的"),
		}},
		"a seat, too long ago": {intent.State{LeaveLapsed: true}, map[string]intent.Intent{
			"确认": run("确认取消"), "是的": run("确认取消"), "嗯": silence("嗯"),
		}},
		"a question is awaited": {intent.State{QuestionAwaited: true}, map[string]intent.Intent{"算了": no, "好的": silence("好的")}},
	} {
		tt.state.Now, tt.state.ChoicesUntil = now, now
		for said, want := range tt.said {
			got := intent.Resolve(shared().Read(typed(said)), tt.state)
			if want.Kind == intent.RunCommand && said == want.Command.Word {
				want.Text = said // the command itself
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %q: %+v, want %+v", name, said, got, want)
			}
		}
	}
	late := one
	late.Now, late.ChoicesUntil = now.Add(time.Second), now
	if got := intent.Resolve(shared().Read(typed("是")), late); got.Kind != intent.Greeting {
		t.Errorf("a yes after its time: %+v", got)
	}
	stopped := intent.State{Stopped: true, EraseAsked: true}
	if got := intent.Resolve(shared().Read(typed("确认")), stopped); !reflect.DeepEqual(got, run("确认删除")) {
		t.Errorf("while everything is stopped, data cannot be erased: %+v", got)
	}
}

// TestAwaitedQuestion takes the next message as the question for the lecturer, unless it is
// surely something else.
func TestAwaitedQuestion(t *testing.T) {
	t.Parallel()
	for said, question := range map[string]bool{
		"今天股票跌得好惨怎么办": true, "库存和订单先学哪个更有用呢老师": true, "怎么学": true, "滚": true, "直播里讲的库存模型和订单模型为什么要分开设计": true,
		"几点开始": false, "报名": false, "3": false, "谢谢老师": false, "你好": false, "好的": false, "后台先行": false,
		"不来了": false, "退订": false, "删除我的数据": false,
		"这不会是骗子吧": false, "顶3": false, "😀": false, "领取99": false,
	} {
		got := intent.Resolve(shared().Read(typed(said)), intent.State{QuestionAwaited: true})
		if is := got.Kind == intent.RunCommand && got.Command.Word == "提问" && got.Command.Rest == said; is != question {
			t.Errorf("%q: %+v", said, got)
		}
	}
}

// TestUnknownKey gives the menu for a key of the account's menu that nothing knows
// (ruling 38).
func TestUnknownKey(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]intent.Kind{
		"V1001_TODAY_MUSIC": intent.RunCommand, "": intent.RunCommand, "骗子": intent.RunCommand, "今天股票跌得好惨": intent.RunCommand,
		"谢谢": intent.RunCommand, "rselfmenu_0_0": intent.RunCommand, "几点开播呀大概": intent.RunCommand,
		"课程介绍": intent.Answer, "资料": intent.RunCommand,
	} {
		got := intent.Resolve(shared().Read(&bot.Message{Kind: bot.KindEvent, Event: bot.EventClick, Arg: key}), intent.State{})
		if got.Kind != want || want == intent.RunCommand && key != "资料" && (got.Command.Word != "菜单" || got.Text != "菜单") {
			t.Errorf("%q: %+v", key, got)
		}
	}
}
