package content

import (
	"slices"
	"time"

	"zhujiao/bot/campaign"
)

// scheduleChecker checks that the times and windows of a class fit each other.
type scheduleChecker struct {
	report *problemList
	*calendar
}

// checkLength checks when the class begins and how long it takes.
func (sc *scheduleChecker) checkLength(s *section) {
	c, end := sc.c, s.get("结束")
	took := c.End.Sub(c.Start)
	switch {
	case took <= 0:
		sc.report.errorAt(end, "结束时间要晚于开始时间（"+sc.formatTime(c.Start)+"）"+lineOf(s, "开始"), "检查日期和时刻")
	case took > 24*time.Hour:
		sc.report.errorAt(end, "课程从 "+c.Start.Format(timeForm)+" 到 "+c.End.Format(timeForm)+"，超过24小时，太长了："+lasting(took), "检查年份和日期")
	case took > 8*time.Hour:
		sc.report.warnAt(end, "课程长达"+lasting(took)+"，太长了", "检查时刻")
	}
	switch {
	case sc.now.IsZero():
	case sc.now.After(c.End):
		sc.report.warnAt(s.get("开始"), "这一场已经结束了（"+c.End.Format(timeForm)+"）", "下一场课把日期改成新的，检查年份")
	case c.Start.Sub(sc.now) > 200*24*time.Hour:
		sc.report.warnAt(s.get("开始"), "离开课还有"+lasting(c.Start.Sub(sc.now)), "检查年份")
	}
}

// lasting says how long a span is.
func lasting(d time.Duration) string {
	if d >= 48*time.Hour {
		return number(int(d.Hours())/24) + "天"
	}
	if d%time.Hour == 0 {
		return number(int(d.Hours())) + "小时"
	}
	return number(int(d.Hours())) + "小时" + number(int(d.Minutes())%60) + "分钟"
}

// lineOf names the line of a key of a section.
func lineOf(s *section, key string) string {
	if v := s.n.child(key); v != nil && v.line > 0 {
		return "，第" + number(v.line) + "行"
	}
	return ""
}

// order reports a time of a section that does not come after another one. The later of
// both in the file is where it is reported.
func (sc *scheduleChecker) order(s *section, from, to string, begin, end time.Time) bool {
	if begin.IsZero() || end.IsZero() || begin.Before(end) {
		return true
	}
	at, other := s.get(to), from
	if first := s.get(from); at == nil || first != nil && first.line > at.line {
		at, other = first, to
	}
	what := "「" + s.name + "」的" + to + "（" + sc.formatTime(end) + "）要晚于" + from + "（" + sc.formatTime(begin) + "）" + lineOf(s, other)
	sc.report.errorAt(at, what, "检查日期和时刻，是不是写反了")
	return false
}

// checkSignup checks the section 报名 as a whole.
func (sc *scheduleChecker) checkSignup(s *section) {
	r, c := sc.c.Signup, sc.c
	if !sc.order(s, "开放", "截止", r.Open, r.Close) || !sc.timed() {
		return
	}
	open, shut, promote := s.get("开放"), s.get("截止"), s.get("候补停止转正")
	if open != nil && !r.Open.Before(c.Start) {
		sc.report.warnAt(open, "开课（"+sc.formatTime(c.Start)+"）以后才开放报名", "检查日期和时刻")
	}
	sc.checkYear(open, "报名的开放时间", r.Open)
	if shut != nil && r.Close.After(c.End) {
		sc.report.warnAt(shut, "下课（"+sc.formatTime(c.End)+"）以后才截止报名", "检查日期和时刻")
	}
	sc.checkYear(shut, "报名的截止时间", r.Close)
	if promote == nil {
		return
	}
	if r.PromoteUntil.After(c.End) {
		sc.report.warnAt(promote, "下课（"+sc.formatTime(c.End)+"）以后还在补席位", "检查日期和时刻")
	}
	if !r.Open.IsZero() && r.PromoteUntil.Before(r.Open) {
		sc.report.errorAt(promote, "「候补停止转正」早于报名的开放时间（"+sc.formatTime(r.Open)+"）"+lineOf(s, "开放"), "检查日期和时刻")
	}
}

// checkYear warns of a time so far from the class that its year is likely wrong.
func (sc *scheduleChecker) checkYear(n *node, what string, at time.Time) {
	if n == nil || at.IsZero() || sc.c.Start.IsZero() {
		return
	}
	if far := sc.c.Start.Sub(at).Abs(); far > 90*24*time.Hour {
		sc.report.warnAt(n, what+"（"+at.Format(timeForm)+"）和开课时间隔了"+lasting(far), "检查年份和日期")
	}
}

