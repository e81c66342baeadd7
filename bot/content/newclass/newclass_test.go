package newclass_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
	"zhujiao/cmd/zhujiao/sample"
)

func known() content.Vocabulary {
	return content.Vocabulary{
		MaxText: 2048, Everyday: func(said string) bool { return said == "好的" },
		Intents: []string{"开课时间", "回放", "进群", "课程内容", "直播入口"},
		Commands: []string{
			"报名", "取消报名", "确认取消", "我的", "菜单", "资料包", "签到", "口令", "补签", "失效", "人工", "退订", "提醒", "提问", "问题榜",
			"删除我的数据", "确认删除", "我的数据", "下一场",
		},
	}
}

// lastClass is the sample with some words replaced.
func lastClass(t testing.TB, replace ...string) *content.Version {
	t.Helper()
	b, err := sample.Files.ReadFile(sample.FileName)
	if err != nil {
		t.Fatal(err)
	}
	fs := fstest.MapFS{"last.yaml": {Data: []byte(strings.NewReplacer(replace...).Replace(string(b)))}, "blocked_words.txt": {Data: []byte("骗子")}}
	v, problems, err := content.LoadFS(fs, "last.yaml", known(), time.Time{})
	if err != nil {
		t.Fatal(problems)
	}
	return v
}

// nextDay is Friday, the day after the sample's class.
func nextDay() time.Time {
	return time.Date(2022, 7, 8, 10, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))
}

func form(t testing.TB, last *content.Version) *newclass.Form {
	t.Helper()
	return newclass.New(newclass.Options{
		Last: last, Now: nextDay(), Known: known(), Taken: func(id string) bool { return id == "class-20220714" },
		Beside: func(name string) bool { return name == "group.png" || name == "blocked_words.txt" },
	})
}

func answer(t testing.TB, f *newclass.Form, field newclass.Field, words string) {
	t.Helper()
	if err := f.Answer(field, words); err != nil {
		var p *newclass.Problem
		errors.As(err, &p)
		t.Errorf("%s: %q is refused: %+v", field, words, *p)
	}
}

func refused(t *testing.T, f *newclass.Form, field newclass.Field, words string) newclass.Code {
	t.Helper()
	err := f.Answer(field, words)
	var p *newclass.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	f.Take(field)
	return "taken"
}

