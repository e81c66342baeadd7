package content_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/content"
)

// edit is a change of a file whose texts are all worded in it, and what the check says
// about it: 错误 or 提醒, the line of the change, and words.
type edit struct {
	name, old, fresh, kind string
	says                   []string
}

// particulars are edits that type into a text what the settings say, or contradict it.
func particulars() []edit {
	return []edit{
		{"seats", "（共{名额}席）", "（共120席）", "提醒", []string{"120席", "{名额}"}},
		{"other seats", "（共{名额}席）", "（共100席）", "错误", []string{"100席", "120", "{名额}"}},
		{"other seats in a text", "免费报名（仅限前{名额}人）", "免费报名（仅限前200人）", "错误", []string{"{名额}"}},
		{"lecturer", "今晚{开课时刻}，{讲师}老师讲", "今晚{开课时刻}，刘志远老师讲", "提醒", []string{"刘志远", "{讲师}"}},
		{"lecturer by surname", "今晚{开课时刻}，{讲师}老师讲", "今晚{开课时刻}，刘老师讲", "提醒", []string{"刘老师", "{老师}"}},
		{"other lecturer", "今晚{开课时刻}，{讲师}老师讲", "今晚{开课时刻}，王小明老师讲", "错误", []string{"王小明老师", "刘志远"}},
		{"time", "今晚{开课时刻}，{讲师}", "今晚20:30，{讲师}", "提醒", []string{"{开课时刻}"}},
		{"time in words", "今晚{开课时刻}，{讲师}", "晚上8点半，{讲师}", "提醒", []string{"晚上8点半", "{开课时刻}"}},
		{"other time", "今晚{开课时刻}，{讲师}", "今晚19:30，{讲师}", "错误", []string{"19:30", "20:30", "{开课时刻}"}},
		{"other time in words", "今晚{开课时刻}，{讲师}", "今晚7点半，{讲师}", "错误", []string{"7点半", "20:30"}},
		{"full-width time", "{开课日}{开课时刻}见", "{开课日}20：00见", "错误", []string{"20：00", "20:30"}},
		{"date", "{日期}{开课时刻}开播后", "7月7日{开课时刻}开播后", "提醒", []string{"7月7日", "{日期}"}},
		{"other date", "{日期}{开课时刻}开播后", "7月9日{开课时刻}开播后", "错误", []string{"7月9日", "7月7日", "{日期}"}},
		{"date of another form", "{日期}{开课时刻}开播后", "2022-07-08 {开课时刻}开播后", "错误", []string{"2022-07-08", "7月7日"}},
		{"no such day", "{日期}{开课时刻}开播后", "7月32日{开课时刻}开播后", "错误", []string{"7月32日", "没有这一天"}},
		{"wrong weekday", "{日期}{开课时刻}开播后", "7月7日（周五）{开课时刻}开播后", "错误", []string{"7月7日是周四"}},
		{"weekday", "{开课日}{开课时刻}见", "周四{开课时刻}见", "提醒", []string{"周四", "{开课日}"}},
		{"other weekday", "{开课日}{开课时刻}见", "周五{开课时刻}见", "错误", []string{"周五", "周四", "{开课日}"}},
		{"weekday of another form", "{开课日}{开课时刻}见", "星期六{开课时刻}见", "错误", []string{"星期六", "周四"}},
		{"duration", "约1小时。", "约60分钟。", "提醒", []string{"60分钟", "{时长}"}},
		{"other duration", "约1小时。", "约2小时。", "错误", []string{"约2小时", "1小时", "{时长}"}},
		{"other duration in words", "约1小时。", "约一个半小时。", "错误", []string{"一个半小时", "{时长}"}},
		{"questions' minutes", "还有{答疑分钟}分钟互动答疑", "还有10分钟互动答疑", "提醒", []string{"10分钟", "{答疑分钟}"}},
		{"other questions' minutes", "还有{答疑分钟}分钟互动答疑", "还有20分钟互动答疑", "错误", []string{"20分钟", "10分钟", "{答疑分钟}"}},
		{"duty", "班主任在线时间9:00-22:00，一般", "班主任在线时间8:30-22:00，一般", "错误", []string{"8:30", "9:00-22:00", "{在线时间}"}},
		{"duty in the morning", "早上9:00后回复你，可以先", "早上10:00后回复你，可以先", "错误", []string{"10:00", "{上班时间}"}},
		{"promised minutes", "一般30分钟内回复。\n  unknown_off", "一般10分钟内回复。\n  unknown_off", "错误", []string{"10分钟", "30分钟", "{承诺分钟}"}},
		{"end of the check-in", "签到已于{签到结束}结束。听了", "签到已于7月7日21:30结束。听了", "错误", []string{"21:30", "21:45", "{签到结束}"}},
		{"lead", "还有1小时开课", "还有2小时开课", "错误", []string{"还有2小时", "1小时", "还有{还有}"}},
		{"lead in words", "还有1小时开课", "还有半小时开课", "错误", []string{"半小时", "还有{还有}"}},
		{"leads", "提醒已开启，开课前1小时和10分钟通知你", "提醒已开启，开课前2小时通知你", "错误", []string{"2小时", "1小时和10分钟", "{提醒时间}"}},
		{"length", "控制在200字以内", "控制在100字以内", "错误", []string{"100字", "200字", "{最多字数}"}},
		{"wait for the passphrase", "请10分钟后再试", "请5分钟后再试", "错误", []string{"5分钟", "10分钟", "{口令等待}"}},
		{"no such pack", "【49】电商产品学习资料包", "【29】电商产品学习资料包", "错误", []string{"【29", "99、49"}},
		{"no such command", "回复「领取49」", "回复「领取69」", "错误", []string{"领取69", "99、49"}},
		{"no such report", "「失效99」或「失效49」", "「失效99」或「失效29」", "错误", []string{"失效29", "99、49"}},
		{"no such state", "49学习资料包：{状态49}", "学习资料包：{状态29}", "错误", []string{"{状态29}", "{状态49}"}},
		{"no such pack in an answer", "可免费领取价值99元的面试资料包", "可免费领取{简称88}", "错误", []string{"{简称88}", "{简称99}"}},
		{"no such price", "可免费领取价值99元", "可免费领取价值199元", "错误", []string{"价值199元", "资料包的价值不一致"}},
		{"name of the class", "已帮你排到候补", "「7步破解电商后台逻辑」已满，已帮你排到候补", "提醒", []string{"{课名}"}},
		{"organiser", "欢迎来到电商产品公开课！", "欢迎来到人人都是产品经理 & 起点课堂！", "提醒", []string{"{主办}"}},
		{"passphrase", "口令不对，再听", "口令不对（后台先行），再听", "提醒", []string{"口令", "后台先行"}},
		{"link", "不用反复领取。", "不用反复领取：https://pan.example.com/s/1ecom99a", "提醒", []string{"{链接}"}},
		{"as built in", "候补: true", "候补: true", "提醒", []string{"条文本和系统自带的一样，可以不写", "register_already", "第213、"}},
		{"as built in today", "候补: true", "候补: true", "提醒", []string{"条文本现在和系统自带的说得一样，可以不写", "human_ok", "第214、"}},
		{"no waitlist", "候补: true", "候补: false", "错误", []string{"候补", "关的"}},
		{"preview off", "必须先预览: true", "必须先预览: false", "错误", []string{"必须先预览", "true"}},
		{"another confirmation", "二次确认: 输入人数", "二次确认: 点一下", "错误", []string{"二次确认", "输入人数"}},
	}
}

