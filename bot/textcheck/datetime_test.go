package textcheck_test

import (
	"testing"
	"time"

	"zhujiao/bot/textcheck"
)

func wrongDate(s string, at time.Time) bool {
	for _, f := range textcheck.Check(s, class(), textcheck.Links{}, at) {
		if f.Code == textcheck.WrongDate {
			return true
		}
	}
	return false
}

// TestWrongDates: a wrong day or time is caught in words too, on the day of the class.
func TestWrongDates(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"今晚9点准时开课,请提前进入直播间", "今晚八点准时开课,请提前进入直播间", "7/8晚20:30准时开课,请提前进入直播间", "后天晚上准时开课,请提前进入直播间",
		"7月8号晚上见,记得准时来听课", "七月八日晚上八点半准时开课", "7.8晚20:30准时开课,请准时来听", "晚上8点开课,请提前进入直播间", "今晚八点三刻准时开课,请提前进入直播间",
		"2022-07-08准时开课,请提前进入直播间", "2021年7月7日的课程回放在这里", "2022.6.7的课程回放在这里", "大后天晚上准时开课,请提前进入直播间", "7/8 晚上8.30开课,请提前进入直播间",
		"今晚20:00准时开课,21:30结束,请准时", "8号晚上准时上课,大家记得来听", "8日20:30开课,大家记得来听", "周五晚上大家记得准时来听课", "星期日晚上大家记得来", "礼拜三晚上大家记得来",
		"明晚20:30请大家准时收看直播", "早上8:30开课,大家记得来听课", "早上8点半开课,大家记得来听课", "中午12点半准时开课,大家记得来", "晚上8点一刻开课,大家记得来",
		"二十点开课,请大家提前进入直播间", "十点半开课,请大家提前进入直播间", "两点半开课,请大家提前进入直播间", "8点开课,请大家提前进入直播间", "今晚8:31直播开课,大家记得来听",
		"中午8点半开课,大家记得来听", "二十一点开课,请大家提前进入", "明天开课,请大家提前进入直播间", "8号周四晚上大家记得来",
	} {
		if !wrongDate(s, day(7)) {
			t.Errorf("passes: %q", s)
		}
	}
}

// TestRightDates: what is right passes, and so does what only looks like a date,
// a time or a price.
func TestRightDates(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"今晚讲7步破解电商后台,共120席,欢迎来听", "开课前10分钟我会再提醒一次,请留意", "提前1小时进入直播间调试声音,谢谢大家", "7月7日晚8点半开课,请准时来听", "七月七号晚上请大家准时来听课",
		"今晚八点半准时开课,请提前进入直播间", "7/7晚20:30准时开课,请提前进入直播间", "20点30分准时开课,请提前进入直播间", "七月七日晚上八点三十分开课", "2022年7月7日准时开课",
		"晚上8:30开课,讲完还有10分钟答疑", "今晚20:30开课,21:30结束,请提前10分钟进入", "资料包含10+书单、20+报告、14+元件,开课后领", "讲到第3点开始互动,请大家准备好问题",
		"1/3的同学还没开启提醒,请回复提醒开启", "课程价值99元,今晚免费,请准时听课", "电商后台有几点要注意,开课时细讲给大家", "一点小建议:开课前先想好要问的问题", "今晚8.30准时开课,请提前进入直播间",
		"版本2.0的资料开课以后发给大家看", "今天晚间8点半开课,请提前进入直播间", "以后天天都有新内容,开课后再告诉大家", "20:30开播,20:20以后可以先进直播间", "周四晚上大家记得准时来听课",
		"傍晚的资料9:00更新过,请大家看看", "下午3:00会有一次设备调试,请留意", "夜里8点半开课,请大家准时来听", "二十点半开课,请大家准时来听", "课程21:30结束,开课时间请看公告",
		"13/40 晚上的同学请换一个座位", "8点半开课,请大家提前进入直播间", "8点半正式开课,请大家提前进入", "7号晚上大家记得准时来听课", "7日20:30开课,大家记得准时",
		"昨天说过今晚开课,明天再发资料", "第8日晚上的资料请大家再看一遍", "今晚请大家早点到,不要迟到了",
	} {
		if wrongDate(s, day(7)) {
			t.Errorf("is refused: %q", s)
		}
	}
}

