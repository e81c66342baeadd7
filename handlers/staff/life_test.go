package staff_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
	"zhujiao/bot/text"
	"zhujiao/handlers/attendee"
	"zhujiao/handlers/staff"
)

// paper is the file of the sample, which commands change in memory.
type paper struct {
	v    *content.Version
	base int
	by   string
	ran  bool
}

func (p *paper) Edit(_ context.Context, want func(*campaign.Campaign) []campaign.Setting) (moderation.ClassEdit, error) {
	known := attendee.Vocabulary()
	known.MaxText = 2048
	v, problems, err := content.Rewrite(p.v, want(p.v.Campaign), known)
	out := moderation.ClassEdit{Base: p.base, By: p.by, Old: p.v.Campaign}
	for _, x := range problems {
		out.Problems = append(out.Problems, moderation.FileProblem{Line: x.Line, What: x.Text})
	}
	if errors.Is(err, content.ErrBad) {
		return out, &moderation.FileError{Problems: out.Problems}
	}
	if err != nil {
		return out, err
	}
	out.New = v.Campaign
	out.Store = func(_ context.Context, by string, _ time.Time) (bool, error) {
		p.v, p.base, p.by = v, p.base+1, by
		return true, nil
	}
	return out, nil
}

func (p *paper) HasRun(context.Context, string, campaign.Reminder) (bool, error) { return p.ran, nil }

func (*paper) CountReminded(context.Context, string, time.Time) (people, reachable int, err error) {
	return 12, 9, nil
}

