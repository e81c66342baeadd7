package intent_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhujiao/bot"
	"zhujiao/bot/intent"
)

func TestSource(t *testing.T) {
	t.Parallel()
	tests := map[bot.Source][]bot.Message{
		bot.SourceText: {{Kind: bot.KindText}},
		bot.SourceAttachment: {
			{Kind: bot.KindImage}, {Kind: bot.KindVoice}, {Kind: bot.KindVideo}, {Kind: bot.KindLocation}, {Kind: bot.KindLink},
		},
		bot.SourceArrival:    {{Kind: bot.KindEvent, Event: bot.EventSubscribe}, {Kind: bot.KindEvent, Event: bot.EventScan}},
		bot.SourceDeparture:  {{Kind: bot.KindEvent, Event: bot.EventUnsubscribe}},
		bot.SourceMenu:       {{Kind: bot.KindEvent, Event: bot.EventClick}},
		bot.SourceMassResult: {{Kind: bot.KindEvent, Event: bot.EventMassFinished}},
		bot.SourceSystem:     {{Kind: bot.KindEvent, Event: bot.EventView}, {Kind: bot.KindEvent, Event: "anything"}},
		bot.SourceOther:      {{Kind: bot.KindOther}, {}},
	}
	for want, messages := range tests {
		for _, m := range messages {
			if got := shared().Read(&m).Source; got != want {
				t.Errorf("%+v: source %d, want %d", m, got, want)
			}
		}
	}
}

// TestMenuClick reads the key of a click as if it had been typed.
func TestMenuClick(t *testing.T) {
	t.Parallel()
	click := func(key string) bot.Readings {
		return shared().Read(&bot.Message{Kind: bot.KindEvent, Event: bot.EventClick, Arg: key})
	}
	if in := intent.Resolve(click("报名"), intent.State{}); in.Kind != intent.RunCommand || in.Command.Word != "报名" || in.Text != "报名" {
		t.Errorf("%+v", in)
	}
	if in := intent.Resolve(click("课程介绍"), intent.State{}); in.Kind != intent.Answer || in.Entry != "intro" {
		t.Errorf("%+v", in)
	}
	if !click("TD").Exempt || click("报名").Exempt {
		t.Error("whether a click is exempt does not follow its word")
	}
	for key, want := range map[string]bool{"退订": true, "TD": true, "删除我的数据": true, "报名": false, "": false} {
		if got := click(key).AtEveryStop; got != want {
			t.Errorf("a click on %q works while everything is stopped: %v", key, got)
		}
	}
	if got := click("3").Number; got != 0 {
		t.Errorf("a click picks the choice %d", got)
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{"3": 3, "「2」": 2, "3。": 3, "0": 0, "-3": 0, "三": 0, "3个": 0, "99999999999999999999": 0} {
		if got := shared().Read(typed(said)).Number; got != want {
			t.Errorf("%q: %d, want %d", said, got, want)
		}
	}
	tapped := typed("什么时候开课")
	tapped.MenuID = "2"
	if got := shared().Read(tapped).Number; got != 2 {
		t.Errorf("tapped: %d", got)
	}
}

func TestExempt(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][2]bool{
		"退订": {true, true}, "Td": {true, true}, "客服": {true, false}, "删除我的数据": {false, true}, "报名": {false, false}, "我要退订": {false, false},
	} {
		m := typed(said)
		r := shared().Read(m)
		if r.Exempt != want[0] || shared().Exempt(m) != want[0] || r.AtEveryStop != want[1] {
			t.Errorf("%q: exempt %v and %v, at every stop %v; want %v", said, r.Exempt, shared().Exempt(m), r.AtEveryStop, want)
		}
	}
}