// TestStart reads when a class begins as people write it, on the Friday after a class of a
// Thursday at half past eight.
func TestStart(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"":                    "2022-07-14 20:30 21:30",
		"7月14日晚8点半":           "2022-07-14 20:30 21:30",
		"下周四 20:30":           "2022-07-14 20:30 21:30",
		"7/14 20:30":          "2022-07-14 20:30 21:30",
		"7月14日（周四）20:30":      "2022-07-14 20:30 21:30",
		"７月１４日 ２０：３０":         "2022-07-14 20:30 21:30",
		"2022-07-14 19:00":    "2022-07-14 19:00 20:00",
		"7月14日 20:30-21:45":   "2022-07-14 20:30 21:45",
		"7月14日 20:30到22:00":   "2022-07-14 20:30 22:00",
		"7月14日晚8点到9点半":        "2022-07-14 20:00 21:30",
		"7月14日 20:30，90分钟":    "2022-07-14 20:30 22:00",
		"7月14日晚8点半，约1个半小时":    "2022-07-14 20:30 22:00",
		"7月15日":               "2022-07-15 20:30 21:30",
		"明天":                  "2022-07-09 20:30 21:30",
		"下周三下午3点":             "2022-07-13 15:00 16:00",
		"2022年7月21日 晚上八点":     "2022-07-21 20:00 21:00",
		"7月14日 23:30-次日00:30": "2022-07-14 23:30 00:30",
		"2022-12-24 20:30":    "2022-12-24 20:30 21:30",
		"7月14号晚上八点半到九点四十五":    "2022-07-14 20:30 21:45",
		"周日晚8点半":              "2022-07-10 20:30 21:30",
		" 7月14日 20:30。":       "2022-07-14 20:30 21:30",
	} {
		f := form(t, lastClass(t))
		answer(t, f, newclass.FieldStart, words)
		c := f.Draft().Campaign
		if got := c.Start.Format("2006-01-02 15:04 ") + c.End.Format("15:04"); got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
	for words, want := range map[string]newclass.Code{
		"7月14日周五 20:30": newclass.CodeWeekday, "2月30日 20:30": newclass.CodeNoDay, "7月7日 20:30": newclass.CodeFar, "2022-07-07 20:30": newclass.CodePast,
		"随便": newclass.CodeTime, "20:30": newclass.CodeNoDay, "没有": newclass.CodeTime, "7月14日 25:00": newclass.CodeTime,
	} {
		if got := refused(t, form(t, lastClass(t)), newclass.FieldStart, words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// TestAnswersAsWritten reads other answers as people write them.
func TestAnswersAsWritten(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	for _, c := range []struct {
		field newclass.Field
		words string
		get   func() any
		want  string
	}{
		{newclass.FieldSeats, "一百二十", func() any { return f.Draft().Campaign.Signup.Seats }, "120"},
		{newclass.FieldSeats, "200个", func() any { return f.Draft().Campaign.Signup.Seats }, "200"},
		{newclass.FieldSeats, "前１５０人", func() any { return f.Draft().Campaign.Signup.Seats }, "150"},
		{newclass.FieldSeats, "两百席", func() any { return f.Draft().Campaign.Signup.Seats }, "200"},
		{newclass.FieldPrice, "免费", func() any { return f.Draft().Campaign.ListPrice }, "0"},
		{newclass.FieldPrice, "九十九块", func() any { return f.Draft().Campaign.ListPrice }, "99"},
		{newclass.FieldPrice, "￥129", func() any { return f.Draft().Campaign.ListPrice }, "129"},
		{newclass.FieldLength, "一个半小时", func() any { return f.Draft().Campaign.End.Format("15:04") }, "22:00"},
		{newclass.FieldLength, "90", func() any { return f.Draft().Campaign.End.Format("15:04") }, "22:00"},
		{newclass.FieldLength, "到21:45", func() any { return f.Draft().Campaign.End.Format("15:04") }, "21:45"},
		{newclass.FieldLength, "晚上十点", func() any { return f.Draft().Campaign.End.Format("15:04") }, "22:00"},
		{newclass.FieldLecturer, "李雷老师，前某公司总监", func() any { return f.Draft().Campaign.Lecturer + "|" + f.Draft().Campaign.LecturerIntro }, "李雷|前某公司总监"},
		{newclass.FieldLecturer, "韩梅梅", func() any { return f.Draft().Campaign.Lecturer + "|" + f.Draft().Campaign.LecturerIntro }, "韩梅梅|"},
		{newclass.FieldPoints, "1. 认知 2. 难点 3. 方法", func() any { return strings.Join(f.Points(), "|") }, "认知|难点|方法"},
		{newclass.FieldPoints, "认知：是什么？；难点；方法", func() any { return strings.Join(f.Points(), "|") }, "认知：是什么？|难点|方法"},
		{newclass.FieldPoints, "1、认知\n2、难点", func() any { return strings.Join(f.Points(), "|") }, "认知|难点"},
		{newclass.FieldRoom, "直播间：https://live.example.com/9 欢迎", func() any { return f.Draft().Campaign.LiveRoom }, "https://live.example.com/9"},
		{newclass.FieldRoom, "还没有", func() any { return f.Draft().Campaign.LiveRoom }, ""},
		{newclass.FieldPhrase, "先拆指标、再做实验", func() any { return f.Draft().Campaign.Checkin.Passphrases }, "[先拆指标 再做实验]"},
		{newclass.FieldWindow, "20:25-22:00", func() any {
			return f.Draft().Campaign.Checkin.Open.Format("15:04") + f.Draft().Campaign.Checkin.Close.Format("-15:04")
		}, "20:25-22:00"},
		{newclass.FieldWindow, "晚上8点半到10点", func() any { return f.Draft().Campaign.Checkin.Close.Format("15:04") }, "22:00"},
		{newclass.FieldReminders, "1天、2小时和10分钟", func() any { return len(f.Draft().Campaign.Reminders) }, "3"},
		{newclass.FieldReminders, "开课前半小时", func() any { return f.Draft().Campaign.Reminders[0].At.Format("15:04") }, "20:00"},
		{newclass.FieldReminders, "没有", func() any { return len(f.Draft().Campaign.Reminders) }, "0"},
		{newclass.FieldAnswers, "15", func() any { return f.Draft().Campaign.QAMinutes }, "15"},
		{newclass.FieldOpen, "现在", func() any { return f.Draft().Campaign.Signup.Open.IsZero() }, "true"},
		{newclass.FieldOpen, "7月12日 9点", func() any { return f.Draft().Campaign.Signup.Open.Format("01-02 15:04") }, "07-12 09:00"},
	} {
		answer(t, f, newclass.FieldStart, "7月14日 20:30")
		if c.field == newclass.FieldWindow {
			answer(t, f, newclass.FieldPhrase, "先拆指标")
		}
		answer(t, f, c.field, c.words)
		if got := fmt.Sprint(c.get()); got != c.want {
			t.Errorf("%s: %q is read as %s, want %s", c.field, c.words, got, c.want)
		}
		f.Take(c.field)
	}
	for _, c := range []struct {
		field newclass.Field
		words string
		want  newclass.Code
	}{
		{newclass.FieldSeats, "很多", newclass.CodeCount}, {newclass.FieldSeats, "0", newclass.CodeRange}, {newclass.FieldLength, "很久", newclass.CodeLength},
		{newclass.FieldLength, "20小时", newclass.CodeLong}, {newclass.FieldName, "", newclass.CodeEmpty}, {newclass.FieldPhrase, "后台先行", newclass.CodePhrase},
		{newclass.FieldPhrase, "报名", newclass.CodeCheck}, {newclass.FieldPhrase, "好的", newclass.CodeCheck}, {newclass.FieldRoom, "明天给", newclass.CodeLink},
		{newclass.FieldName, "转发领资料公开课", newclass.CodeCheck}, {newclass.FieldReminders, "早一点", newclass.CodeReminder},
		{newclass.FieldGroup, "no.png", newclass.CodePicture}, {newclass.FieldRest, "席位数", newclass.CodeField}, {newclass.FieldEntries, "留 whos", newclass.CodeEntry},
		{newclass.FieldRoom, "同上", newclass.CodeNoOld}, {newclass.FieldID, "class-20220714", newclass.CodeTaken}, {newclass.FieldID, "a b", newclass.CodeCheck},
		{"资料包99怎么领", "随便", newclass.CodeField}, {"资料包99", "https://pan.example.com/a 有效至2022-07-10", newclass.CodeLinkEnd}, {"资料包99", "新资料", "taken"},
	} {
		if got := refused(t, f, c.field, c.words); got != c.want {
			t.Errorf("%s: %q: %q, want %q", c.field, c.words, got, c.want)
		}
	}
}

// TestEarning reads how a pack is earned.
func TestEarning(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	answer(t, f, newclass.FieldPhrase, "先拆指标")
	answer(t, f, "资料包99", "https://pan.example.com/a")
	for words, want := range map[string]string{
		"签到后领": "签到后领", "报名就领": "报名就领", "签到 限50份": "签到后领，限50份", "报名就可以抽 三成": "", "抽三成，限36份": "报名就领，抽3成，限36份", "签到 抽25%": "签到后领，抽25%",
		"抽奖": "", "随便": "", "限三十份": "签到后领，限30份",
	} {
		err := f.Answer("资料包99怎么领", words)
		p, _ := f.Draft().Campaign.Pack("99")
		if got := newclass.EarnWords(p); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%q: %v, %s, want %s", words, err, got, want)
		}
		f.Take("资料包99怎么领")
	}
}

// TestPastedLinks reads links with their codes as they are pasted.
func TestPastedLinks(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"链接: https://pan.baidu.com/s/1abc 提取码: 8k2m":                      "https://pan.baidu.com/s/1abc 8k2m 2022-08-14",
		"链接：https://pan.baidu.com/s/1abc　提取码：８ｋ２ｍ":                        "https://pan.baidu.com/s/1abc 8k2m 2022-08-14",
		"https://pan.baidu.com/s/1abc?pwd=8k2m":                           "https://pan.baidu.com/s/1abc?pwd=8k2m 8k2m 2022-08-14",
		"https://pan.baidu.com/s/1abc 8k2m":                               "https://pan.baidu.com/s/1abc 8k2m 2022-08-14",
		"https://pan.baidu.com/s/1abc 密码 8k2m 有效至2022-09-30":              "https://pan.baidu.com/s/1abc 8k2m 2022-09-30",
		"https://pan.baidu.com/s/1abc 永久有效":                               "https://pan.baidu.com/s/1abc  永久",
		"pan.baidu.com/s/1abc 提取码8k2m":                                    "https://pan.baidu.com/s/1abc 8k2m 2022-08-14",
		"通过网盘分享的文件：x 链接: https://pan.baidu.com/s/1abc 提取码: 8k2m --来自百度网盘": "https://pan.baidu.com/s/1abc 8k2m 2022-08-14",
	} {
		f := form(t, lastClass(t))
		answer(t, f, newclass.FieldStart, "")
		answer(t, f, newclass.FieldName, "电商后台")
		answer(t, f, "资料包99", words)
		p, _ := f.Draft().Campaign.Pack("99")
		if len(p.Mirrors) == 0 {
			t.Errorf("%q: no link", words)
			continue
		}
		m := p.Mirrors[0]
		if got := m.URL + " " + m.Code + " " + m.Until; got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
	f := form(t, lastClass(t))
	answer(t, f, newclass.FieldPhrase, "先拆指标")
	answer(t, f, "资料包99", "增长入门包 69元 报名就领 限50份 链接: https://pan.baidu.com/s/1abc 提取码: 8k2m 备用 https://drive.example.com/x")
	p, ok := f.Draft().Campaign.Pack("69")
	if !ok || p.Name != "增长入门包" || p.Price != 69 || p.NeedsCheckin() || p.Stock != 50 || len(p.Mirrors) != 2 || !p.Mirrors[1].Backup {
		t.Errorf("%+v", p)
	}
}

// TestTimesMove gives the class another day, beginning and length: what depends on them moves
// along.
func TestTimesMove(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	answer(t, f, newclass.FieldStart, "7月20日 19:00-20:30")
	answer(t, f, newclass.FieldPhrase, "先拆指标")
	c := f.Draft().Campaign
	var got []string
	for _, at := range []time.Time{
		c.Signup.Open, c.Signup.Close, c.Signup.PromoteUntil, c.Checkin.Open, c.Checkin.Close, c.Questions.Open, c.Questions.Close,
		c.Reminders[0].At, c.Reminders[1].At,
	} {
		got = append(got, at.Format("02T15:04"))
	}
	if want := "19T00:00 20T20:30 20T20:30 20T19:00 20T20:45 19T00:00 20T20:40 20T18:00 20T18:50"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
}

// foreign is what nobody may read of the sample's class.
var foreign = regexp.MustCompile(`电商|刘志远|后台|Thaifintech|产品经理|\b99\b|99资|领取99|\b49\b|07-07|7月7日|ecom|8月7日|08-07|1ecom|8k2m`)

// fresh answers what has to be another one.
func fresh(t testing.TB, f *newclass.Form) {
	t.Helper()
	for _, a := range [][2]string{
		{"开始", "7月14日 19:00"}, {"名称", "增长的底层逻辑"}, {"讲师", "李雷，前某出行平台增长负责人"}, {"要点", "增长是什么；指标怎么拆；实验怎么做；第一步做什么"},
		{"口令", "先拆指标"}, {"资料包99", "增长入门包 69元 https://pan.example.com/new 提取码 7k2x"}, {"资料包49", "不要"}, {"主办", "增长小站"}, {"原价", "129"},
	} {
		answer(t, f, newclass.Field(a[0]), a[1])
	}
}

// TestNothingOfTheLastClass makes a class of the sample: no word of the sample is in it,
// whatever is answered, and the check has nothing to say but what is still to be filled in.
func TestNothingOfTheLastClass(t *testing.T) {
	t.Parallel()
	for _, more := range [][]string{
		nil,
		{"文本:\n  nontext: 7月7日的课请打字\n  my: 你的进度在这里\n#", "数字菜单:"},
		{"\n# 答案和文本", "\n概念:\n  电商课: [电商公开课, 后台课]\n  课: [公开课, 讲座]\n# 答案和文本"},
		{"[reg-article, ", "[reg-0707, "},
		{`"5": 我的`, `"5": 适合谁听`}, {"指令: 我的}]", "指令: 适合谁听}]"},
		{"目前已报名{已报}人", "刘老师的课目前已报名{已报}人"}, {"可免费领取{签到包介绍}", "可免费领取{包名99}"},
	} {
		if more != nil && strings.HasPrefix(more[0], "文本") {
			more = []string{"\n# 答案和文本", "\n文本:\n  nontext: 7月7日的课请打字\n  human_closed: 先聊到这里\n# 答案和文本"}
		}
		f := form(t, lastClass(t, more...))
		fresh(t, f)
		file := string(f.Draft().YAML())
		if found := foreign.FindString(file); found != "" {
			t.Errorf("%v: 「%s」 is the last class's:\n%s", more, found, file)
		}
		_, problems, err := content.LoadFiles(map[string][]byte{"class.yaml": []byte(file), "blocked_words.txt": nil}, "class.yaml", known(), nextDay())
		if err != nil {
			t.Fatal(problems, file)
		}
		for _, p := range problems {
			if !strings.Contains(p.Text, "还待补") {
				t.Errorf("%v: %v", more, p)
			}
		}
		if n := strings.Count(file, "\n"); n > 60 {
			t.Errorf("%d lines:\n%s", n, file)
		}
	}
}

// TestFewAnswers counts how often somebody is asked who changes everything.
func TestFewAnswers(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	given := map[newclass.Field]string{
		"名称": "增长的底层逻辑", "讲师": "李雷，前增长负责人", "要点": "一；二；三；四", "口令": "先拆指标",
		"资料包99": "增长入门包 69元 https://pan.example.com/new 提取码 7k2x", "资料包49": "不要",
	}
	n := 0
	for q, more := f.Next(); more; q, more = f.Next() {
		if n++; n > 12 {
			t.Fatalf("more than 12 questions; the last is %s", q.Field)
		}
		answer(t, f, q.Field, given[q.Field])
	}
	if len(f.Missing()) > 0 {
		t.Errorf("%v is missing", f.Missing())
	}
}

// TestOrderOfAnswers gives the same answers in any order: a form in a browser and questions in
// a terminal make the same file.
func TestOrderOfAnswers(t *testing.T) {
	t.Parallel()
	answers := [][2]string{
		{"开始", "7月14日 19:00"}, {"时长", "90分钟"}, {"名称", "增长的底层逻辑"}, {"讲师", "李雷"}, {"讲师介绍", "前增长负责人"}, {"要点", "一；二"},
		{"口令", "先拆指标"}, {"资料包99", "照旧"}, {"资料包49", "不要"}, {"提醒", "2小时"}, {"签到时段", "19:00-20:40"}, {"系列", "增长公开课"},
	}
	var first string
	for i := range 6 {
		f := form(t, lastClass(t))
		order := slices.Clone(answers)
		if i > 0 {
			rand.New(rand.NewPCG(uint64(i), 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		for _, a := range order {
			answer(t, f, newclass.Field(a[0]), a[1])
		}
		if file := string(f.Draft().YAML()); first == "" {
			first = file
		} else if file != first {
			t.Fatalf("%v: another file:\n%s\n%s", order, first, file)
		}
	}
}

// TestGoingBack takes an answer back: the form is as before it.
func TestGoingBack(t *testing.T) {
	t.Parallel()
	f := form(t, lastClass(t))
	fresh(t, f)
	before := string(f.Draft().YAML())
	answer(t, f, newclass.FieldSeats, "300")
	answer(t, f, newclass.FieldRest, "名额 时长")
	if q, _ := f.Next(); q.Field != newclass.FieldLength {
		t.Errorf("the next question is %s", q.Field)
	}
	f.Take(newclass.FieldRest)
	f.Take(newclass.FieldSeats)
	if after := string(f.Draft().YAML()); after != before {
		t.Errorf("the form is another one:\n%s", after)
	}
}

// TestFirstClass makes a class without one before it.
func TestFirstClass(t *testing.T) {
	t.Parallel()
	f := form(t, nil)
	given := map[newclass.Field]string{
		"开始": "7月14日 20:30", "名称": "SaaS 增长", "讲师": "李雷，前增长负责人", "主办": "增长小站", "要点": "一；二", "口令": "先拆指标",
		"资料包1": "增长入门包 69元", "资料包1链接": "https://pan.example.com/new 提取码 7k2x", "资料包1怎么领": "签到后领", "群二维码": "group.png 至7月20日",
	}
	for q, more := f.Next(); more; q, more = f.Next() {
		answer(t, f, q.Field, given[q.Field])
		if t.Failed() {
			return
		}
	}
	d := f.Draft()
	file := string(d.YAML())
	v, problems, err := content.LoadFiles(map[string][]byte{"class.yaml": []byte(file)}, "class.yaml", known(), nextDay())
	if err != nil || content.Errors(problems) > 0 {
		t.Fatal(problems, file)
	}
	c := v.Campaign
	if c.ID != "saas-20220714" || len(c.Packs) != 1 || c.Packs[0].ID != "69" || len(c.Reminders) != 3 || c.Checkin.Close.Sub(c.End) != 15*time.Minute {
		t.Errorf("%s", file)
	}
	if e, _ := c.Entry("group"); e.Image != "group.png" || e.ImageUntil.Format(time.DateOnly) != "2022-07-20" {
		t.Errorf("%+v", e)
	}
	if n := strings.Count(file, "\n"); n > 60 {
		t.Errorf("%d lines:\n%s", n, file)
	}
}

// FuzzAnswers answers anything: nothing breaks, and what is taken is written and read again.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{"7月14日", "同上", "链接: https://x.example.com/1 提取码 8k2m", "一百二十", "没有", "{课名}", "\x00\n\t", "是: #不是", "“好”"} {
		f.Add(s)
	}
	last := lastClass(f)
	f.Fuzz(func(t *testing.T, s string) {
		form := form(t, last)
		for _, q := range form.Questions() {
			_ = form.Answer(q.Field, s)
		}
		_ = form.Answer(newclass.FieldName, "课")
		_ = form.Answer(newclass.FieldPhrase, "先拆指标")
		_ = form.Answer("资料包99", "不要")
		_ = form.Answer("资料包49", "不要")
		for _, q := range form.Missing() {
			if q.Kind == newclass.KindLinks {
				_ = form.Answer(q.Field, "https://pan.example.com/z")
			}
		}
		file := form.Draft().YAML()
		if _, problems, err := content.LoadFiles(map[string][]byte{"c.yaml": file, "blocked_words.txt": nil}, "c.yaml", known(), time.Time{}); err != nil {
			t.Errorf("%q: %v\n%s", s, problems, file)
		}
	})
}
