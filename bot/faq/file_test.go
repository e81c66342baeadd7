package faq_test

import (
	"os"
	"strings"
	"testing"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// class is a class with entries of its own.
func class() faq.Setup {
	return faq.Setup{
		Subject: []string{"神笔小马良·青少年AI绘画公开课", "彩虹桥少儿美术", "林小墨"},
		Entries: []faq.Entry{
			{ID: "time", Title: "什么时候上课", Aliases: []string{"几点开始"}, Answer: "8月15日（周六）晚上7:00到8:15。"},
			{ID: "teacher", Title: "是哪位老师上课", Aliases: []string{"林老师"}, Answer: "林小墨老师，带小朋友画画11年。"},
			{ID: "device", Title: "用什么设备上课", Aliases: []string{"可以用平板吗"}, Answer: "电脑或平板最好，iPad、安卓平板都行。手机只能应急。"},
			{ID: "safe", Title: "AI会不会出现不适合孩子的内容", Aliases: []string{"内容安全"}, Answer: "我们开了青少年模式，关键词和图片都过滤。"},
			{ID: "works", Title: "孩子的作品怎么交", Aliases: []string{"交作业"}, Answer: "拍照，点家长群里的小程序上传，8月16日晚上8点截止。"},
			{ID: "pen", Title: "课前要准备什么画具", Answer: "A4白纸2张、铅笔、橡皮、一盒彩笔。不需要数位板。"},
			{ID: "invoice", Title: "能开发票吗", Answer: "可以开电子普通发票，报名后填抬头和税号。"},
			{ID: "wow", Title: "绝绝子", Answer: "谢谢夸奖，我们会继续努力。"},
		},
	}
}

// TestFile asks a class with entries of its own.
func TestFile(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(class())
	for _, tt := range []struct {
		why, said, want string
		least, most     faq.Band
	}{
		{"a word that only the answer has", "水彩笔和橡皮要不要自己带", "pen", faq.Suggest, faq.Answer},
		{"the answer names the device", "iPad可以吗", "device", faq.Suggest, faq.Answer},
		{"the class's own subject", "那个AI画画课几点开呀", "time", faq.Suggest, faq.Answer},
		{"a short question", "谁来教", "teacher", faq.Suggest, faq.Answer},
		{"a wording with an emoji", "绝绝子😂", "wow", faq.Answer, faq.Answer},
		{"another matter of the same thing", "发票抬头开错了能重开吗", "", faq.None, faq.Suggest},
		{"another matter of the same thing", "老师的画在哪里可以买到", "", faq.None, faq.Suggest},
		{"no intent by one word", "能学到什么", "", faq.None, faq.Suggest},
	} {
		r := m.Match(text.Fold(tt.said))
		if r.Band < tt.least || r.Band > tt.most || tt.want != "" && r.Hits[0].ID != tt.want {
			t.Errorf("%s: %q has band %d and %v (%.2f)", tt.why, tt.said, r.Band, ids(r), r.Confidence)
		}
	}
}

// TestPublishedAnswers answers with what a moderator has published, which has one wording and a
// short answer, in whichever of the intent's words it is asked for; another matter of the same
// thing is not answered.
func TestPublishedAnswers(t *testing.T) {
	t.Parallel()
	s := class()
	s.Entries = append(s.Entries,
		faq.Entry{ID: "live", Title: "直播间在哪", Answer: "直播间：https://live.example.com/7"},
		faq.Entry{ID: "replay", Title: "有回放吗", Answer: "会有的，课后发。"})
	m, _ := faq.New(s)
	for said, want := range map[string]string{
		"怎么进直播间": "live", "直播间链接发我一下": "live", "回放链接有吗": "replay", "课后能看回放吗": "replay",
	} {
		if r := m.Match(text.Fold(said)); r.Band != faq.Answer || r.Hits[0].ID != want {
			t.Errorf("%q has band %d and %v (%.2f)", said, r.Band, ids(r), r.Confidence)
		}
	}
	for _, said := range []string{"回放链接坏了能换一个吗", "直播间进去就黑屏怎么回事"} {
		if r := m.Match(text.Fold(said)); r.Band == faq.Answer {
			t.Errorf("%q is answered with %v (%.2f)", said, ids(r), r.Confidence)
		}
	}
}

// TestFileWords knows the words of the file: they are no other people's business.
func TestFileWords(t *testing.T) {
	t.Parallel()
	const foreign = "names a topic that is not the class's"
	m, _ := faq.New(class())
	other, _ := faq.New(faq.Setup{Entries: sample()})
	said := text.Fold("画画课什么时候上课呢各位")
	if why := strings.Join(m.Why(said), "\n"); strings.Contains(why, foreign) {
		t.Errorf("the class's subject is foreign to it:\n%s", why)
	}
	if why := strings.Join(other.Why(said), "\n"); !strings.Contains(why, foreign) {
		t.Errorf("a subject is not foreign to another class:\n%s", why)
	}
}

// TestNegativesStepBack leaves to an entry what must not be answered without one.
func TestNegativesStepBack(t *testing.T) {
	t.Parallel()
	const against = "not to be answered, most similar phrasing"
	said := text.Fold("现场停车收费不收费呀")
	park := []faq.Entry{{ID: "park", Title: "停车收费吗", Aliases: []string{"停车"}, Answer: "停车场每小时5元。"}}
	with, _ := faq.New(faq.Setup{Entries: append(class().Entries, park...)})
	without, _ := faq.New(class())
	similarity := func(m *faq.Matcher) string {
		for _, line := range m.Why(said) {
			if strings.Contains(line, against) {
				return line
			}
		}
		return ""
	}
	if a, b := similarity(without), similarity(with); a == "" || b >= a {
		t.Errorf("without an entry %q, with one %q", a, b)
	}
}

// TestClaims checks the claims that were written for the bound.
func TestClaims(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/claims.txt")
	if err != nil {
		t.Fatal(err)
	}
	missed, wrong, all := 0, 0, 0
	for line := range strings.Lines(string(b)) {
		want, words, found := strings.Cut(strings.TrimSpace(line), " | ")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		all++
		list := strings.Split(words, " / ")
		claims := faq.Claims([]faq.Entry{{ID: "x", Title: list[0], Aliases: list[1:]}})
		switch {
		case len(claims) == 0 && want != "-":
			missed++
		case len(claims) > 0 && claims[0].Intent != want:
			wrong++
		}
	}
	t.Logf("%d of %d missed, %d wrong", missed, all, wrong)
	if all < 150 || missed > 12 || wrong > 9 {
		t.Error("worse than it was")
	}
}

// TestClaimsOf lets a stated intent win, and else the entry that means it most.
func TestClaimsOf(t *testing.T) {
	t.Parallel()
	entries := []faq.Entry{
		{ID: "safe", Title: "AI会不会出现不适合孩子的内容", Aliases: []string{"内容安全"}},
		{ID: "what", Title: "讲什么", Aliases: []string{"课程大纲"}},
		{ID: "a", Title: "有回放吗"},
		{ID: "b", Title: "录像放哪", Intent: "回放"},
	}
	var got []string
	for _, c := range faq.Claims(entries) {
		got = append(got, c.ID+" "+c.Intent)
	}
	if want := "what 课程内容, b 回放"; strings.Join(got, ", ") != want {
		t.Errorf("claims %v, want %s", got, want)
	}
}