func TestStaffLine(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bot.StaffLine{
		"#待答": {Line: "待答"}, "＃答U12 好的": {Line: "答 U12 好的"}, " # 停！": {Line: "停 ！"}, "#停　全部": {Line: "停  全部"},
		"#答 U1，可以": {Line: "答 U1，可以"},
		"#绑定 AB12": {Line: "绑定 AB12", Binding: true}, "#绑定AB12": {Line: "绑定 AB12", Binding: true}, "#绑定": {Line: "绑定"},
		"#綁定，AB12。": {Line: "綁定 ，AB12。", Binding: true},
		"#绑定 A B":   {Line: "绑定 A B"}, "#": {}, "＃ ": {}, "待答": {}, "a#待答": {}, "#U12": {Line: "U12"},
	} {
		if got := shared().Read(typed(said)).Staff; got != want {
			t.Errorf("%q: %+v, want %+v", said, got, want)
		}
	}
	plain := typed("#待答")
	plain.Encrypted = false
	if got := shared().Read(plain).Staff; got.Line != "" {
		t.Errorf("a plaintext push is a moderator's line: %+v", got)
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	if got := intent.Arguments(" Q3、Q4，Q5;Ｑ６。 ； "); !slices.Equal(got, []string{"Q3", "Q4", "Q5", "Q6"}) {
		t.Errorf("%q", got)
	}
	if got := intent.Arguments(" ，。"); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

// TestMeaning follows texts from the reader to the intent.
func TestMeaning(t *testing.T) {
	t.Parallel()
	tests := map[string]intent.Intent{
		"":             {Kind: intent.Nothing},
		"😀":            {Kind: intent.Nothing},
		"什么时候开课":       {Kind: intent.Answer, Entry: "time"},
		"你好，几点开始？":     {Kind: intent.Answer, Entry: "time"},
		"滚":            {Kind: intent.Nothing},
		"滚 什么时候开课":     {Kind: intent.Nothing},
		"群里有人冒充老师是骗子":  {Kind: intent.Warning},
		"我不来了":         {Kind: intent.Decline},
		"谢谢老师":         {Kind: intent.Thanks},
		"您好":           {Kind: intent.Greeting},
		"好的":           {Kind: intent.Nothing},
		"资料收到了 谢谢":     {Kind: intent.Thanks},
		"2 课程介绍":       {Kind: intent.Answer, Entry: "intro"},
		"「1. 报名（还剩3席）": {Kind: intent.RunCommand},
		"7 没有这个键":      {Kind: intent.Unknown},
		"12":           {Kind: intent.RunCommand},
		"8":            {Kind: intent.RunCommand},
		"123":          {Kind: intent.Unknown},
		"今天股票跌得好惨":     {Kind: intent.Unknown},
		"#待答":          {Kind: intent.Unknown},
		"怎么报名啊":        {Kind: intent.SuggestCommand},
	}
	for said, want := range tests {
		if got := meant(t, said); got.Kind != want.Kind || got.Entry != want.Entry {
			t.Errorf("%q: %+v, want %+v", said, got, want)
		}
	}
	if in := meant(t, "「1. 报名（还剩3席）"); in.Command.Word != "报名" || in.Text != "报名" {
		t.Errorf("a copied line: %+v", in)
	}
	if in := meant(t, "12"); in.Command.Word != "菜单" || in.Text != "12" {
		t.Errorf("a stray number: %+v", in)
	}
	if in := meant(t, "怎么报名啊"); in.Command.Word != "报名" || in.Title != "报名" {
		t.Errorf("a suggestion: %+v", in)
	}
}

// TestOwnWordingAfterCourtesy is no own wording of the whole text: a passphrase
// wins over it.
func TestOwnWordingAfterCourtesy(t *testing.T) {
	t.Parallel()
	w := shared().ReadWords("你好 几点开始")
	if w.Match.OwnWording || w.Match.Band != bot.BandAnswer || w.Match.Hits[0].ID != "time" {
		t.Errorf("%+v", w.Match)
	}
	for range 2 { // the second time from memory
		if own := shared().ReadWords("几点开始"); !own.Match.OwnWording || own.Match.Confidence != 1 || own.Text != "几点开始" {
			t.Errorf("%+v", own)
		}
		if own := shared().ReadWords("几点开始？"); own.Text != "几点开始？" {
			t.Errorf("%+v, want what was said", own)
		}
	}
}

// TestAskedBackOnlyForQuestion does not ask back what somebody meant who asks for
// nothing after the courtesy.
func TestAskedBackOnlyForQuestion(t *testing.T) {
	t.Parallel()
	if w := shared().ReadWords("收到了老师我晚上准时来"); w.Match.Band != bot.BandNone {
		t.Errorf("%+v", w.Match)
	}
	if w := shared().ReadWords("收到了老师上课时间"); w.Match.Band != bot.BandAnswer || w.Match.Hits[0].ID != "time" {
		t.Errorf("%+v", w.Match)
	}
}

func TestHitMeaning(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]intent.Intent{
		"#资料包2": {Kind: intent.SuggestCommand, Command: bot.CommandReading{Word: "资料包"}, Title: "领资料"},
		"#报名":   {Kind: intent.SuggestCommand, Command: bot.CommandReading{Word: "报名"}, Title: "报名"},
		"time":  {Kind: intent.Answer, Entry: "time"}, "gone": {Kind: intent.Answer, Entry: "gone"},
	} {
		if got := shared().Meaning(id); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
}

// TestSuggestionTaken suggests no command for an intent that the file answers.
func TestSuggestionTaken(t *testing.T) {
	t.Parallel()
	c := class()
	c.FAQ = append(c.FAQ, c.FAQ[0])
	c.FAQ[3] = c.FAQ[0]
	c.FAQ[3].ID, c.FAQ[3].Question, c.FAQ[3].Aliases, c.FAQ[3].Intent = "who", "报名的步骤", nil, "报名"
	for _, e := range intent.MatcherSetup(c, texts(), table()).Entries {
		if e.ID == "#报名" {
			t.Error("the command is suggested although an entry answers")
		}
	}
	var ids []string
	setup := intent.MatcherSetup(class(), texts(), table())
	for _, e := range setup.Entries {
		ids = append(ids, e.ID)
	}
	want := []string{"time", "intro", "live", "#报名", "#取消报名", "#提醒", "#资料包", "#资料包2", "#失效", "#提问", "#人工"}
	if !slices.Equal(ids, want) {
		t.Errorf("%q, want %q", ids, want)
	}
	if setup.Entries[0].Answer != "7月7日20:30开课" || setup.Entries[6].Answer != "领资料 资料包 领99" {
		t.Errorf("answers %q and %q", setup.Entries[0].Answer, setup.Entries[6].Answer)
	}
}

func TestPack(t *testing.T) {
	t.Parallel()
	if p, ok := shared().Pack(" 面试包。"); !ok || p.ID != "99" {
		t.Errorf("%+v, %v", p, ok)
	}
	if _, ok := shared().Pack("报名"); ok {
		t.Error("a command is a pack")
	}
}

// pieces of texts, so that chance makes what people type.
var pieces = []string{
	"报名", "签到", "口令", "后台先行", "后台先走", "99", "领取", "提问", "怎么", "几点开始",
	"什么时候开课", "谢谢", "你好", "老师", "好的", "骗子", "冒充", "不来了", "我", "1", "2 课程介绍", "3",
	"#", "绑定", "忘了", "删除", "我的数据", "提醒", "别忘了",
	"吗", "？", " ", "！", "收到了", "资料", "，", "顶", "Q3", "取消", "失效", "补签",
	"第几", "没签上", "12", "「", "」", "课", "能停车", "加群", "回放",
}

func someText() *rapid.Generator[string] {
	made := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces") {
			s += p
		}
		return s
	})
	return rapid.OneOf(made, rapid.String())
}

