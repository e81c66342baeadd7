package content

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

var campaignID = regexp.MustCompile(`^[\p{L}\p{N}_.-]{1,40}$`)

// checkEvent checks the section 活动 as a whole.
func (l *loader) checkEvent(s *section, n *node) {
	c := l.c
	if !c.Start.IsZero() && !c.End.IsZero() {
		l.checkLength(s)
	}
	if c.ID != "" && (!campaignID.MatchString(c.ID) || len(c.ID) > 40) {
		l.errorAt(s.get("编号"), "编号只能用字母、数字和「-」，最多40个，现在是「"+shorten(c.ID, 50)+"」", exampleHint("活动", "编号"))
	}
	for _, key := range []string{"名称", "主办", "讲师", "下一场"} {
		if v := s.get(key); v != nil && v.kind == scalarNode {
			(&checker{l}).checkLuring(v, "「"+key+"」", v.text)
			l.checkBraces(v, "「"+key+"」", v.text, func(string) bool { return false })
			if placeholdersIn(v.text) != nil {
				l.errorAt(v, "「"+key+"」里不能用占位符："+shorten(v.text, 30), "直接写出内容")
			}
		}
	}
	l.checkLink(s.get("隐私链接"), c.Privacy)
	room := s.n.child("直播间")
	if room == nil {
		room = n
	}
	if c.LiveRoom == "" && !l.now.IsZero() && !c.Start.IsZero() && c.Start.Sub(l.now) <= 2*time.Hour && l.now.Before(c.End) {
		l.errorAt(room, "离开课不到2小时，「直播间」还没有填", "填上直播间地址")
	}
	l.checkLink(s.get("直播间"), c.LiveRoom)
}