// checkCheckin checks the section 签到 as a whole.
func (sc *scheduleChecker) checkCheckin(s *section) {
	r, c := sc.c.Checkin, sc.c
	if !sc.order(s, "开始", "结束", r.Open, r.Close) || !sc.timed() {
		return
	}
	open, shut := s.get("开始"), s.get("结束")
	const most = 2 * time.Hour
	window := "签到时段（" + sc.formatTime(r.Open) + " 到 " + sc.formatTime(r.Close) + "）离课程时间超过2小时"
	class := "课程是 " + sc.formatTime(c.Start) + " 到 " + sc.formatTime(c.End) + "，检查日期和时刻"
	switch {
	case open != nil && c.Start.Sub(r.Open) > most:
		sc.report.errorAt(open, window+"：开始得太早", class)
	case open != nil && r.Open.After(c.End):
		sc.report.errorAt(open, "签到在下课以后才开始", class)
	}
	switch {
	case shut != nil && r.Close.Sub(c.End) > most:
		sc.report.errorAt(shut, window+"：结束得太晚", class)
	case shut != nil && r.Close.Before(c.Start):
		sc.report.errorAt(shut, "签到在开课以前就结束了", class)
	case shut != nil && r.Close.Before(c.End) && r.Close.Sub(c.Start) < 10*time.Minute:
		sc.report.warnAt(shut, "签到开课后不到10分钟就结束", class)
	}
}

// checkQuestions checks the section 提问 as a whole.
func (sc *scheduleChecker) checkQuestions(s *section) {
	r, c := sc.c.Questions, sc.c
	if least, most := s.get("最少字数"), s.get("最多字数"); r.MinRunes > r.MaxRunes {
		at, other := most, "最少字数"
		if most == nil || least != nil && least.line > most.line {
			at, other = least, "最多字数"
		}
		sc.report.errorAt(at, "最少字数（"+number(r.MinRunes)+"）大于最多字数（"+number(r.MaxRunes)+"）"+lineOf(s, other), "改成最少的小于最多的")
	}
	if !sc.order(s, "开放", "截止", r.Open, r.Close) || !sc.timed() {
		return
	}
	if open := s.get("开放"); open != nil {
		if r.Open.After(c.End) {
			sc.report.errorAt(open, "下课（"+sc.formatTime(c.End)+"）以后才开放提问", "检查日期和时刻")
		}
		sc.checkYear(open, "提问的开放时间", r.Open)
	}
	if shut := s.get("截止"); shut != nil {
		if r.Close.Before(c.Start) {
			sc.report.warnAt(shut, "开课（"+sc.formatTime(c.Start)+"）以前就截止提问", "检查日期和时刻")
		} else if r.Close.Sub(c.End) > 24*time.Hour {
			sc.report.warnAt(shut, "提问在下课（"+sc.formatTime(c.End)+"）"+lasting(r.Close.Sub(c.End))+"以后才截止", "检查日期和时刻")
		}
	}
}

// checkReminder checks when a reminder is due.
func (sc *scheduleChecker) checkReminder(s *section, r campaign.Reminder) {
	at, c := s.get("时间"), sc.c
	if at == nil || r.At.IsZero() || !sc.timed() {
		return
	}
	present := []campaign.AudienceKind{campaign.AudiencePresent, campaign.AudienceWithout}
	switch {
	case r.Audience.Kind == campaign.AudienceSeated && r.At.After(c.Start):
		sc.report.errorAt(at, "提醒时间（"+sc.formatTime(r.At)+"）在开课之后", "课程是 "+sc.formatTime(c.Start)+" 开始，检查日期和时刻")
	case slices.Contains(present, r.Audience.Kind) && r.At.Before(c.Checkin.Open):
		sc.report.warnAt(at, "提醒时间（"+sc.formatTime(r.At)+"）还没有人签到，不会有人收到", "检查日期和时刻")
	case c.Vain(r, r.At):
		sc.report.warnAt(at, "提醒时间（"+sc.formatTime(r.At)+"）在领取截止之后，不会发", "检查日期和时刻，或改「活动」的领取截止")
	case r.At.Before(c.Signup.Open):
		sc.report.warnAt(at, "提醒时间（"+r.At.Format(timeForm)+"）在报名开放之前", "检查年份、日期和时刻")
	default:
		sc.checkYear(at, "提醒时间", r.At)
	}
}

// timed reports whether the class has a beginning and an end that fit.
func (sc *scheduleChecker) timed() bool {
	return !sc.c.Start.IsZero() && !sc.c.End.IsZero() && sc.c.Start.Before(sc.c.End)
}
