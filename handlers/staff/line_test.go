package staff_test

import (
	"regexp"
	"slices"
	"testing"

	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/text"
	"zhujiao/handlers/staff"
)

// TestReadLine reads the word and the arguments of a line; text that people will read
// stays as it was typed.
func TestReadLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		line, word, after string
		args              []string
	}{
		{"待答", "待答", "", nil},
		{"接管 H9", "接管", "", []string{"H9"}},
		{"过  Q3、Ｑ4，Q5", "过", "Q4 Q5", []string{"Q3", "Q4", "Q5"}},
		{"停 ：全部", "停", "", []string{"全部"}},
		{"答 U12 可以，来吧。", "答", "可以，来吧。", []string{"U12", "可以，来吧。"}},
		{"答 U12可以", "答", "可以", []string{"U12", "可以"}},
		{"答 U12：可以", "答", "可以", []string{"U12", "可以"}},
		{"答 u12,A 和 B\nC", "答", "A 和 B\nC", []string{"u12", "A", "和", "B", "C"}},
		{"群发 已报名  两  个", "群发", "两  个", []string{"已报名", "两", "个"}},
		{"群发", "群发", "", nil},
	} {
		word, args, after := staff.ReadLine(tt.line)
		if word != tt.word || after != tt.after || !slices.Equal(args, tt.args) {
			t.Errorf("%q is %q, %q, %q, want %q, %q, %q", tt.line, word, args, after, tt.word, tt.args, tt.after)
		}
	}
}

// TestTextStaysAsTyped reads a line of every command that takes a text, a link or a time,
// and one of every other: only the first keep what people typed.
func TestTextStaysAsTyped(t *testing.T) {
	t.Parallel()
	takesText := regexp.MustCompile(`内容|说法|网址|19:40|7月14日|名字|原因`)
	const typed = "Ａ，Ｂ  明早。"
	for _, row := range staff.Rows() {
		_, _, after := staff.ReadLine(row.Word + " F1 " + typed)
		if kept := after == typed; kept != takesText.MatchString(row.Usage) {
			t.Errorf("%s reads %q as %q", row.Usage, typed, after)
		}
	}
}

// TestBadTimes has words of its own for each time that cannot be used but those that
// daylight saving spoils, which share theirs.
func TestBadTimes(t *testing.T) {
	t.Parallel()
	said := map[content.Key]string{}
	for _, p := range bottest.Constants(t, "../../bot/text/moment.go", "TimeProblem") {
		key := staff.BadTime(text.TimeProblem(p))
		if p == string(text.TimeOK) || p == string(text.TimeTwice) {
			continue
		}
		if was, dup := said[key]; dup || key == "" {
			t.Errorf("%q reads like %q: %q", p, was, key)
		}
		said[key] = p
	}
}

// TestLinkOf parses an address with an extraction code and a validity, whatever
// separates them.
func TestLinkOf(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]campaign.Mirror{
		"https://p.example/s/1":                         {URL: "https://p.example/s/1"},
		"https://p.example/s/1 ab12":                    {URL: "https://p.example/s/1", Code: "ab12"},
		"链接：https://p.example/s/1 提取码: ab12":            {URL: "https://p.example/s/1", Code: "ab12"},
		"https://p.example/s/1，访问码ab12，有效期至 2022-08-07": {URL: "https://p.example/s/1", Code: "ab12", Until: "2022-08-07"},
		"https://p.example/s/1 至 8月7日":                  {URL: "https://p.example/s/1", Until: "8月7日"},
		"HTTP://p.example/s/1?x=1&y=2 至永久":              {URL: "HTTP://p.example/s/1?x=1&y=2", Until: "永久"},
		"ftp://p.example/1":                             {}, "https://": {}, "p.example/s/1": {}, "https://p.example/s/1 密码是多少": {}, "": {},
	} {
		got, ok := staff.LinkOf(words)
		if ok != (want.URL != "") {
			t.Errorf("%q is a link: %v", words, ok)
		}
		if want.Name = "主链接"; ok && got != want {
			t.Errorf("%q is %+v, want %+v", words, got, want)
		}
	}
}

// TestUntilOf parses the validity of a link. A day without a year is the next one.
func TestUntilOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		words, until string
		bad          content.Key
	}{
		{"", "", ""},
		{"永久", "永久", ""},
		{"长期 有效", "永久", ""},
		{"2022-08-07", "2022-08-07", ""},
		{"2023年1月5日", "2023-01-05", ""},
		{"8月7日", "2022-08-07", ""},
		{"8.7", "2022-08-07", ""},
		{"8/7号", "2022-08-07", ""},
		{"1月5日", "2023-01-05", ""}, // more than 183 days ago, so it is next year's
		{"1月6日", "2022-01-06", content.KeyStaffUntilPast},
		{"7月7日", "2022-07-07", ""},
		{"7月6日", "2022-07-06", content.KeyStaffUntilPast},
		{"2022-07-06", "2022-07-06", content.KeyStaffUntilPast},
		{"2月30日", "", content.KeyStaffUntilBad},
		{"13月1日", "", content.KeyStaffUntilBad},
		{"下周", "", content.KeyStaffUntilBad},
	} {
		if until, bad := staff.UntilOf(tt.words, noon()); until != tt.until || bad != tt.bad {
			t.Errorf("%q is %q, %q, want %q, %q", tt.words, until, bad, tt.until, tt.bad)
		}
	}
}
