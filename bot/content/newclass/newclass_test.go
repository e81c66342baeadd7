package newclass_test

import (
	"errors"
	"fmt"
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
func lastClass(t *testing.T, replace ...string) *content.Version {
	t.Helper()
	b, err := sample.Files.ReadFile(sample.FileName)
	if err != nil {
		t.Fatal(err)
	}
	fs := fstest.MapFS{
		"last.yaml":         {Data: []byte(strings.NewReplacer(replace...).Replace(string(b)))},
		"blocked_words.txt": {Data: []byte("骗子")},
	}
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

func form(t *testing.T, last *content.Version) *newclass.Form {
	t.Helper()
	return newclass.New(newclass.Options{
		Last: last, Now: nextDay(), Known: known(), Taken: func(id string) bool { return id == "class-20220714" },
		Beside: func(name string) bool { return name == "group.png" || name == "blocked_words.txt" },
	})
}

func answer(t *testing.T, f *newclass.Form, field newclass.Field, words string) {
	t.Helper()
	if err := f.Answer(field, words); err != nil {
		var p *newclass.AnswerError
		errors.As(err, &p)
		t.Errorf("%s: %q is refused: %+v", field, words, *p)
	}
}

func refused(t *testing.T, f *newclass.Form, field newclass.Field, words string) newclass.Code {
	t.Helper()
	if p, ok := errors.AsType[*newclass.AnswerError](f.Answer(field, words)); ok {
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
		"7月14日周五 20:30": newclass.CodeWeekday, "2月30日 20:30": newclass.CodeNoDay, "7月7日 20:30": newclass.CodeFar,
		"2022-07-07 20:30": newclass.CodePast,
		"随便":               newclass.CodeTime, "20:30": newclass.CodeNoDay, "没有": newclass.CodeTime, "7月14日 25:00": newclass.CodeTime,
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
		{
			newclass.FieldLecturer, "李雷老师，前某公司总监",
			func() any { return f.Draft().Campaign.Lecturer + "|" + f.Draft().Campaign.LecturerIntro }, "李雷|前某公司总监",
		},
		{
			newclass.FieldLecturer, "韩梅梅",
			func() any { return f.Draft().Campaign.Lecturer + "|" + f.Draft().Campaign.LecturerIntro }, "韩梅梅|",
		},
		{newclass.FieldPoints, "1. 认知 2. 难点 3. 方法", func() any { return strings.Join(f.Points(), "|") }, "认知|难点|方法"},
		{newclass.FieldPoints, "认知：是什么？；难点；方法", func() any { return strings.Join(f.Points(), "|") }, "认知：是什么？|难点|方法"},
		{newclass.FieldPoints, "认知、难点、方法、行动", func() any { return strings.Join(f.Points(), "|") }, "认知|难点|方法|行动"},
		{newclass.FieldPoints, "为什么要先学后台，再学前台", func() any { return len(f.Points()) }, "1"},
		{newclass.FieldPoints, "1、认知\n2、难点", func() any { return strings.Join(f.Points(), "|") }, "认知|难点"},
		{
			newclass.FieldRoom, "直播间：https://live.example.com/9 欢迎", func() any { return f.Draft().Campaign.LiveRoom },
			"https://live.example.com/9",
		},
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
		{newclass.FieldSeats, "很多", newclass.CodeCount},
		{newclass.FieldSeats, "0", newclass.CodeRange},
		{
			newclass.FieldLength, "很久",
			newclass.CodeLength,
		},
		{newclass.FieldLength, "20小时", newclass.CodeLong},
		{newclass.FieldName, "", newclass.CodeEmpty},
		{
			newclass.FieldPhrase, "后台先行",
			newclass.CodePhrase,
		},
		{newclass.FieldPhrase, "报名", newclass.CodeCheck},
		{newclass.FieldPhrase, "好的", newclass.CodeCheck},
		{
			newclass.FieldRoom, "明天给",
			newclass.CodeLink,
		},
		{newclass.FieldName, "转发领资料公开课", newclass.CodeCheck},
		{newclass.FieldReminders, "早一点", newclass.CodeReminder},
		{newclass.FieldGroup, "no.png", newclass.CodePicture},
		{newclass.FieldRest, "席位数", newclass.CodeField},
		{
			newclass.FieldEntries,
			"留 whos", newclass.CodeEntry,
		},
		{newclass.FieldRoom, "同上", newclass.CodeNoOld},
		{newclass.FieldID, "class-20220714", newclass.CodeTaken},
		{
			newclass.FieldID,
			"a b", newclass.CodeCheck,
		},
		{"资料包99怎么领", "随便", newclass.CodeField},
		{"资料包99", "https://pan.example.com/a 有效至2022-07-10", newclass.CodeLinkEnd},
		{
			"资料包99",
			"新资料", "taken",
		},
	} {
		if got := refused(t, f, c.field, c.words); got != c.want {
			t.Errorf("%s: %q: %q, want %q", c.field, c.words, got, c.want)
		}
	}
}

// TestNoPack says in many ways that a pack is not handed out; a name that begins like that is
// a name.
func TestNoPack(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"不要", "不发", "不发了", "这场不发", "这次先不发了", "不送。", "没有了", "取消", "去掉吧", "不再发", "停发", "不提供", "算了", "暂时没有", "别发了", "no",
	} {
		f := form(t, lastClass(t))
		answer(t, f, newclass.FieldPhrase, "先拆指标")
		answer(t, f, "资料包99", words)
		if p, ok := f.PackOf("资料包99"); ok {
			t.Errorf("%q: there is a pack %+v", words, p)
		}
	}
	f := form(t, lastClass(t))
	answer(t, f, newclass.FieldPhrase, "先拆指标")
	answer(t, f, "资料包99", "不发愁求职包 69元 https://pan.example.com/a")
	if p, ok := f.PackOf("资料包99"); !ok || p.Name != "不发愁求职包" {
		t.Errorf("a name that begins like a no: %+v, %v", p, ok)
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
	answer(t, f, "资料包99", "https://pan.example.com/new")
	c := f.Draft().Campaign
	var got []string
	for _, at := range []time.Time{
		c.Signup.Open, c.Signup.Close, c.Signup.PromoteUntil, c.Checkin.Open, c.Checkin.Close, c.Questions.Open, c.Questions.Close,
		c.Reminders[0].At, c.Reminders[1].At, c.Reminders[2].At,
	} {
		got = append(got, at.Format("02T15:04"))
	}
	if want := "19T00:00 20T20:30 20T20:30 20T19:00 20T20:45 19T00:00 20T20:40 20T18:00 20T18:50 20T20:35"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
	answer(t, f, newclass.FieldStart, "7月20日 20:30-22:00") // at 22:05 nobody is sent anything
	if at := f.Draft().Campaign.Reminders[2].At.Format("02T15:04"); at != "21T08:30" {
		t.Errorf("the reminder after the class comes at %s", at)
	}
}
