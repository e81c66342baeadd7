package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zhujiao/bot/text"
)

// TestPlainDisarms breaks what a client would act on, however it is written.
func TestPlainDisarms(t *testing.T) {
	t.Parallel()
	for _, tt := range [][2]string{
		{`看 <a href="https://x.example">图</a>`, `看 ＜a href="https://x.example">图＜/a>`},
		{`<A HREF="x">`, `＜A HREF="x">`},
		{"<a\n\thref='x'>", `＜a href='x'>`},
		{"<a\u3000href=x>", "＜a\u3000href=x>"},
		{"<\u200ba\u200b href=x>", "＜\u200ba\u200b href=x>"},
		{"<\x00a\x01 href=x>", `＜a href=x>`},
		{"<a/href=x>", `＜a/href=x>`},
		{"<a>", `＜a>`},
		{"<a", `＜a`},
		{"<<a href=x>", `<＜a href=x>`},
		{"<a <a href=x>", `＜a ＜a href=x>`},
		{"< a href=x>", `＜ a href=x>`},
		{"</ a href>", `＜/ a href>`},
		{"&lt;a href=x&gt;", `＆lt;a href=x&gt;`},
		{"&#60;a href=x>", `＆#60;a href=x>`},
		{"&#x3C;a href=x>", `＆#x3C;a href=x>`},
		{"&ltA href=x>", `＆ltA href=x>`},
		{`<font color="warning">x</font>`, `＜font color="warning">x＜/font>`},
		{"<@wangyi>", `＜@wangyi>`},
		{"<@all>", `＜＠all>`},
		{"@all@ALL @All,", `＠all＠ALL ＠All,`},
		{"@ all", `＠ all`},
		{"@a\u200bl\u200dl!", "＠a\u200bl\u200dl!"},
		{"@ａｌｌ", `＠ａｌｌ`},
		{"@所有人@ 所 有 人", `＠所有人＠ 所 有 人`},
		{"@所\u2060有人", "＠所\u2060有人"},
		{"@全体成员", `＠全体成员`},
		{"weixin://bizmsgmenu?msgmenucontent=#停 全部&msgmenuid=1", `weixin：//bizmsgmenu?msgmenucontent=#停 全部&msgmenuid=1`},
		{"WeiXin://dl", `WeiXin：//dl`},
		{"wei\u200bxin:\u200b//dl", "wei\u200bxin：\u200b//dl"},
		{"#小程序://店铺/x", `#小程序：//店铺/x`},
		{"alipays://x javascript:alert(1)", `alipays：//x javascript：alert(1)`},
		{"[看截图](weixin://dl) [x] (https://y.example)", `[看截图]（weixin：//dl) [x] （https://y.example)`},
		{"好\nU13 能开发票吗（已等1分）\r\n【链接失效】99资料包", `好 U13 能开发票吗（已等1分） 【链接失效】99资料包`},
		{"a\u2028b\u2029c\u0085d\ve\ff", `a b c d e f`},
		{"\u202e人有所@\u202c \u2066x\u2069 \u200f\u061c", "人有所@ x "},
		{"a\u202e<\u202ca href=x>", `a＜a href=x>`},
		{"\xff<a href=x>\xed\xa0\x80", "\uFFFD＜a href=x>\uFFFD"},
		{"\x1b[31mred\x07\x7f", `[31mred`},
		{strings.Repeat("<", 1000) + "a " + strings.Repeat("@", 999), strings.Repeat("<", 999) + "＜a " + strings.Repeat("@", 999)},
	} {
		if got := text.Plain(tt[0]); got != tt[1] {
			t.Errorf("%q is %q, want %q", tt[0], got, tt[1])
		}
	}
}

// TestPlainLeaves keeps everything else byte for byte.
func TestPlainLeaves(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "课程会讲到SaaS后台吗", "SKU<10怎么办", "a<b", "x<a怎么办", "<abc>", "<3", "<<", "1<2>0", "List<String>", "<p>",
		"<!-- -->", "<-", "a < b", "a < a 的时候",
		"<address>", "＜a href=x＞", "&lt;b&gt;", "AT&T <",
		"me@allen.com", "@allen", "@小王", "foo@example.com", "https://pan.baidu.com/s/1 1.https://x.example",
		"HTTP://X.example ftp://x", "时间：19:30", "{课名}", "👨‍👩‍👧 ❤️", "f(x) [1] (2", "%3Ca", "我的微信weixin123", "a//b",
	} {
		want := s
		if s == "f(x) [1] (2" { // the middle of a link in Markdown
			want = "f(x) [1] （2"
		}
		if got := text.Plain(s); got != want {
			t.Errorf("%q is %q", s, got)
		}
	}
}

// TestPlainLines keeps the lines of a list, and only these.
func TestPlainLines(t *testing.T) {
	t.Parallel()
	if got, want := text.PlainLines("1 <a href=x>\r\n2 @all\n\n3 \u2028z"), "1 ＜a href=x> \n2 ＠all\n\n3  z"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := text.PlainLines("1 <a\nhref=x>"), "1 ＜a\nhref=x>"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// FuzzPlain never leaves a line break, a mention or a link in markup.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{"<a href=x>", "<\u200ba>", "@a\u2060ll", "a\nb", "weixin://", "<<a ", "&#0060;a ", "\xff\xfe", "](("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := text.Plain(s)
		if again := text.Plain(got); again != got {
			t.Errorf("%q is %q, and then %q", s, got, again)
		}
		unseen := func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u202e' }
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unseen) {
			t.Errorf("%q is %q", s, got)
		}
		// A client that drops what is not seen reads this.
		seen := strings.ToLower(strings.NewReplacer("\u200b", "", "\u2060", "", "\ufeff", "", "\u00ad", "").Replace(got))
		for _, bad := range []string{"<a ", "</a>", "<a>", "<@", "@all ", "@所有人", "weixin:", "](", "&lt;a "} {
			if strings.Contains(seen, bad) {
				t.Errorf("%q is %q, which has %q", s, got, bad)
			}
		}
	})
}