// TestEve reads day words on the days before a class: 现在 is when people are to do
// something, not when the class is.
func TestEve(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day  int
		s    string
		want bool
	}{
		{6, "现在报名,明晚20:30开课,不见不散", true},
		{6, "明晚20:30开课,请大家准时", true},
		{6, "今晚20:30开课,请大家准时", false},
		{6, "后天20:30开课,请大家准时", false},
		{6, "今晚彩排,明晚20:30开课,请准时", false},
		{6, "今晚彩排,明晚开课,请大家准时", true},
		{5, "后天20:30开课,请大家准时", true},
		{5, "我们后天20:30开课,请大家准时", true},
		{4, "大后天20:30开课,请大家准时", true},
		{5, "大后天20:30开课,请大家准时", false},
		{6, "明早请大家看一看课前资料", true},
		{5, "明早请大家看一看课前资料", true},
		{5, "明早开讲,请大家看一看资料", false},
	} {
		if got := !wrongDate(c.s, day(c.day)); got != c.want {
			t.Errorf("%q on 7/%d: %v, want %v", c.s, c.day, got, c.want)
		}
	}
}

// TestOutdatedAt finds words that will mean another day.
func TestOutdatedAt(t *testing.T) {
	t.Parallel()
	night := time.Date(2022, 7, 6, 23, 50, 0, 0, zone)
	for _, c := range []struct {
		s    string
		due  time.Time
		want string
	}{
		{"今晚20:30开课", day(7), "今晚"},
		{"明早见", day(7), "明早"},
		{"我们后天见", day(7), "后天"},
		{"我们大后天见", day(7), "大后天"},
		{"以后天天见", day(7), ""},
		{"现在报名", day(7), ""},
		{"今晚20:30开课", night.Add(-time.Hour), ""},
		{"今天见", night.Add(15 * time.Minute), "今天"},
		{"今天见", night.AddDate(1, 0, 0), "今天"},
		{"后天见", day(7), "后天"},
		{"欢迎来听", day(7), ""},
	} {
		f, ok := textcheck.OutdatedAt(c.s, night.UTC(), c.due, zone)
		if f.Words != c.want || ok != (c.want != "") || c.s[f.Start:f.End] != c.want {
			t.Errorf("%q at %v: %+v, want %q", c.s, c.due, f, c.want)
		}
	}
}

// TestUntrueAt finds words that will not be true at the time of a schedule.
func TestUntrueAt(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 7, 6, 23, 55, 0, 0, zone)
	for _, c := range []struct {
		s    string
		in   time.Duration
		want string
	}{
		{"马上开始", 10 * time.Minute, "马上"},
		{"马上开始", 4 * time.Minute, ""},
		{"现在报名", 11 * time.Minute, "现在"},
		{"今晚见", 4 * time.Minute, ""},
		{"今晚见", 6 * time.Minute, "今晚"},
		{"明晚见", 6 * time.Minute, "明晚"},
		{"明晚见", time.Minute, ""},
		{"后天见", time.Hour, "后天"},
		{"欢迎", time.Hour, ""},
	} {
		f, ok := textcheck.UntrueAt(c.s, now, now.Add(c.in).UTC(), zone)
		if f.Words != c.want || ok != (c.want != "") {
			t.Errorf("%q in %v: %+v, want %q", c.s, c.in, f, c.want)
		}
	}
	noon := day(7)
	if f, ok := textcheck.UntrueAt("正在直播", noon, noon.Add(10*time.Minute), zone); ok {
		t.Errorf("ten minutes on: %+v", f)
	}
}
