package intent_test

import (
	"slices"
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/intent"
)

func TestCommandWithArgument(t *testing.T) {
	t.Parallel()
	tests := map[string]bot.CommandReading{
		"报名":       {Word: "报名"},
		"報 名！":     {Word: "报名"},
		"「报名」":     {Word: "报名"},
		"我要报名":     {Word: "报名"},
		"td":       {Word: "退订"},
		"漏签了":      {Word: "补签"},
		"1":        {Word: "报名"},
		"领取":       {Word: "资料包"},
		"领取99":     {Word: "领取", Pack: "99"},
		"领９９":      {Word: "领取", Pack: "99"},
		"领取+49":    {Word: "领取", Pack: "49"},
		"99":       {Word: "领取", Pack: "99"},
		"面试包":      {Word: "领取", Pack: "99"},
		"领取学习资料包":  {Word: "领取", Pack: "49"},
		"失效":       {Word: "失效"},
		"失效：99":    {Word: "失效", Pack: "99"},
		"签到":       {Word: "签到"},
		"口令":       {Word: "口令"},
		"补签":       {Word: "补签"},
		"補簽 老師，我在": {Word: "补签", Rest: "老師，我在"},
		"补签？":      {Word: "补签", Rest: "？"},
		"提问":       {Word: "提问"},
		"提问 怎么学 呢": {Word: "提问", Rest: "怎么学 呢", Folded: "怎么学呢"},
		"顶3":       {Word: "顶", Number: 3},
		"顶 Q12":    {Word: "顶", Number: 12},
		"顶+3":      {Word: "顶", Number: 3},
		"取消顶3":     {Word: "取消顶", Number: 3},
	}
	for said, want := range tests {
		if got := shared().Read(typed(said)).Words.Command; got != want {
			t.Errorf("%q: %+v, want %+v", said, got, want)
		}
		if in := meant(t, said); in.Kind != intent.RunCommand || in.Command != want {
			t.Errorf("%q: %+v, want the command %+v", said, in, want)
		}
	}
}

func TestNoCommand(t *testing.T) {
	t.Parallel()
	for _, said := range []string{
		"顶", "顶级课程", "顶3个", "取消顶", "顶1234567", "领", "领88", "失效了怎么办", "报名吗", "领到了", "提问环节几点", "提问怎么匿名？", "提问有次数限制吗",
		"4", "我顶3", "",
	} {
		if got := shared().Read(typed(said)).Words.Command; got.Word != "" {
			t.Errorf("%q is the command %+v", said, got)
		}
	}
}

// TestNothingMatchedForCommand reads nothing costly once a command is read.
func TestNothingMatchedForCommand(t *testing.T) {
	t.Parallel()
	for _, said := range []string{"报名", "99", "顶3", "提问 什么时候开课", "签到 后台先行", "骗子", "后台先行"} {
		if w := shared().Read(typed(said)).Words; len(w.Match.Hits) != 0 {
			t.Errorf("%q was matched: %+v", said, w.Match)
		}
	}
	if w := shared().Read(typed("什么时候开课呀")).Words; len(w.Match.Hits) == 0 {
		t.Error("a question was not matched")
	}
}

// TestDigit reads what a digit stands for as if it had been typed.
func TestDigit(t *testing.T) {
	t.Parallel()
	if in := meant(t, "2"); in.Kind != intent.Answer || in.Entry != "intro" || in.Text != "课程介绍" {
		t.Errorf("2: %+v", in)
	}
	if in := meant(t, "「1」"); in.Kind != intent.RunCommand || in.Command.Word != "报名" || in.Text != "报名" {
		t.Errorf("「1」: %+v", in)
	}
}

// TestDigitForDigit ends although the file is wrong.
func TestDigitForDigit(t *testing.T) {
	t.Parallel()
	c := class()
	c.Digits = map[string]string{"1": "2", "2": "1"}
	r := intent.New(c, texts(), table())
	c.Digits["3"] = "1"
	lines := texts()
	lines.MenuLines = []string{"3 随便"}
	copied := intent.New(c, lines, table()).Read(typed("3 随便"))
	if in := intent.Resolve(copied, intent.State{}); in.Text != "1" || in.Kind != intent.Unknown {
		t.Errorf("a copied line: %+v", in)
	}
	if in := intent.Resolve(r.Read(typed("1")), intent.State{}); in.Kind != intent.Unknown {
		t.Errorf("%+v", in)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	names := intent.Names(table())
	if slices.Contains(names, "领取") || slices.Contains(names, "顶") || !slices.Contains(names, "口令") || names[0] != "报名" {
		t.Errorf("%v", names)
	}
	if intents := intent.QuestionIntents(); !slices.Contains(intents, "开课时间") {
		t.Errorf("%v", intents)
	}
}

// TestBadTable refuses a table that answers by chance, at start.
func TestBadTable(t *testing.T) {
	t.Parallel()
	shadowed := class()
	shadowed.Aliases = map[string][]string{"报名": {"我的"}}
	pack := class()
	pack.Packs[0].Aliases = []string{"菜单"}
	tests := map[string]struct {
		c    *campaign.Campaign
		rows []intent.Command
		want string
	}{
		"alias is a command":     {shadowed, table(), "both want"},
		"two rows with one word": {class(), append(table(), intent.Command{Word: "参加"}), "both want"},
		"pack is a command":      {pack, table(), "both want"},
		"no such intent": {
			class(), append(table(), intent.Command{Word: "新", Suggestions: []intent.Suggestion{{Intent: "x"}}}), "unknown intent",
		},
		"no menu": {class(), slices.DeleteFunc(table(), func(c intent.Command) bool { return c.Word == "菜单" }), "lacks"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, tt.want) {
					t.Errorf("panic %q, want one with %q", said, tt.want)
				}
			}()
			intent.New(tt.c, texts(), tt.rows)
		})
	}
}

// TestAsksNotice takes a question about what 抽签公示 is for the command, which changes nothing and
// says it itself; a question about something else keeps its meaning.
func TestAsksNotice(t *testing.T) {
	t.Parallel()
	r := intent.New(class(), texts(), append(table(), intent.Command{Word: "抽签公示"}))
	for _, said := range []string{"抽签公示", "抽签公示是啥", "抽签公示是什么意思？", "什么是抽签公示", "请问在哪里看抽签公示", "抽签公示怎么核对", "抽签公示在哪", "我想看抽签公示", "抽签公示有什么用呀"} {
		if got := r.Read(typed(said)).Words.Command; got.Word != "抽签公示" {
			t.Errorf("%q is read as the command %q", said, got.Word)
		}
	}
	for _, said := range []string{"抽签公示以后还能报名吗", "没有抽签公示我就不来了", "抽签是啥", "公示是啥", "抽签公示里没有我怎么办"} {
		if got := r.Read(typed(said)).Words.Command; got.Word != "" {
			t.Errorf("%q is read as the command %q", said, got.Word)
		}
	}
	if got := shared().Read(typed("抽签公示是啥")).Words.Command; got.Word != "" {
		t.Errorf("without the command it is read as %q", got.Word)
	}
}
