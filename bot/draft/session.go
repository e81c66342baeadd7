package draft

import (
	"slices"
	"strings"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

// session is one of several dates.
type session struct {
	on         time.Time
	start, end int // -1 if not said
	title, raw string
	at         int
}

func (s session) String() string {
	out := s.on.Format(time.DateOnly)
	if s.start >= 0 {
		out += " " + clockOf(s.start)
		if s.end >= 0 {
			out += "-" + clockOf(s.end)
		}
	}
	return strings.TrimSpace(out + " " + s.title)
}

// counted is how the parts of a series are counted.
var counted = regexp.MustCompile(`第?\s*[一二三四五六七八九十\d]{1,2}\s*(?:场|讲|节课?|堂课?|期|站|弹)|(?:^|[^周期拜号日月\d])第?\s*[一二三四五六七八九十\d]{1,2}\s*(?:晚|夜|天)|(?i)\b(?:day|session|part|week|class|lesson|talk)\s*\d+`)

// sessions takes the dates of a class that is held several times or in several parts; it
// reports whether it is one.
func (r *reader) sessions(found []mention) bool {
	list := sessionLines(r)
	if len(list) < 2 {
		list = sessionDays(r, found)
	}
	if len(list) < 2 {
		list = sessionRounds(r, found)
	}
	if len(list) < 2 {
		return false
	}
	same := func(of func(s session) int) bool {
		return !slices.ContainsFunc(list, func(s session) bool { return of(s) != of(list[0]) || of(s) < 0 })
	}
	if same(func(s session) int { return int(s.on.Unix()) }) {
		r.fact(FieldDate, list[0].on.Format(time.DateOnly), list[0].raw)
	}
	if each := eachTimed(list); same(func(s session) int { return s.start }) && !each {
		r.fact(FieldStart, clockOf(list[0].start), list[0].raw)
	}
	if same(func(s session) int { return s.end }) && !eachTimed(list) {
		r.fact(FieldEnd, clockOf(list[0].end), list[0].raw)
	}
	if ms := moments(r, nil); list[0].start < 0 && same(func(session) int { return 0 }) && len(ms) > 0 {
		for i := range list {
			list[i].start, list[i].end = ms[0].start, ms[0].end
		}
		r.fact(FieldStart, clockOf(ms[0].start), ms[0].raw)
		if ms[0].end >= 0 {
			r.fact(FieldEnd, clockOf(ms[0].end), ms[0].raw)
		}
	}
	r.series = list
	for _, s := range list {
		r.fact(FieldSession, s.String(), s.raw)
		r.sessionLine[s.at] = true
	}
	if list[0].start < 0 {
		r.gap(FieldStart, "", list[0].raw)
	}
	if list[0].end < 0 {
		r.gap(FieldEnd, "", list[0].raw)
	}
	return true
}

// eachTimed reports that every session states its own day and time, so that the class has none
// of its own.
func eachTimed(list []session) bool {
	for i, s := range list {
		if s.start < 0 || i > 0 && s.on.Equal(list[i-1].on) || i > 0 && s.at == list[i-1].at {
			return false
		}
	}
	return true
}

// sessionLines takes lines that each hold a date: rows of a table, items of a list, counted
// parts.
func sessionLines(r *reader) []session {
	var best, run []session
	last := -10
	flush := func() {
		if distinct(run) > distinct(best) {
			best = run
		}
		run = nil
	}
	var kind lineKind
	for i := range r.lines {
		n := &r.lines[i]
		s, ok := lineSession(r, i)
		if !ok {
			continue
		}
		if i-last > 3 && !counted.MatchString(n.text) || len(run) > 0 && n.kind != kind && !counted.MatchString(n.text) {
			flush()
		}
		kind, last = n.kind, i
		run = append(run, s)
	}
	flush()
	if distinct(best) < 2 {
		return nil
	}
	return best
}

// lineSession reads a line that may be a session: it begins with a date or is counted.
func lineSession(r *reader, i int) (session, bool) {
	n := &r.lines[i]
	if n.topic.in(aboutOthers, aboutDeadline, aboutPacks, aboutSignup, aboutNotes, aboutTeacher, aboutPrice, aboutHost) {
		return session{}, false
	}
	ds := days(n.text)
	if len(ds) == 0 || otherDates.MatchString(n.text) && n.kind != row {
		return session{}, false
	}
	isCounted := counted.MatchString(n.text)
	above := i > 0 && n.kind != row && !isCounted && ds[0].from <= 6 && counted.MatchString(r.lines[i-1].text) && len(days(r.lines[i-1].text)) == 0
	isCounted = isCounted || above
	begins := ds[0].from <= 6 || n.own && (n.topic == aboutTime || n.topic == aboutSessions)
	if n.kind != row && !isCounted && (n.kind != item && n.topic != aboutTime && n.topic != aboutSessions || !begins || n.own) {
		return session{}, false
	}
	if n.kind == row && n.topic != aboutSessions && n.topic != aboutAgenda && n.topic != aboutTime && !begins {
		return session{}, false
	}
	on, known := r.almanac.fixed(ds[0])
	if !known {
		return session{}, false
	}
	out := session{on: on, start: -1, end: -1, raw: n.raw, at: i}
	cs := clocks(n.text, evening.MatchString(n.text))
	if len(cs) > 0 {
		out.start, out.end = cs[0].start, cs[0].end
	}
	out.title = sessionTitle(n, ds, cs)
	if above && out.title == "" {
		out.title = sessionWords(r.lines[i-1].text)
	}
	return out, true
}

// sessionTitle is what a line says besides date and time.
func sessionTitle(n *line, ds []day, cs []span) string {
	if n.kind == row && len(n.cells) > 0 {
		return rowTitle(n)
	}
	if len(ds) > 0 && isMostlyLatin(n.text) {
		if before := sessionWords(n.text[:ds[0].from]); runes(before) > 3 {
			return before
		}
	}
	s := []byte(n.text)
	for _, d := range ds {
		blank(s, d.from, d.to)
	}
	for _, c := range cs {
		blank(s, c.from, c.to)
	}
	return sessionWords(strings.ReplaceAll(string(s), "\x00", ""))
}

var (
	// sessionSpeaker says behind a title who speaks.
	sessionSpeaker = regexp.MustCompile(`\s*[/|｜丨（(，,]?\s*(?:讲师|主讲|主讲人|嘉宾|分享人|老师|导师)\s*[：:]\s*([\p{Han}A-Za-z· ]{2,16}?)\s*[）)]?$`)
	weekMarks      = regexp.MustCompile(`[（(]\s*(?:(?:周|星期)[一二三四五六日天])?\s*[)）]`)
	leadLabel      = regexp.MustCompile(`^(?:主题|题目|内容|时间|场次)\s*[：:]\s*`)
	emptyFrame     = regexp.MustCompile(`^[【\[]\s*[】\]]|[（(]\s*[)）]`)
)

func sessionWords(s string) string {
	s = sessionSpeaker.ReplaceAllString(weekMarks.ReplaceAllString(undecorated(collapse(s)), ""), "")
	for range 3 {
		if m := counted.FindStringIndex(s); m != nil && m[0] < 4 {
			s = s[:m[0]] + s[m[1]:]
		}
		s = emptyFrame.ReplaceAllString(leadLabel.ReplaceAllString(trimSigns(s), ""), "")
	}
	return trimSigns(s)
}

func blank(s []byte, from, to int) {
	for i := from; i < to && i < len(s); i++ {
		s[i] = 0
	}
}

// rowTitle is the cell of a row that names the subject.
func rowTitle(n *line) string {
	best := ""
	for _, c := range n.cells {
		if len(days(c)) > 0 || len(clocks(c, false)) > 0 || counted.MatchString(c) && runes(c) < 8 {
			continue
		}
		if runes(c) > runes(best) {
			best = c
		}
	}
	return best
}

func distinct(list []session) int {
	seen := map[[2]int64]bool{}
	for _, s := range list {
		seen[[2]int64{s.on.Unix(), int64(s.start)}] = true
	}
	return len(seen)
}

// sessionDays takes several days that one sentence names: a range, a list.
func sessionDays(r *reader, found []mention) (out []session) {
	for _, m := range found {
		if !m.known || m.relative || m.score < enough {
			continue
		}
		all := []int{m.date}
		for d := m.date + 1; d <= m.until && m.until-m.date <= 13; d++ {
			all = append(all, d)
		}
		all = append(all, m.more...)
		cs := clocks(m.text, evening.MatchString(m.text))
		dates := make([]time.Time, 0, len(all))
		for _, d := range all {
			dates = append(dates, date(m.on.Year(), int(m.on.Month()), d))
		}
		dates = append(dates, r.joined(m)...)
		if len(dates) < 2 {
			if m.line.topic == aboutTime && m.line.own && len(cs) > 1 && twoRounds.MatchString(m.text) {
				return rounds(m, cs)
			}
			continue
		}
		for _, on := range dates {
			s := session{on: on, start: -1, end: -1, raw: m.raw, at: m.at}
			if len(cs) > 0 {
				s.start, s.end = cs[0].start, cs[0].end
			}
			out = append(out, s)
		}
		return out
	}
	return nil
}

// sessionRounds takes several times of one day that a line of their own names.
func sessionRounds(r *reader, found []mention) []session {
	if len(found) == 0 || !found[0].known {
		return nil
	}
	for i := range r.lines {
		n := &r.lines[i]
		if !n.own || !n.topic.in(aboutSessions, aboutTime) || len(days(n.text)) > 0 || !twoRounds.MatchString(n.text) {
			continue
		}
		if cs := clocks(n.text, evening.MatchString(n.text)); len(cs) > 1 {
			m := found[0]
			m.raw, m.at = n.raw, i
			return rounds(m, cs)
		}
	}
	return nil
}

// twoRounds says that a class is held twice in a day.
var twoRounds = regexp.MustCompile(`任选|每场|两场|两轮|两个场次|上午场|下午场|晚场|第一场|二选一|(?i)two sessions`)

// rounds takes the times of one day as sessions.
func rounds(m mention, cs []span) (out []session) {
	for _, c := range cs {
		out = append(out, session{on: m.on, start: c.start, end: c.end, raw: m.raw, at: m.at})
	}
	return out
}

// joined returns further dates of a sentence that are joined to the first one.
func (r *reader) joined(m mention) (out []time.Time) {
	if m.line.topic != aboutTime && m.line.topic != aboutSessions {
		return nil
	}
	for _, d := range days(m.text) {
		if d.from <= m.from || d.relative {
			continue
		}
		between := m.text[m.to:d.from]
		if on, ok := r.almanac.fixed(d); ok && !on.Equal(m.on) && !otherDates.MatchString(clause(m.text, d.from, d.to)) && runes(between) < 40 {
			out = append(out, on)
		}
	}
	return out
}

// sessionPoints takes what the rows of a series are about as what the class teaches, if each
// speaks about something else.
func sessionPoints(r *reader, rows bool) {
	seen := map[string]bool{}
	for _, s := range r.series {
		if n := &r.lines[s.at]; s.title == "" || seen[s.title] || (n.kind == row) != rows || rows && n.columns == nil || runes(s.title) < 4 || counted.MatchString(s.title) {
			return
		}
		seen[s.title] = true
	}
	for _, s := range r.series {
		r.fact(FieldPoint, trimPoint(s.title), s.raw)
	}
}
