package content

import (
	"maps"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
)

// Phase is a moment in the life of a class, with a name for a message.
type Phase struct {
	Name string
	At   time.Time
}

// Phases returns a moment of each phase of a class, in order: before registration opens,
// before the class, after the last reminder, during the class, after it, after each
// closing, and on the next day.
func Phases(c *campaign.Campaign) []Phase {
	var out []Phase
	add := func(name string, at time.Time, holds bool) {
		if holds && !slices.ContainsFunc(out, func(p Phase) bool { return p.At.Equal(at) }) {
			out = append(out, Phase{name, at})
		}
	}
	q, in, r := c.Questions, c.Checkin, c.Signup
	add("报名开放前", r.Open.Add(-time.Minute), !r.Open.IsZero() && r.Open.Before(c.Start))
	add("开课前", openBefore(c), true)
	add("快开课时", c.Start.Add(-time.Minute), true)
	add("直播中", c.Start.Add(c.End.Sub(c.Start)/3), true)
	add("报名截止后", r.Close.Add(time.Second), !r.Close.IsZero())
	add("提问截止后", q.Close.Add(time.Second), true)
	add("结束后", c.End.Add(time.Second), true)
	add("签到截止后", in.Close.Add(time.Second), c.HasCheckin())
	end := c.End.In(c.Zone)
	add("第二天", time.Date(end.Year(), end.Month(), end.Day()+1, 10, 0, 0, 0, c.Zone), true)
	slices.SortStableFunc(out, func(a, b Phase) int { return a.At.Compare(b.At) })
	return out
}

// openBefore is a moment before the class when registration and questions are open.
func openBefore(c *campaign.Campaign) time.Time {
	at := c.Start.Add(-2 * time.Hour)
	for _, open := range []time.Time{c.Signup.Open, c.Questions.Open} {
		if at.Before(open) && open.Before(c.Start) {
			at = open
		}
	}
	return at
}

// checkPhases warns of a text that is wrong in a phase of the class in which it is said,
// with the sentence that people would read. It returns true if it has.
func (l *speech) checkPhases(t *Texts, s spoken) bool {
	example := l.exampleVars(s.key, t)
	for _, p := range Phases(l.c) {
		m := moment{l.c, p.At, maps.Clone(example)}
		if l.closedAt(p.At) {
			m.vars["剩余"] = ""
		}
		if l.hasLasting() && (s.key == KeyPackDeliver || s.key == KeyPackAgain) {
			m.vars["有效至"] = forEver
		}
		if !sayable(s.key, m) || s.key == "" && p.At.Before(l.c.Signup.Open) {
			continue
		}
		said, why, hint := saidWrong(t, s, m)
		if why == "" {
			continue
		}
		l.report.warnAt(s.node, s.what()+"在"+p.Name+"（"+l.loader.cal.formatTime(p.At)+"）会说：「"+excerpt(said)+"」，"+why, hint)
		return true
	}
	return false
}

// saidWrong returns what a text of the file says at a moment and why that is wrong; why is
// empty if it is not.
func saidWrong(t *Texts, s spoken, m moment) (said, why, hint string) {
	if s.key == "" {
		tpl := t.compile(s.words)
		said = tpl.render(t.fitting(tpl, m.at, m.vars))
		return said, OutOfTime(m.class, m.at, said), "换成到时会自己消失的占位符，例如 {报名提示}"
	}
	said = t.Say(s.key, m.at, m.vars)
	if fitting := t.fit(s.key, m.at, m.vars); fitting != s.key && t.fileTexts[fitting] == "" {
		own := t.byKey[fitting]
		return said, "这时不合适", "系统自带的这时说：「" + excerpt(own.render(t.fitting(own, m.at, m.vars))) + "」；删掉这一条就用自带的，或再写一条 " + string(fitting)
	}
	return said, OutOfTime(m.class, m.at, said), "删掉这一条就用系统自带的，它会看时间"
}

func (l *speech) closedAt(at time.Time) bool {
	return !l.c.Signup.Close.IsZero() && at.After(l.c.Signup.Close) || l.c.Over(at)
}

func (l *speech) hasLasting() bool {
	return slices.ContainsFunc(l.c.Packs, func(p campaign.Pack) bool {
		return slices.ContainsFunc(p.Mirrors, func(m campaign.Mirror) bool { return m.Until == forEver })
	})
}

var (
	askInvitation     = regexp.MustCompile(`提问\+|「提问|向老师提问|想问老师`)
	checkinInvitation = regexp.MustCompile(`口令.{0,6}发给我|发口令`)
	reminderPromise   = regexp.MustCompile(`开课前.{0,14}(?:会提醒|提醒你|通知你|通知到你)`)
	meeting           = regexp.MustCompile(`(?:\d{1,2}:\d{2}|今晚|\d日|周[一二三四五六日天]）?)见`)
)