// TestReadSpan reads when a class begins and ends, as people write it.
func TestReadSpan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := func(d, hour, minute int) time.Time { return time.Date(2022, 7, d, hour, minute, 0, 0, w.Campaign.Zone) }
	for words, want := range map[string][2]time.Time{
		"7月14日 20:30":             {day(14, 20, 30)},
		"7月14日":                   {day(14, 20, 30)},
		"7月14日（周四）晚上8点半":          {day(14, 20, 30)},
		"2022-07-14 20:30":        {day(14, 20, 30)},
		"7月14日 20:30-22:00":       {day(14, 20, 30), day(14, 22, 0)},
		"2022-07-14 20:30-22:00":  {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 20:30 到 22:00":     {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 20:30至22:00":       {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 20:30～22:00":       {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 23:00-0:30":        {day(14, 23, 0), day(15, 0, 30)},
		"7月14日 20:30 90分钟":        {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 20:30，1.5小时":       {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 20:30 1个半小时":       {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 20:30 共1小时30分":     {day(14, 20, 30), day(14, 22, 0)},
		"7月14日 20:30 2小时":         {day(14, 20, 30), day(14, 22, 30)},
		"今晚9点":                    {day(7, 21, 0)},
		"7月14日 20:30-7月15日 01:00": {day(14, 20, 30), day(15, 1, 0)},
	} {
		start, end, problem := staff.ReadSpan(words, w.Campaign, w.at)
		if problem != text.TimeOK || !start.Equal(want[0]) || !end.Equal(want[1]) {
			t.Errorf("%q is %s to %s, %q, want %s to %s", words, start, end, problem, want[0], want[1])
		}
	}
	for words, want := range map[string]text.TimeProblem{
		"下周再说": text.TimeUnread, "": text.TimeUnread, "7月14日周五 20:30": text.TimeNoDay, "2月30日": text.TimeNoClock,
		"7月7日 11:00": text.TimePast, "10月14日 20:30": text.TimeFar, "7月14日 20:30-很晚": text.TimeUnread, "90分钟": text.TimeUnread,
		"20:30-22:00 7月14日": text.TimeUnread,
	} {
		if start, end, problem := staff.ReadSpan(words, w.Campaign, w.at); problem != want {
			t.Errorf("%q is %s to %s, %q, want %q", words, start, end, problem, want)
		}
	}
}

// TestBadClassTimes has words for each time that a class cannot have.
func TestBadClassTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for line, key := range map[string]content.Key{
		"改期 下周再说": content.KeyLifeTimeBad, "改期 2月30日 20:30": content.KeyLifeTimeNoDay, "改期 10月14日 20:30": content.KeyLifeTimeFar,
		"改期 7月7日 11:00": content.KeyLifePast, "改期 2022-07-06 20:30": content.KeyLifePast, "改期 7月7日": content.KeyLifeSame,
		"改期 7月14日 20:30-20:30": content.KeyLifeLong,
	} {
		if got := w.command(t, line); !like(w, key, got) {
			t.Errorf("%q is answered %q, want %s", line, got, key)
		}
	}
	for _, key := range []content.Key{
		content.KeyLifeTimeSkipped, content.KeyLifeRunning, content.KeyLifeOver, content.KeyLifeIsOff, content.KeyLifeIsOn,
	} {
		w.render(t, key, nil)
	}
}

// TestPlanLines plans with reminders that have run and a file that names the date.
func TestPlanLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paper.ran = true
	got := w.command(t, "改期 9月1日 20:30")
	for _, part := range []string{
		"开课：7月7日 20:30 → 9月1日 20:30", "不变：报名开放 7月6日 00:00", "提醒「开课前1小时」（7月7日 19:30）已经发过",
		"已有9人签到", "99资料包的「主链接」2022-08-07到期", "报名和候补共6人，通知能到5人；另外1人收不到", "「#确认 0001」",
	} {
		if !strings.Contains(got, part) {
			t.Errorf("the plan lacks %q:\n%s", part, got)
		}
	}
	w.air.audience = 0
	if got := w.command(t, "取消本场"); !strings.Contains(got, w.render(t, content.KeyLifeNobody, nil)) {
		t.Errorf("without anybody: %q", got)
	}
	got = w.command(t, "确认 0002")
	if !strings.HasSuffix(got, w.render(t, content.KeyLifeNobody, nil)) || w.paper.base != 2 || w.paper.by != "m1" {
		t.Errorf("cancelled: %q, version %d by %s", got, w.paper.base, w.paper.by)
	}
}

// TestNoticeRefused changes the class though the draft of its notice is refused.
func TestNoticeRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rules.Unable = true
	w.command(t, "取消本场 老师病了")
	got := w.command(t, "确认 0001")
	if !strings.Contains(got, "通知没有存成草稿：") || !w.paper.v.Campaign.Cancelled {
		t.Errorf("%q", got)
	}
}

// TestOvertakenClass tells who was faster.
func TestOvertakenClass(t *testing.T) {
	t.Parallel()
	for by, name := range map[string]string{"阿敏": "阿敏", "": "别人"} {
		w := newWorld(t)
		w.command(t, "换老师 李四")
		w.paper.base, w.paper.by = 2, by
		got, again := w.command(t, "确认 0001"), w.render(t, content.KeyLifeAgain, content.Vars{"名字": name})
		if !strings.HasPrefix(got, again+"\n将换老师") || !strings.Contains(got, "0002") {
			t.Errorf("%q", got)
		}
		if got := w.command(t, "确认 0002"); !strings.HasPrefix(got, "已换成李四老师") {
			t.Errorf("confirmed again: %q", got)
		}
		w.command(t, "取消本场")
		w.paper.base, w.paper.by = w.paper.base+1, by
		w.paper.v.Campaign.Cancelled = true
		if got := w.command(t, "确认 0003"); got != w.render(t, content.KeyLifeOvertaken, content.Vars{"名字": name}) {
			t.Errorf("what is so already: %q", got)
		}
	}
	w := newWorld(t)
	long := w.render(t, content.KeyLifeTooLong, content.Vars{"字数": "101", "数": "100"})
	if got := w.command(t, "取消本场 "+strings.Repeat("长", 101)); got != long {
		t.Errorf("a long reason: %q", got)
	}
	if got := w.command(t, "取消本场 遇到骗子"); got != w.render(t, content.KeyStaffBlocked, content.Vars{"词": "骗子"}) {
		t.Errorf("a blocked word: %q", got)
	}
	if got := w.command(t, "换老师 {讲师}"); !strings.Contains(got, "不能用占位符") {
		t.Errorf("a bad file: %q", got)
	}
}