// phases are texts of the file that are wrong in a phase of the class.
func phases() []edit {
	same := func(says ...string) edit { return edit{says[0], "候补: true", "候补: true", "提醒", says} }
	return []edit{
		same("文本「waitlist_promoted」在直播中", "20:30见", "直播正在进行"),
		same("文本「register_ok」在快开课时", "开课前1小时和10分钟会提醒你", "提醒已经过了"),
		same("文本「menu」在提问截止后", "4 向老师提问", "提问已经截止"),
		same("文本「checkin_ok」在提问截止后", "有问题回复「提问+你的问题」", "提问已经截止"),
		same("文本「pack_deliver」", "永久，请尽快转存", "pack_deliver_lasting"),
		same("文本「pack_lose」在签到截止后", "参加7月7日直播并签到", "pack_lose_only"),
		same("文本「board_empty」在提问截止后", "来当第一个"),
		same("文本「welcome」在直播中", "welcome_running"),
		same("答案在报名截止后", "报名已经截止", "{报名提示}"),
	}
}

// TestSpoken edits a file that words all its texts, and finds what the check says about the
// edited line. What contradicts the settings is an error with which the file serves.
func TestSpoken(t *testing.T) {
	t.Parallel()
	for _, tt := range append(particulars(), phases()...) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := sampleFile(t)
			at := strings.Index(file, tt.old)
			if at < 0 {
				t.Fatalf("the file does not hold %q", tt.old)
			}
			line := strings.Count(file[:at], "\n") + 1
			v, ps := load(t, strings.Replace(file, tt.old, tt.fresh, 1), time.Time{})
			for _, p := range ps {
				elsewhere := tt.old == tt.fresh || tt.name == "no waitlist" || !strings.Contains(p.Text, "里")
				if says(p, tt) && (elsewhere || p.Line >= line && p.Line <= line+1) {
					if v == nil && !hard(tt.name) {
						t.Errorf("the file does not serve: %v", p)
					}
					return
				}
			}
			t.Errorf("nothing says %s %q about line %d:\n%v", tt.kind, tt.says, line, ps)
		})
	}
}

