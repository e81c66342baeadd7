package draft

import (
	"slices"
	"strings"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

// sentence is a sentence with what is around it.
type sentence struct {
	raw, text string
	line      *line
	at        int // number of its line
	first     bool
}

// mention is a date in a sentence that may be the class's.
type mention struct {
	day
	sentence
	on    time.Time
	known bool
	score int
}

// moment is a time in a sentence that may be the class's.
type moment struct {
	span
	sentence
	score int
}

var (
	classWords  = regexp.MustCompile(`直播|开播|开课|开讲|公开课|举行|举办|召开|上课|分享会|讲座|沙龙|准时|不见不散|见面|线上见|等你|特邀|邀请|开始|开启|相约|活动时间|带来|(?i)\b(?:live|join us|webinar|workshop|class|talk|starts?|meetup|session|takes place)\b`)
	otherDates  = regexp.MustCompile(`截止|为止|停止|通道|表单|(?:关闭)|前(?:登录|填写|扫|提交|登记|接龙)|截至|前报名|之前|报名时间|回放|有效期|失效|更新|早鸟|开奖|公布|入职|毕业|创立|成立|上线|去年|上一?期|往期|首期|曾|数据显示|报告显示|统计|发放|发货|退款|生效|报名开放|开放报名|领取|预售|获奖|(?i)deadline|register (?:by|before)|rsvp by|until|before|early bird|founded|since|last (?:year|month)|recording|posted|published|updated`)
	otherClocks = regexp.MustCompile(`为止|停止|关闭|前(?:登录|填写|扫|提交|登记|接龙)|签到|入场|截止|在线时间|客服|工作时间|进场|检录|前报名|之前|班主任在线|抽奖|开奖|试音|暖场|候场|提前\d|(?i)doors|check-?in|deadline|office hours|register by|rsvp`)
	clauseEnd   = regexp.MustCompile(`[，,。；;！!？?（）()]`)
)

// clause returns the part of a sentence around a place.
func clause(s string, from, to int) string {
	start, end := 0, len(s)
	for _, m := range clauseEnd.FindAllStringIndex(s, 60) {
		if m[1] <= from {
			start = m[1]
		}
		if m[0] >= to && m[0] < end {
			end = m[0]
			break
		}
	}
	return s[start:end]
}

// mentions finds the dates that may be the class's.
func mentions(r *reader) (out []mention) {
	for i, s := range r.sentences {
		if s.line.topic.in(aboutOthers, aboutDeadline, aboutTeacher, aboutMC) {
			continue
		}
		ds := days(s.text)
		if len(ds) == 0 || s.at < 3 && s.line.topic == noTopic && postedOn.MatchString(s.text) || s.at < 3 && s.line.topic == noTopic && onlyDate.MatchString(s.text) && !s.line.bold && clocksWithSeconds(s.text) {
			continue
		}
		for _, d := range ds {
			m := mention{day: d, sentence: s}
			m.on, m.known = r.almanac.fixed(d)
			m.score = scoreDay(s, d)
			if i+1 < len(r.sentences) && sameDay.MatchString(r.sentences[i+1].text) {
				m.score += 6
			}
			out = append(out, m)
		}
	}
	return out
}

// clocksWithSeconds reports a moment of a day: a line of nothing but that is when the article was sent.
func clocksWithSeconds(s string) bool {
	cs := clocks(s, false)
	return len(cs) == 1 && cs[0].end < 0
}

// sameDay says that the class is on the day that the sentence before names.
var sameDay = regexp.MustCompile(`(?:定于|拟于|将于|于)当[日天]`)

var (
	// beforeThen is behind a day or a time until which something is to be done, with what belongs to
	// it between: 11月27日闭馆（17:30）之前.
	beforeThen = regexp.MustCompile(`^[^，。；！]{0,12}(?:之前|以前)`)
	// sharp says that the class begins at a time.
	sharp = regexp.MustCompile(`准时(?:开讲|开始|开播|开课|上课)`)
	// thatDay is the day of the class, named before.
	thatDay = regexp.MustCompile(`当[天晚日]|那[天晚]`)
)

// clockNext is a time at once behind a day.
var clockNext = regexp.MustCompile(`^(?:早上|上午|中午|下午|晚上|晚)?\s*(?:\d|[一二三四五六七八九十]{1,2}点)`)

// nearness is how much a day that is told from the publication looks like that of the class.
func nearness(s sentence, d day) int {
	score := -1
	if clockNext.MatchString(s.text[d.to:]) {
		score += 2
	}
	if strings.HasSuffix(d.words, "晚") || d.byWeek || strings.EqualFold(d.words, "tonight") {
		score++
	}
	return score
}

// spokenOf is how much the words of a sentence speak of the class; those of a short one the more.
func spokenOf(s sentence, d day) int {
	switch {
	case !classWords.MatchString(s.text):
		return 0
	case runes(s.text) <= 20 && !d.relative:
		return 4
	}
	return 3
}

// scoreDay says how much a date looks like that of the class.
func scoreDay(s sentence, d day) int {
	score := 0
	if s.line.topic == aboutTime || s.line.topic == aboutSessions {
		score += 8
		if s.line.own {
			score += 2
		}
	}
	score += spokenOf(s, d)
	if len(clocks(s.text, false)) > 0 {
		score += 4
	}
	if d.hasWeekday && !d.relative {
		score += 2
		if runes(s.text) <= 30 { // a line that is nothing but the date
			score++
		}
	}
	if d.relative {
		score += nearness(s, d)
	}
	if d.slash && s.line.topic != aboutTime && !d.hasWeekday {
		score -= 3
	}
	if otherDates.MatchString(quoted.ReplaceAllString(clause(s.text, d.from, d.to), "")) || beforeThen.MatchString(s.text[d.to:]) {
		score -= 10
	}
	if s.line.topic == aboutPoints || s.line.topic == aboutNotes {
		score -= 3
	}
	return score
}

// quoted is what stands in quotation marks, which are words of somebody else: "Bees Before Breakfast".
var quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”|《[^》]*》`)

// enough is the score from which a date or a time is the class's.
const enough = 3

// when reads date, times and sessions.
func (r *reader) when() {
	found := slices.DeleteFunc(mentions(r), func(m mention) bool { return m.score < enough })
	slices.SortStableFunc(found, func(a, b mention) int {
		if a.known != b.known {
			if a.known {
				return -1
			}
			return 1
		}
		return b.score - a.score
	})
	checkWeekdays(r, found)
	checkSaidWeekday(r, found)
	if r.sessions(found) {
		return
	}
	var chosen *mention
	if len(found) > 0 {
		chosen = &found[0]
	}
	r.day(chosen, found)
	times(r, chosen)
}

// day takes the date of the class.
func (r *reader) day(chosen *mention, found []mention) {
	if chosen == nil || !chosen.known {
		source := ""
		if chosen != nil {
			source = chosen.raw
			if !chosen.relative && (r.almanac.year > 0 || !r.almanac.published.IsZero() || chosen.year > 0) {
				clash(r, Clash{Kind: ClashImpossible, A: chosen.words, Source: source})
			}
		}
		r.gap(FieldDate, "", source)
		return
	}
	r.fact(FieldDate, chosen.on.Format(time.DateOnly), chosen.raw)
	if p := r.almanac.published; !p.IsZero() && chosen.on.Before(date(p.Year(), int(p.Month()), p.Day())) {
		clash(r, Clash{Kind: ClashPublished, A: chosen.on.Format(time.DateOnly), B: p.Format(time.DateOnly), Source: chosen.raw})
	}
	for _, m := range found {
		if m.known && m.score >= enough+1 && !m.on.Equal(chosen.on) {
			clash(r, Clash{Kind: ClashDate, A: chosen.on.Format(time.DateOnly), B: m.on.Format(time.DateOnly), Source: m.raw})
			return
		}
	}
}

// checkWeekdays compares dates with the weekdays beside them.
func checkWeekdays(r *reader, found []mention) {
	seen := map[string]bool{}
	for _, m := range found {
		if !m.known || m.relative || !m.hasWeekday || m.on.Weekday() == m.weekday || seen[m.on.String()] {
			continue
		}
		seen[m.on.String()] = true
		clash(r, Clash{Kind: ClashWeekday, A: m.on.Format(time.DateOnly), B: m.on.Weekday().String(), C: m.weekday.String(), Source: m.raw})
	}
}

// dayIs is a sentence that says which weekday the day of the class is.
var dayIs = regexp.MustCompile(`(?:讲座|活动|直播|课程|开课|上课|培训|沙龙|当|那)(?:当)?[天日](?:是|为|恰逢|正值|正好是)(?:周|星期|礼拜)([一二三四五六日天])`)

// checkSaidWeekday compares the date with the weekday that another sentence says it is.
func checkSaidWeekday(r *reader, found []mention) {
	if len(found) == 0 || !found[0].known {
		return
	}
	for _, s := range relevant(r) {
		m := dayIs.FindStringSubmatch(s.text)
		if m == nil {
			continue
		}
		if w, ok := weekdayOf(m[1], ""); ok && w != found[0].on.Weekday() {
			clash(r, Clash{Kind: ClashWeekday, A: found[0].on.Format(time.DateOnly), B: found[0].on.Weekday().String(), C: w.String(), Source: s.raw})
		}
	}
}

// evening says that a sentence speaks of an evening.
var evening = regexp.MustCompile(`今晚|明晚|当晚|每晚|后晚|[一二三四五六日天号]\)?）?\s*晚|(?i)\btonight\b|\bevening\b`)

// moments finds the times that may be the class's.
func moments(r *reader, chosen *mention) (out []moment) {
	for _, s := range r.sentences {
		if s.line.topic.in(aboutOthers, aboutDeadline, aboutTeacher, aboutMC, aboutAgenda) {
			continue
		}
		ds := days(s.text)
		for i, c := range clocks(s.text, evening.MatchString(s.text)) {
			if m := (moment{c, s, scoreClock(s, c, ds, chosen) - min(i, 2)}); m.score >= enough {
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b moment) int { return b.score - a.score })
	return out
}

// scoreClock says how much a time looks like that of the class.
func scoreClock(s sentence, c span, ds []day, chosen *mention) (score int) {
	if s.line.topic.in(aboutTime, aboutSessions) {
		score += 8
	}
	if classWords.MatchString(clause(s.text, c.from, c.to)) || len(ds) > 0 && classWords.MatchString(s.text) {
		score += 3
	}
	switch {
	case chosen != nil && chosen.at == s.at && chosen.raw == s.raw:
		score += 5
	case len(ds) > 0 && scoreDay(s, ds[0]) >= enough:
		score += 3
	}
	if c.end >= 0 {
		score += 2
		if runes(s.text) <= 40 { // a line that is nothing but the time
			score++
		}
	}
	if c.bare {
		score -= 3
	}
	if s.line.topic.in(aboutPoints, aboutNotes) {
		score -= 3
	}
	if sharp.MatchString(clause(s.text, c.from, c.to)) {
		score += 2
	}
	if thatDay.MatchString(clause(s.text, c.from, c.to)) {
		score += 3
	}
	if beforeThen.MatchString(s.text[c.to:]) {
		score -= 12
	}
	if otherClocks.MatchString(clause(s.text, c.from, c.to)) {
		score -= 12
	}
	return score
}

// end takes the end of the class: what stands behind its start, else what follows from its
// length if that is exact.
func (r *reader) end(best moment, found []moment) {
	end, source := best.end, best.raw
	for _, m := range found {
		if end < 0 && m.start == best.start && m.end >= 0 {
			end, source = m.end, m.raw
		}
		if end >= 0 && m.start == best.start && m.end >= 0 && m.end != end {
			clash(r, Clash{Kind: ClashEnd, A: clockOf(end), B: clockOf(m.end), Source: m.raw})
			break
		}
	}
	if end < 0 {
		end, source = saidEnd(r, best.start, source)
	}
	length, exact, said := r.length()
	if end < 0 && length > 0 && exact {
		end, source = best.start+length, said
		length = 0
	}
	if agenda := fromAgenda(r); end < 0 && len(agenda) > 0 && agenda[0].start == best.start {
		end, source = agenda[0].end, agenda[0].raw
	}
	if end < 0 {
		r.gap(FieldEnd, "", said)
		return
	}
	r.fact(FieldEnd, clockOf(end), source)
	if end <= best.start && best.start < 22*60 {
		clash(r, Clash{Kind: ClashBackwards, A: clockOf(best.start), B: clockOf(end), Source: source})
	} else if d := end - best.start; length > 0 && end > best.start && (d-length > 20 || length-d > 20) {
		clash(r, Clash{Kind: ClashLength, A: itoa(length), B: itoa(d), Source: said})
	}
}

var (
	lengthSaid = regexp.MustCompile(`(约|大约|大概|左右|(?i)about |around |approx\w*\.? )?\s*(\d+(?:\.5)?|[一二两三四五六七八九十]{1,3}|半)\s*(个半小时|个?小时半|个?小时|分钟|(?i)-?\s?minutes?|-?\s?mins?\b|-?\s?hours?)(左右)?`)
	lengthCue  = regexp.MustCompile(`时长|全程|历时|持续|为时|共计|(?i)duration|lasts?\b|-minute\b|-hour\b`)
	lengthOf   = regexp.MustCompile(`^(?:的)?(?:免费)?(?:直播|公开课|课程|分享|线上|讲座)|^(?i:\s*(?:webinar|session|class|talk|workshop|live))`)
	lengthNot  = regexp.MustCompile(`答疑|问答|互动|提问|咨询|个案|(?i:consultation|one-to-one)|提前|前|每天|每周|内|(?i)q&a|before|break`)
)

// lengthAlone is a clause that is nothing but how long something takes: ，讲半个小时，.
var lengthAlone = regexp.MustCompile(`^[，。；\s]*(?:大概|一共|总共|共)?(?:讲|播|聊|上)?(?:\d+(?:\.5)?|[一二两三四五六七八九十]{1,3}|半)\s*(?:个半小时|个?小时半|个?小时|分钟)[，。；！\s]*$`)

// length is how long the class takes, in minutes; 0 if that is not said. exact is false for
// "about".
func (r *reader) length() (length int, exact bool, source string) {
	for _, s := range r.sentences {
		if s.line.topic.in(aboutOthers, aboutAgenda, aboutTeacher, aboutPacks, aboutQA, aboutDeadline) {
			continue
		}
		for _, m := range lengthSaid.FindAllStringSubmatchIndex(s.text, 6) {
			around := clause(s.text, m[0], m[1])
			topical := s.line.topic == aboutLength || s.line.topic == aboutTime
			if lengthNot.MatchString(around) && s.line.topic != aboutLength || !topical && !lengthCue.MatchString(around) && (!lengthAlone.MatchString(around) || len(clocks(s.text, false)) == 0) && !lengthOf.MatchString(s.text[m[1]:]) {
				continue
			}
			n := spanMinutes(group(s.text, m, 2), group(s.text, m, 3))
			if n < 20 || n > 600 {
				continue
			}
			return n, group(s.text, m, 1) == "" && group(s.text, m, 4) == "" && (topical || lengthCue.MatchString(around) || lengthAlone.MatchString(around)), s.raw
		}
	}
	return 0, false, ""
}

// spanMinutes reads a length.
func spanMinutes(n, unit string) int {
	unit = strings.ToLower(strings.Trim(unit, "- "))
	hours := strings.Contains(unit, "小时") || strings.HasPrefix(unit, "h")
	switch whole, half, dotted := strings.Cut(n, "."); {
	case n == "半":
		return 30
	case dotted && hours && half == "5":
		return atoi(whole)*60 + 30
	case dotted:
		return 0
	}
	v, _ := number(n)
	if unit == "刻钟" {
		return 15 * v
	}
	if !hours {
		return v
	}
	if strings.Contains(unit, "半") {
		return v*60 + 30
	}
	return v * 60
}

var (
	gathers = regexp.MustCompile(`集合|报到|热身入场`)
	isOver  = regexp.MustCompile(`结束|散场|散会|下课|返程|(?i)\b(?:ends?|close|finish)\b`)
)

// fromAgenda is the time from the first to the last point of an agenda with times.
func fromAgenda(r *reader) []moment {
	var out *moment
	for _, s := range r.sentences {
		if s.line.topic != aboutAgenda || !s.first {
			continue
		}
		cs := clocks(s.text, evening.MatchString(s.text))
		if len(cs) == 0 || otherClocks.MatchString(s.text) || gathers.MatchString(s.text) {
			continue
		}
		c := cs[0]
		if out == nil && (c.end >= 0 || c.from < 4) {
			out = &moment{span: c, sentence: s}
		}
		if over := out != nil && c.from < 4 && isOver.MatchString(s.text); over && c.end < 0 && c.start > out.start {
			out.end = c.start
		}
		if out != nil && c.end >= 0 {
			out.end = c.end
		}
	}
	if out == nil || out.end < 0 {
		return nil
	}
	return []moment{*out}
}