// TestLifeRoles lets those who only read see where the class stands, and change nothing.
func TestLifeRoles(t *testing.T) {
	t.Parallel()
	for _, role := range []moderation.Role{moderation.RoleReader, moderation.RoleLecturer} {
		w := newWorld(t)
		w.who.Role = role
		for _, line := range []string{"改期 7月14日 20:30", "换老师 李四", "取消本场", "取消 本场 病了", "恢复本场", "恢复 本场", "名额 150", "确认 0001"} {
			got := w.command(t, line)
			if line != "确认 0001" && got != w.render(t, content.KeyStaffDenied, nil) || w.paper.base != 1 {
				t.Errorf("%s: %q is answered %q", role, line, got)
			}
		}
		if got := w.command(t, "进度"); !strings.HasPrefix(got, "报名中 12/120（候补3） · 19:30 提醒「开课前1小时」（可达9/12） · ") {
			t.Errorf("%s: %q", role, got)
		}
	}
}

// TestStages has words for each stage of a class.
func TestStages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.Campaign
	for _, x := range []struct {
		do    func()
		at    time.Time
		begin string
	}{
		{nil, c.Signup.Open.Add(-time.Hour), "未开放报名 · 7月6日 00:00 报名开放、提问开放 · "},
		{nil, noon(), "报名中 12/120（候补3）"},
		{func() { w.seats.closed = true }, noon(), "报名已关闭 12/120（候补3）"},
		{nil, c.Start, "直播中 12/120（候补3） 签到9"},
		{nil, c.End.Add(time.Second), "已下课 12/120（候补3） 签到9"},
		{nil, c.End.AddDate(0, 0, 31), "已结束 12/120（候补3）"},
		{func() { c.Cancelled = true }, noon(), "已取消 12/120（候补3） · 8月6日 21:30 领资料截止"},
	} {
		if x.do != nil {
			x.do()
		}
		w.at = x.at
		if got := w.command(t, "进度"); !strings.HasPrefix(got, x.begin) {
			t.Errorf("%q, want %q", got, x.begin)
		}
	}
	if got := w.command(t, "开报名"); got != w.render(t, content.KeyLifeIsOff, nil) {
		t.Errorf("opening a cancelled class: %q", got)
	}
}

// TestSeatsTotal sets how many seats there are.
func TestSeatsTotal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for line, want := range map[string]expected{
		"名额 120":  {"", nil, content.KeyLifeSame, nil},
		"名额 100":  {"", nil, content.KeyStaffSeatsLess, content.Vars{"数": "20", "总": "100", "报名": "12"}},
		"名额 10席":  {"", nil, content.KeyStaffSeatsShort, content.Vars{"总": "10", "报名": "12"}},
		"名额 共150": {"", nil, content.KeyStaffSeatsAsk, content.Vars{"数": "30", "总": "150"}},
		"名额":      {"", nil, content.KeyStaffUsage, content.Vars{"写法": "#加席 20，或 #名额 150"}},
		"名额 0":    {"", nil, content.KeyStaffUsage, content.Vars{"写法": "#加席 20，或 #名额 150"}},
	} {
		got := w.command(t, line)
		if want.vars == nil {
			want.vars = content.Vars{}
		}
		want.vars["码"] = "\uE000"
		begin, _, _ := strings.Cut(w.render(t, want.key, want.vars), "\uE000")
		if !strings.HasPrefix(got, begin) {
			t.Errorf("%q is answered %q, want %q", line, got, begin)
		}
	}
}
