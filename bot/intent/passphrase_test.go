package intent_test

import (
	"strings"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/intent"
)

func TestCloseness(t *testing.T) {
	t.Parallel()
	for folded, want := range map[string]bot.Closeness{
		"后台先行": bot.CloseRight, "商品中心": bot.CloseRight, "老师口令是后台先行": bot.CloseRight, "后台先行签到成功": bot.CloseRight, "厚台先行": bot.CloseRight,
		"后台先刑": bot.CloseRight, "后台先": bot.CloseAlmost, "后台先走": bot.CloseAlmost,
		"你好口令后台先走对吗": bot.CloseAlmost, "后台": bot.CloseNone, "几点开始": bot.CloseNone,
		"": bot.CloseNone, "签到打卡来是为叫好1后台先行": bot.CloseRight, "来来来来来来来来后台先行": bot.CloseRight, "来来来来来来来来来后台先行": bot.CloseAlmost,
		"谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢谢后台先行": bot.CloseNone,
		"后台先行来来来来来来来来":                 bot.CloseRight, "后台先行来来来来来来来来来": bot.CloseAlmost,
	} {
		if got := shared().Closeness(folded); got != want {
			t.Errorf("%q: %d, want %d", folded, got, want)
		}
	}
}

// TestSurplus compares texts that are a little longer than the passphrase with it, and
// no longer ones. Courtesy of several characters may follow, too.
func TestSurplus(t *testing.T) {
	t.Parallel()
	c := class()
	long := strings.Repeat("商品中心", 9)
	c.Checkin.Passphrases = []string{long, "后台先行"}
	if got := intent.New(c, texts(), table()).Closeness(long); got != bot.CloseRight {
		t.Errorf("a long passphrase: %d", got)
	}
	for folded, want := range map[string]bot.Closeness{
		strings.Repeat("老师们", 8) + "后台先行":       bot.CloseRight, // 24 characters more
		strings.Repeat("老师们", 8) + "后台先行" + "啦": bot.CloseNone,
		"后台先行不见不散":                              bot.CloseRight,
	} {
		if got := shared().Closeness(folded); got != want {
			t.Errorf("%q: %d, want %d", folded, got, want)
		}
	}
}

// TestSameSound takes the sound for the phrase only if the operator says so.
func TestSameSound(t *testing.T) {
	t.Parallel()
	c := class()
	c.Checkin.SameSound = false
	strict := intent.New(c, texts(), table())
	if got := strict.Closeness("厚台先行"); got != bot.CloseAlmost {
		t.Errorf("by sound: %d", got)
	}
	if got := strict.Closeness("后台先行"); got != bot.CloseRight {
		t.Errorf("the phrase itself: %d", got)
	}
}

// TestAnnounced reads what stands behind 签到 and 口令: a try, a question or nothing.
func TestAnnounced(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]intent.Intent{
		"签到 后台先行": {Kind: intent.Passphrase},
		"口令：商品中心": {Kind: intent.Passphrase},
		"签到后台先走":  {Kind: intent.WrongPassphrase},
		"签到 香蕉":   {Kind: intent.WrongPassphrase},
		"签到了":     {Kind: intent.RunCommand, Command: bot.CommandReading{Word: "签到"}},
		"签到打卡":    {Kind: intent.RunCommand, Command: bot.CommandReading{Word: "签到"}},
		"签到怎么弄":   {Kind: intent.RunCommand, Command: bot.CommandReading{Word: "签到"}},
		"口令是多少":   {Kind: intent.RunCommand, Command: bot.CommandReading{Word: "签到"}},
		"口令几点公布":  {Kind: intent.Answer, Entry: "time", Title: "什么时候开课"}, // an entry's own wording
		"签到之后我就去上海出差参加一个很长的会议所以今天晚上": {Kind: intent.Unknown}, // longer than any try
		"后台先行":      {Kind: intent.Passphrase},
		"老师口令是后台先行": {Kind: intent.Passphrase},
	} {
		got := meant(t, said)
		got.Text = ""
		if got.Kind == intent.Offer {
			got = intent.Intent{Kind: intent.Unknown}
		}
		if got.Kind != want.Kind || got.Command != want.Command || got.Entry != want.Entry || got.Title != want.Title {
			t.Errorf("%q: %+v, want %+v", said, got, want)
		}
	}
}

func TestIsPassphrase(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]bool{
		"后台先行": true, "签到：后台先行": true, "口令 厚台先行": true, "后台先走": false, "签到 香蕉": false, "签到": false, "": false,
	} {
		if got := shared().IsPassphrase(said); got != want {
			t.Errorf("%q: %v", said, got)
		}
	}
}