func someState() *rapid.Generator[intent.State] {
	now := time.Date(2022, 7, 7, 20, 0, 0, 0, time.UTC)
	return rapid.Custom(func(t *rapid.T) intent.State {
		return intent.State{
			Limited: rapid.Bool().Draw(t, "limited"), Moderator: rapid.Bool().Draw(t, "moderator"),
			Stopped:   rapid.Bool().Draw(t, "stopped"),
			TakenOver: rapid.Bool().Draw(t, "taken over"), CheckinOpen: rapid.Bool().Draw(t, "check-in open"), Now: now,
			Choices:      rapid.SliceOfN(rapid.SampledFrom([]string{"time", "#报名", "gone"}), 0, 3).Draw(t, "choices"),
			ChoicesUntil: now.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "until")) * time.Minute),
		}
	})
}

// TestReadIsThorough stops early only where nothing else could win: reading
// everything gives the same intent.
func TestReadIsThorough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		said, s := someText().Draw(t, "text"), someState().Draw(t, "state")
		sparing := shared().Read(typed(said))
		sparing.Words = shared().ReadWords(said)
		all := sparing
		all.Words = shared().ReadAll(said)
		got, want := intent.Resolve(sparing, s), intent.Resolve(all, s)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %+v, reading everything %+v", said, got, want)
		}
	})
}

// TestResolveIsTotal always chooses something, and the same again.
func TestResolveIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := typed(someText().Draw(t, "text"))
		m.Kind = rapid.SampledFrom([]bot.Kind{bot.KindText, bot.KindImage, bot.KindEvent, bot.KindOther, "odd"}).Draw(t, "kind")
		events := []bot.Event{"", bot.EventClick, bot.EventScan, bot.EventUnsubscribe, bot.EventMassFinished}
		m.Event = rapid.SampledFrom(events).Draw(t, "event")
		m.Arg, m.MenuID = someText().Draw(t, "key"), rapid.SampledFrom([]string{"", "1", "x"}).Draw(t, "id")
		s := someState().Draw(t, "state")
		first, second := intent.Resolve(shared().Read(m), s), intent.Resolve(shared().Read(m), s)
		if first.Kind == "" || !reflect.DeepEqual(first, second) {
			t.Fatalf("%+v, then %+v", first, second)
		}
		if first.Kind == intent.Offer && len(first.Choices) == 0 || first.Kind == intent.RunCommand && first.Command.Word == "" ||
			first.Kind == intent.SuggestCommand && first.Title == "" {
			t.Fatalf("half an intent: %+v", first)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range pieces {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		intent.Resolve(shared().Read(typed(s)), intent.State{CheckinOpen: true})
		shared().ReservedBy(s)
	})
}

func BenchmarkRead(b *testing.B) {
	for name, said := range map[string]string{
		"command": "报名", "argument": "领取99", "passphrase": "签到 后台先行", "own wording": "什么时候开课", "question": "今晚这个课大概要上多久呀",
		"polite question": "老师您好请问一下今晚这个课大概要上多久呀", "courtesy": "谢谢老师辛苦了", "nothing": "今天股票跌得好惨",
	} {
		b.Run(name, func(b *testing.B) {
			m := typed(said)
			shared().Read(m)
			b.ReportAllocs()
			for b.Loop() {
				shared().Read(m)
			}
		})
	}
}
