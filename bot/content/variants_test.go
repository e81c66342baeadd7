package content_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/sample"
)

// fromSample loads the sample, which words no text, with a section 文本.
func fromSample(t *testing.T, texts string) *content.Version {
	t.Helper()
	b, err := sample.Files.ReadFile(sample.FileName)
	if err != nil {
		t.Fatal(err)
	}
	v, ps := load(t, string(b)+texts, time.Time{})
	if v == nil {
		t.Fatalf("the file has errors: %v", ps)
	}
	return v
}

// TestVariant says the variant that fits the time. A file that words a text but not the
// variant keeps its words; one that words the variant has those.
func TestVariant(t *testing.T) {
	t.Parallel()
	const own, running = "\n文本:\n  waitlist_promoted: 你补上了（第{序号}位）\n", "  waitlist_promoted_running: 快来，已经开始（第{序号}位）\n"
	for _, tt := range []struct {
		texts string
		after time.Duration
		want  string
	}{
		{"", -time.Hour, "20:30见"},
		{"", time.Minute, "直播正在进行，到21:30结束"},
		{"", 2 * time.Hour, "直播已经结束"},
		{own, -time.Hour, "你补上了（第7位）"},
		{own, time.Minute, "你补上了（第7位）"},
		{own + running, time.Minute, "快来，已经开始（第7位）"},
		{own + running, 2 * time.Hour, "你补上了（第7位）"},
	} {
		v := fromSample(t, tt.texts)
		said := v.Texts.Say(content.KeyWaitlistPromoted, v.Campaign.Start.Add(tt.after), content.Vars{"序号": "7"})
		if !strings.Contains(said, tt.want) {
			t.Errorf("%q, %v after the start: %q, want %q", tt.texts, tt.after, said, tt.want)
		}
	}
}

// TestTimely fills in what depends on the time, and leaves out the lines of what is over.
func TestTimely(t *testing.T) {
	t.Parallel()
	v := fromSample(t, "")
	start, end := v.Campaign.Start, v.Campaign.End
	for _, tt := range []struct {
		key         content.Key
		at          time.Time
		left        string
		has, hasNot string
	}{
		{content.KeyRegisterOK, start.Add(-2 * time.Hour), "9", "开课前1小时和10分钟会提醒你", ""},
		{content.KeyRegisterOK, start.Add(-30 * time.Minute), "9", "开课前10分钟会提醒你", "1小时"},
		{content.KeyRegisterOK, start.Add(-time.Minute), "9", "报名成功", "会提醒你"},
		{content.KeyMenu, start, "9", "1 免费报名（剩余9席）", ""},
		{content.KeyMenu, start, "0", "可排候补", "剩余"},
		{content.KeyMenu, end.Add(time.Minute), "", "4 向老师提问", "免费报名"},
		{content.KeyMenu, end.Add(11 * time.Minute), "", "5 我的进度", "提问"},
		{content.KeyCheckinOK, end, "", "有问题回复「提问+你的问题」", ""},
		{content.KeyCheckinOK, end.Add(11 * time.Minute), "", "「领取99」领面试资料包。", "提问"},
		{content.KeyWelcome, v.Campaign.Signup.Open.Add(-time.Hour), "9", "7月6日00:00开始", "仅限前"},
	} {
		said := v.Texts.Say(tt.key, tt.at, content.Vars{"剩余": tt.left, "序号": "7"})
		if !strings.Contains(said, tt.has) || tt.hasNot != "" && strings.Contains(said, tt.hasNot) {
			t.Errorf("%s at %v: %q, want %q and not %q", tt.key, tt.at, said, tt.has, tt.hasNot)
		}
	}
}

// TestReminderVars says how long before the class a reminder comes, and how people call the
// time of the class then.
func TestReminderVars(t *testing.T) {
	t.Parallel()
	c := fromSample(t, "").Campaign
	for before, want := range map[time.Duration][2]string{
		time.Hour: {"1小时", "今晚20:30"}, 90 * time.Minute: {"1小时30分钟", "今晚20:30"}, 24 * time.Hour: {"1天", "明天晚上20:30"},
		72 * time.Hour: {"3天", "7月7日（周四）20:30"}, -2 * time.Hour: {"", "今晚20:30"},
	} {
		r := c.Reminders[0]
		r.At = c.Start.Add(-before)
		if v := content.ReminderVars(c, r); v["还有"] != want[0] || v["几时开课"] != want[1] || v["包"] != "99" {
			t.Errorf("%v before: %q", before, v)
		}
	}
}