// hard reports whether a mistake keeps the file from serving.
func hard(name string) bool {
	return slices.Contains([]string{"no such day", "wrong weekday", "no such price", "preview off", "another confirmation"}, name)
}

func says(p content.Problem, e edit) bool {
	if p.Warning != (e.kind == "提醒") {
		return false
	}
	for _, w := range e.says {
		if !strings.Contains(p.Text+p.Hint, w) {
			return false
		}
	}
	return true
}

// TestSpokenIsQuiet says nothing about texts that only look like it.
func TestSpokenIsQuiet(t *testing.T) {
	t.Parallel()
	const plain = "这个我还不会，已转给班主任"
	for _, words := range []string{
		"有问题先问老师，别等老师下课", "「30分钟」内请勿重复", "请在5分钟内回复「确认取消」", "第120步以后再说", "我们有3个班，5月1日放假也在", "方便老师看到",
		"2小时前发的也算", "周末也在", "回复1就行", "用30秒说清楚",
	} {
		file := strings.Replace(sampleFile(t), plain, plain+"。"+words, 1)
		at := strings.Count(file[:strings.Index(file, words)], "\n") + 1
		_, ps := load(t, file, time.Time{})
		for _, p := range ps {
			if p.Line == at && !p.Warning {
				t.Errorf("%q: %v", words, p)
			}
		}
	}
}

// TestRedundantOnce names the texts that may be left out in one warning of each kind,
// however many there are.
func TestRedundantOnce(t *testing.T) {
	t.Parallel()
	file := sampleFile(t)
	line := file[strings.Index(file, "  register_already:"):]
	line = line[:strings.Index(line, "\n")+1]
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"many": {file, []string{"条文本和系统自带的一样，可以不写", "条文本现在和系统自带的说得一样，可以不写"}},
		"one":  {withTexts(t, line), []string{"文本「register_already」和系统自带的一样，可以不写"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ps := load(t, c.file, time.Time{})
			var got []string
			for _, p := range ps {
				if strings.Contains(p.Text, "可以不写") {
					got = append(got, p.Text)
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %d warnings, want %d: %q", len(got), len(c.want), got)
			}
			for i, want := range c.want {
				if !strings.Contains(got[i], want) {
					t.Errorf("got %q, want %q", got[i], want)
				}
			}
		})
	}
}

// TestContradictionsServe loads a file with more contradictions than are listed: it serves
// all the same.
func TestContradictionsServe(t *testing.T) {
	t.Parallel()
	file := withTexts(t, "")
	for _, key := range []string{"ask_ok", "ask_short", "ask_long", "ask_limit", "vote_ok", "vote_own", "human_ok", "human_off"} {
		file += "  " + key + ": |-\n    好的。\n    "
		for i := range 30 {
			file += fmt.Sprintf("{状态%d}", 1000+i)
		}
		file += "\n"
	}
	v, ps := load(t, file, time.Time{})
	if last := ps[len(ps)-1]; v == nil || len(ps) < 200 || !strings.Contains(last.Text, "处没有列出") {
		t.Errorf("serves %t, %d problems, the last is %v", v != nil, len(ps), last)
	}
}

// TestLongNumberOfPack does not take a part of the number of a pack for a number of its own.
func TestLongNumberOfPack(t *testing.T) {
	t.Parallel()
	_, ps := load(t, withTexts(t, "  human_ok: 已转给班主任。{简称backend-book-2022}资料\n"), time.Time{})
	for _, p := range ps {
		if strings.Contains(p.Text, "没有编号是") {
			t.Error(p)
		}
	}
}
