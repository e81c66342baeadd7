package intent_test

import (
	"testing"

	"zhujiao/bot/intent"
	"zhujiao/bot/text"
)

func TestReservedBy(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]intent.Reservation{
		"。😀":       {Kind: intent.NoWords},
		"3":        {Kind: intent.DigitKey},
		"9":        {Kind: intent.DigitKey},
		"报名":       {Kind: intent.CommandWord, Name: "报名"},
		"参加！":      {Kind: intent.CommandWord, Name: "报名"},
		"面试包":      {Kind: intent.PackName, Name: "面试资料包"},
		"后台先行":     {Kind: intent.PassphraseWord},
		"口令后台先行":   {Kind: intent.PassphraseWord},
		"厚台先行":     {Kind: intent.PassphraseSound},
		"老师，后台先行":  {Kind: intent.PassphraseSound},
		"几点开始":     {Kind: intent.EntryWording, Name: "什么时候开课"},
		"领取99":     {Kind: intent.PackCommand, Name: "面试资料包"},
		"领49":      {Kind: intent.PackCommand, Name: "学习资料包"},
		"失效99":     {Kind: intent.CommandWord, Name: "失效"},
		"#待答":      {Kind: intent.StaffLine},
		"顶3":       {Kind: intent.CommandWord, Name: "顶"},
		"补签 我在":    {Kind: intent.CommandWord, Name: "补签"},
		"提问 怎么学":   {Kind: intent.CommandWord, Name: "提问"},
		"提问怎么匿名":   {},
		"谢谢老师":     {Kind: intent.CourtesyWords},
		"我不来了":     {Kind: intent.Declining},
		"能停车吗":     {},
		"签到要带身份证吗": {},
	} {
		if got := shared().ReservedBy(words); got != want {
			t.Errorf("%q: %+v, want %+v", words, got, want)
		}
	}
}

// TestFirstOwner keeps a word with the first who has it.
func TestFirstOwner(t *testing.T) {
	t.Parallel()
	c := class()
	c.FAQ[0].Aliases = append(c.FAQ[0].Aliases, "报名", "讲什么", "0")
	r := intent.New(c, texts(), table())
	for words, want := range map[string]intent.Reservation{
		"报名": {Kind: intent.CommandWord, Name: "报名"}, "讲什么": {Kind: intent.EntryWording, Name: "什么时候开课"}, "0": {Kind: intent.DigitKey},
	} {
		if got := r.ReservedBy(words); got != want {
			t.Errorf("%q: %+v, want %+v", words, got, want)
		}
	}
}

func TestRoutine(t *testing.T) {
	t.Parallel()
	routine := intent.Routine(class(), texts().Blocked, table())
	for said, want := range map[string]bool{
		"报名": true, "4472": true, "8k2m": true, "后台先行": true, "谢谢": true, "滚": true, "": true, "我不来了": true, "#待答": true,
		"几点开始": false, "什么时候开课": false, "能停车吗": false, "abc": false, "12345678901234567x": false,
	} {
		if got := routine(said); got != want {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
	}
	if intent.Routine(class(), nil, table())("滚蛋") {
		t.Error("a list that is not there blocks")
	}
}

func TestConfusions(t *testing.T) {
	t.Parallel()
	c := class()
	if found := intent.Confusions(c); len(found) != 0 {
		t.Errorf("in a good file: %+v", found)
	}
	c.FAQ[1].Aliases = append(c.FAQ[1].Aliases, "几点开始呢")
	found := false
	for _, f := range intent.Confusions(c) {
		found = found || text.Fold(f.Phrase) == "几点开始呢"
	}
	if !found {
		t.Error("a wording that another entry answers is not reported")
	}
}