// checkLength checks when the class begins and how long it takes.
func (l *loader) checkLength(s *section) {
	c, end := l.c, s.get("结束")
	took := c.End.Sub(c.Start)
	switch {
	case took <= 0:
		l.errorAt(end, "结束时间要晚于开始时间（"+l.formatTime(c.Start)+"）"+lineOf(s, "开始"), "检查日期和时刻")
	case took > 24*time.Hour:
		l.errorAt(end, "课程从 "+c.Start.Format(timeForm)+" 到 "+c.End.Format(timeForm)+"，超过24小时，太长了："+lasting(took), "检查年份和日期")
	case took > 8*time.Hour:
		l.warnAt(end, "课程长达"+lasting(took)+"，太长了", "检查时刻")
	}
	switch {
	case l.now.IsZero():
	case l.now.After(c.End):
		l.warnAt(s.get("开始"), "这一场已经结束了（"+c.End.Format(timeForm)+"）", "下一场课把日期改成新的，检查年份")
	case c.Start.Sub(l.now) > 200*24*time.Hour:
		l.warnAt(s.get("开始"), "离开课还有"+lasting(c.Start.Sub(l.now)), "检查年份")
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
func (l *loader) order(s *section, from, to string, begin, end time.Time) bool {
	if begin.IsZero() || end.IsZero() || begin.Before(end) {
		return true
	}
	at, other := s.get(to), from
	if first := s.get(from); at == nil || first != nil && first.line > at.line {
		at, other = first, to
	}
	l.errorAt(at, "「"+s.name+"」的"+to+"（"+l.formatTime(end)+"）要晚于"+from+"（"+l.formatTime(begin)+"）"+lineOf(s, other), "检查日期和时刻，是不是写反了")
	return false
}

// checkSignup checks the section 报名 as a whole.
func (l *loader) checkSignup(s *section) {
	r, c := l.c.Signup, l.c
	if !l.order(s, "开放", "截止", r.Open, r.Close) || !l.timed() {
		return
	}
	open, shut, promote := s.get("开放"), s.get("截止"), s.get("候补停止转正")
	if open != nil && !r.Open.Before(c.Start) {
		l.warnAt(open, "开课（"+l.formatTime(c.Start)+"）以后才开放报名", "检查日期和时刻")
	}
	l.checkYear(open, "报名的开放时间", r.Open)
	if shut != nil && r.Close.After(c.End) {
		l.warnAt(shut, "下课（"+l.formatTime(c.End)+"）以后才截止报名", "检查日期和时刻")
	}
	l.checkYear(shut, "报名的截止时间", r.Close)
	if promote == nil {
		return
	}
	if r.PromoteUntil.After(c.End) {
		l.warnAt(promote, "下课（"+l.formatTime(c.End)+"）以后还在补席位", "检查日期和时刻")
	}
	if !r.Open.IsZero() && r.PromoteUntil.Before(r.Open) {
		l.errorAt(promote, "「候补停止转正」早于报名的开放时间（"+l.formatTime(r.Open)+"）"+lineOf(s, "开放"), "检查日期和时刻")
	}
}

// checkYear warns of a time so far from the class that its year is likely wrong.
func (l *loader) checkYear(n *node, what string, at time.Time) {
	if n == nil || at.IsZero() || l.c.Start.IsZero() {
		return
	}
	if far := l.c.Start.Sub(at).Abs(); far > 90*24*time.Hour {
		l.warnAt(n, what+"（"+at.Format(timeForm)+"）和开课时间隔了"+lasting(far), "检查年份和日期")
	}
}

// prefixCommands are commands that take words after them: a phrase that begins with one
// is never read as a passphrase.
func prefixCommands() []string {
	return []string{"提问", "取消顶", "补签", "领取", "失效", "签到", "顶"}
}

// checkPassphrases checks the passphrases of the check-in.
func (l *loader) checkPassphrases(s *section, phrases []string) {
	list := s.get("口令")
	if list == nil || list.kind != listNode {
		return
	}
	if len(phrases) == 0 {
		l.errorAt(list, "「口令」是空的，至少写一个", exampleHint("签到", "口令"))
	}
	l.claimAll(list, phrases, checkinOwner)
	for i, p := range phrases {
		at := list.items[i]
		for _, w := range prefixCommands() {
			if strings.HasPrefix(text.Fold(p), w) && text.Fold(p) != w {
				l.errorAt(at, "口令「"+p+"」以指令「"+w+"」开头，会被当成指令", "换一个口令")
				break
			}
		}
		if strings.HasPrefix(p, "#") {
			l.errorAt(at, "口令「"+p+"」以「#」开头，会被当成班主任的指令", "换一个口令")
		}
		if len([]rune(text.Fold(p))) == 1 && !isDigits(text.Fold(p)) {
			l.warnAt(at, "口令「"+p+"」只有一个字，容易猜到", "换一个长一点的")
		}
		if strings.ContainsAny(p, "{}｛｝") {
			l.errorAt(at, "口令「"+p+"」里不能用占位符", "直接写出口令")
		}
	}
}

// checkCheckin checks the section 签到 as a whole.
func (l *loader) checkCheckin(s *section) {
	r, c := l.c.Checkin, l.c
	if !l.order(s, "开始", "结束", r.Open, r.Close) || !l.timed() {
		return
	}
	open, shut := s.get("开始"), s.get("结束")
	const most = 2 * time.Hour
	window := "签到时段（" + l.formatTime(r.Open) + " 到 " + l.formatTime(r.Close) + "）离课程时间超过2小时"
	class := "课程是 " + l.formatTime(c.Start) + " 到 " + l.formatTime(c.End) + "，检查日期和时刻"
	switch {
	case open != nil && c.Start.Sub(r.Open) > most:
		l.errorAt(open, window+"：开始得太早", class)
	case open != nil && r.Open.After(c.End):
		l.errorAt(open, "签到在下课以后才开始", class)
	}
	switch {
	case shut != nil && r.Close.Sub(c.End) > most:
		l.errorAt(shut, window+"：结束得太晚", class)
	case shut != nil && r.Close.Before(c.Start):
		l.errorAt(shut, "签到在开课以前就结束了", class)
	case shut != nil && r.Close.Before(c.End) && r.Close.Sub(c.Start) < 10*time.Minute:
		l.warnAt(shut, "签到开课后不到10分钟就结束", class)
	}
}

// checkQuestions checks the section 提问 as a whole.
func (l *loader) checkQuestions(s *section) {
	r, c := l.c.Questions, l.c
	if least, most := s.get("最少字数"), s.get("最多字数"); r.MinRunes > r.MaxRunes {
		at, other := most, "最少字数"
		if most == nil || least != nil && least.line > most.line {
			at, other = least, "最多字数"
		}
		l.errorAt(at, "最少字数（"+number(r.MinRunes)+"）大于最多字数（"+number(r.MaxRunes)+"）"+lineOf(s, other), "改成最少的小于最多的")
	}
	if !l.order(s, "开放", "截止", r.Open, r.Close) || !l.timed() {
		return
	}
	if open := s.get("开放"); open != nil {
		if r.Open.After(c.End) {
			l.errorAt(open, "下课（"+l.formatTime(c.End)+"）以后才开放提问", "检查日期和时刻")
		}
		l.checkYear(open, "提问的开放时间", r.Open)
	}
	if shut := s.get("截止"); shut != nil {
		if r.Close.Before(c.Start) {
			l.warnAt(shut, "开课（"+l.formatTime(c.Start)+"）以前就截止提问", "检查日期和时刻")
		} else if r.Close.Sub(c.End) > 24*time.Hour {
			l.warnAt(shut, "提问在下课（"+l.formatTime(c.End)+"）"+lasting(r.Close.Sub(c.End))+"以后才截止", "检查日期和时刻")
		}
	}
}

// checkReminder checks when a reminder is due.
func (l *loader) checkReminder(s *section, r campaign.Reminder) {
	at, c := s.get("时间"), l.c
	if at == nil || r.At.IsZero() || !l.timed() {
		return
	}
	present := []campaign.AudienceKind{campaign.AudiencePresent, campaign.AudienceWithout}
	switch {
	case r.Audience.Kind == campaign.AudienceSeated && r.At.After(c.Start):
		l.errorAt(at, "提醒时间（"+l.formatTime(r.At)+"）在开课之后", "课程是 "+l.formatTime(c.Start)+" 开始，检查日期和时刻")
	case slices.Contains(present, r.Audience.Kind) && r.At.Before(c.Checkin.Open):
		l.warnAt(at, "提醒时间（"+l.formatTime(r.At)+"）还没有人签到，不会有人收到", "检查日期和时刻")
	case r.At.Before(c.Signup.Open):
		l.warnAt(at, "提醒时间（"+r.At.Format(timeForm)+"）在报名开放之前", "检查年份、日期和时刻")
	default:
		l.checkYear(at, "提醒时间", r.At)
	}
}

// timed reports whether the class has a beginning and an end that fit.
func (l *loader) timed() bool {
	return !l.c.Start.IsZero() && !l.c.End.IsZero() && l.c.Start.Before(l.c.End)
}