// OutOfTime says why a sentence is wrong at a time: what it offers is over. It is empty if
// nothing is known to be wrong.
func OutOfTime(c *campaign.Campaign, at time.Time, said string) string {
	return moment{c, at, nil}.wrong(said)
}

// wrong says why a sentence is wrong at a moment; empty if it is not.
func (m moment) wrong(said string) string {
	key := keyOf(m.class, "报名")
	switch {
	case m.class.Cancelled && (askInvitation.MatchString(said) || checkinInvitation.MatchString(said) ||
		reminderPromise.MatchString(said) || meeting.MatchString(said) || strings.Contains(said, "回复「"+key+"」")):
		return "可是本场已取消"
	case !m.class.Signup.Close.IsZero() && m.at.After(m.class.Signup.Close) &&
		(strings.Contains(said, "回复「"+key+"」免费") || strings.Contains(said, "回复「"+key+"」报名") || strings.Contains(said, "\n"+key+" 免费报名")):
		return "可是报名已经截止"
	case m.at.After(m.class.Questions.Close) && askInvitation.MatchString(said):
		return "可是提问已经截止"
	case m.class.HasCheckin() && m.at.After(m.class.Checkin.Close) && checkinInvitation.MatchString(said):
		return "可是签到已经结束"
	case len(m.class.RemindersLeft(m.at)) == 0 && reminderPromise.MatchString(said):
		return "可是开课前的提醒已经过了"
	case m.started() && meeting.MatchString(said):
		return "可是已经开课"
	default:
		return ""
	}
}

// sayable reports whether a text can be said at a moment at all. An answer always can.
func sayable(key Key, m moment) bool {
	r, in := m.class.Signup, m.class.Checkin
	open := !m.at.Before(r.Open) && (r.Close.IsZero() || !m.at.After(r.Close))
	over := m.class.Over(m.at)
	is := func(keys ...Key) bool { return slices.Contains(keys, key) }
	switch {
	case is(KeyRegisterOK, KeyRegisterOKScan, KeyWaitlistJoined, KeyPackNeedRegister, KeyCancelDone, KeyCancelNone,
		KeyCancelWaitlistDone, KeyWaitlistAlready, KeyCancelAsk):
		return open
	case is(KeyRegisterOKFar):
		return open && m.at.Before(m.class.Start.Add(-24*time.Hour))
	case is(KeyWelcome):
		return !over && (open || m.at.Before(r.Open))
	case is(KeyWelcomeShut):
		return !over && !open && !m.at.Before(r.Open)
	case is(KeyWelcomeOver, KeyClassOver):
		return over
	case is(KeyRegisterNotOpen):
		return m.at.Before(r.Open)
	case is(KeyWaitlistPromoted):
		return !m.at.After(m.class.End) && !m.at.Before(r.Open)
	case is(KeyCheckinEarly):
		return m.at.Before(in.Open)
	case is(KeyCheckinOK, KeyCheckinHow, KeyCheckinWrong, KeyCheckinWrongLimit, KeyCheckinFull, KeyCheckinShut):
		return !m.at.Before(in.Open) && !m.at.After(in.Close)
	case is(KeyPackNeedCheckin):
		return !m.at.Before(r.Open) && !m.at.After(in.Close)
	default:
		return sayableElse(key, m, over)
	}
}

func sayableElse(key Key, m moment, over bool) bool {
	in := func(keys ...Key) bool { return slices.Contains(keys, key) }
	switch {
	case in(KeyAskHelp, KeyAskOK, KeyAskShort, KeyAskLong, KeyAskLimit, KeyAskDuplicate, KeyAskOwn, KeyAskBlocked, KeyAskMuted):
		return m.class.Asking(m.at)
	case in(KeyCourtesyThanks):
		return m.at.Before(m.class.Start)
	case in(KeyMenu):
		return !over
	case in(KeyOptInFar):
		return m.at.Before(m.class.Start.Add(-24*time.Hour)) && len(m.class.RemindersLeft(m.at)) > 0
	case in(KeyOptIn, KeyOptInSoon, KeyOptInTapped, KeyOptInUnable):
		return len(m.class.RemindersLeft(m.at)) > 0
	case in(KeyVoteNone, KeyVoteOK, KeyVoteAlready, KeyVoteOwn, KeyBoard, KeyBoardEmpty):
		return !m.at.Before(m.class.Questions.Open)
	case ofPackText(key) && m.at.Before(m.class.Signup.Open):
		return false
	}
	return !slices.ContainsFunc([]string{"remind_", "m_", "alert_", "status_"}, func(kind string) bool {
		return strings.HasPrefix(string(key), kind) // said at a time of its own, or not to attendees
	})
}

// excerpt is a text in one line, cut to what a message has room for.
func excerpt(said string) string { return shorten(strings.Join(strings.Fields(said), " "), 90) }
