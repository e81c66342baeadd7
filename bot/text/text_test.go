package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"zhujiao/bot/text"
)

func TestFold(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"几点开始?", "几点开始"},
		{"幾點開始？！", "几点开始"},
		{" 报 名 ", "报名"},
		{"ＴＤ", "td"},
		{"Help!!!", "help"},
		{"领取９９", "领取99"},
		{"報名😀👍🏻", "报名"},
		{"好的[强]", "好的"},
		{"好的[强][强]~", "好的"},
		{"😀", ""},
		{"……", ""},
		{"提问：商品中心", "提问:商品中心"},
		{"#停", "#停"},
		{"顶 Q2", "顶q2"},
		{"什麽時候開課", "什么时候开课"},
		{"報名後資料怎麼領取", "报名后资料怎么领取"},
		{"1️⃣", "1"},
		{"\u200b签\u200d到\u0002", "签到"},
		{"c++", "c++"},
	}
	for _, tt := range tests {
		if got := text.Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestFoldMarks folds texts that end with marks: those that need nothing else and those that do
// come out the same.
func TestFoldMarks(t *testing.T) {
	t.Parallel()
	for _, marks := range []string{"?", "？", "!", "！", ".", "。", ",", "，", "~", "～", "…", "？！", "……", "。。。", "?？~"} {
		for _, words := range []string{"几点开始", "c", "9", ""} {
			got, want := text.Fold(words+marks), strings.TrimPrefix(text.Fold("Ａ"+words+marks), "a")
			if got != want || got != words {
				t.Errorf("Fold(%q) = %q, after a wide letter %q, want %q", words+marks, got, want, words)
			}
		}
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once := text.Fold(rapid.String().Draw(t, "s"))
		if twice := text.Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q", once, twice)
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"几点开始?", "報名😀", "[强]", "ﷺ", "İ", "\xff\xfe", "ǅ㌕"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := text.Fold(s)
		if !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) = %q, not UTF-8", s, once)
		}
		if twice := text.Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, twice)
		}
	})
}

func TestAfter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, word, want string
		ok             bool
	}{
		{"提问+我做零售", "提问", "我做零售", true},
		{"提问：  怎么学", "提问", "怎么学", true},
		{"提 問 怎么学 呢", "提问", "怎么学 呢", true},
		{"補簽 老師講到", "补签", "老師講到", true},
		{" 顶 Q2", "顶", "Q2", true},
		{"提问", "提问", "", true},
		{"提", "提问", "", false},
		{"我要提问", "提问", "", false},
	}
	for _, tt := range tests {
		if got, ok := text.After(tt.in, tt.word); got != tt.want || ok != tt.ok {
			t.Errorf("After(%q, %q) = %q, %v, want %q, %v", tt.in, tt.word, got, ok, tt.want, tt.ok)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	if got := text.CutBytes("报名", 4); got != "报" {
		t.Errorf("CutBytes = %q, want 报", got)
	}
	long := strings.Repeat("一二三\n", 400)
	if got := text.CutLine(long, 2048, "\n…"); len(got) > 2048 || !strings.HasSuffix(got, "一二三\n…") {
		t.Errorf("CutLine = %d bytes ending %q", len(got), got[len(got)-20:])
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	w := text.NewWords([]string{"", " ", "骗子", "滚"})
	if got, ok := w.Find("你们是騙 子吧"); !ok || got != "骗子" {
		t.Errorf("Find = %q, %v, want 骗子", got, ok)
	}
	if got, ok := w.Find("你好"); ok {
		t.Errorf("Find = %q, want nothing", got)
	}
	if _, ok := text.NewWords(nil).Find("你好"); ok {
		t.Error("an empty list found something")
	}
}

func BenchmarkFold(b *testing.B) {
	for _, s := range []string{"几点开始", "幾點開始？"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text.Fold(s)
			}
		})
	}
}

func TestAlike(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]bool{
		{"今晚20:30开课。", "今晚20：30 开课"}: true, {"開課，快来", "开课快来！"}: true, {"价值9.9元", "价值99元"}: false, {"。。。", "！！"}: false,
		{"。。。", "。。。"}: true, {"今晚20:30开课", "今晚20:30开讲"}: false,
	} {
		if got := text.Alike(pair[0], pair[1]); got != want {
			t.Errorf("Alike(%q, %q) = %v", pair[0], pair[1], got)
		}
	}
}

func TestTidy(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"確認。": "确认", " Ｕ１，": "U1", "渠道Abc！": "渠道Abc", "４４７２．": "4472", "Q3": "Q3", "": "", "。": ""} {
		if got := text.Tidy(in); got != want {
			t.Errorf("Tidy(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestWordsExcept does not find a short word inside one of the exceptions.
func TestWordsExcept(t *testing.T) {
	t.Parallel()
	w := text.NewWords([]string{"滚", "骗子"}, "滚动", "翻滚", "不是骗子")
	for s, want := range map[string]bool{
		"首页滚动banner": false, "翻滚吧": false, "滚": true, "滚出去": true, "滚动着滚出去": true, "翻滚滚": true, "大 骗 子": true, "不是骗子": false,
	} {
		if _, got := w.Find(s); got != want {
			t.Errorf("%q: found %v, want %v", s, got, want)
		}
	}
}

// TestUnquote removes the marks around a copied word and nothing else.
func TestUnquote(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"「1」": "1", "（1）": "1", "“提醒”": "提醒", `"提醒"`: "提醒", "『确认取消』。": "确认取消", "「后台先行": "后台先行", " 「提问 怎么学」 ": "提问 怎么学",
		"1": "1", "「1」免费报名": "「1」免费报名", "「报名」和「提醒」": "「报名」和「提醒」", "报名（免费）": "报名（免费）", "": "", "「」": "", "(╯°□°)": "╯°□°",
	} {
		if got := text.Unquote(s); got != want {
			t.Errorf("Unquote(%q) = %q, want %q", s, got, want)
		}
	}
}
