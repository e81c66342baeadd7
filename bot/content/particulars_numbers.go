package content

import (
	"strconv"
	"strings"
	"time"
)

func (l *particulars) checkSeats(s spoken, words string) {
	for _, m := range seatsPattern.FindAllStringSubmatch(words, -1) {
		n := atoi(m[1] + m[2])
		if n == l.c.Signup.Seats {
			l.typed(s, strings.TrimSpace(m[0]), "{名额}")
		} else if n > 1 && !otherCounts.MatchString(clauseOf(words, m[0])) {
			l.differs(s, strings.TrimSpace(m[0]), strconv.Itoa(l.c.Signup.Seats)+"个名额", "{名额}")
		}
	}
	ofWaitlist := strings.HasPrefix(string(s.key), "waitlist") || s.key == KeyPackWaitlisted
	if !l.c.Signup.Waitlist && !ofWaitlist && strings.Contains(words, "候补") {
		l.report.contradiction(l.lineOf(s, "候补"), s.what()+"说可以排候补，设置里「候补」是关的", "删掉这一句")
	}
}

// checkSpans checks durations.
func (l *particulars) checkSpans(s spoken, words string) {
	for _, at := range minutePattern.FindAllStringSubmatchIndex(words, -1) {
		found, n := words[at[0]:at[1]], atoi(words[at[2]:at[3]])
		after := words[at[1]:]
		switch {
		case strings.HasPrefix(string(s.key), "remind_"):
		case about(words, found, "答疑", "互动", "讲解结束", "讲完"):
			l.compare(s, found, n == l.c.QAMinutes, "答疑"+strconv.Itoa(l.c.QAMinutes)+"分钟", "{答疑分钟}")
		case strings.HasPrefix(after, "内回复「"), strings.HasPrefix(after, "内发「"): // the bot's own time-outs
		case about(words, found, "回复", "答复", "回你") && about(words, found, "班主任", "一般", "人工"):
			l.compare(s, found, n == l.c.PromisedMinutes, "承诺"+strconv.Itoa(l.c.PromisedMinutes)+"分钟内回复", "{承诺分钟}")
		case s.key == KeyCheckinWrongLimit:
			l.compare(s, found, n == int(l.c.Checkin.WrongSpan/time.Minute), Span(l.c.Checkin.WrongSpan), "{口令等待}")
		}
	}
	for _, m := range hourPattern.FindAllStringSubmatch(words, -1) {
		d, ok := spanInWords(m[0])
		if ok && l.c.End.After(l.c.Start) && (d == l.c.End.Sub(l.c.Start) || ofWholeClass(words, m[0])) {
			l.compare(s, m[0], d == l.c.End.Sub(l.c.Start), "从"+l.c.Start.In(l.zone()).Format("15:04")+
				"到"+l.c.End.In(l.zone()).Format("15:04")+"，"+Span(l.c.End.Sub(l.c.Start)), "约{时长}")
		}
	}
	for _, m := range runesPattern.FindAllStringSubmatch(words, -1) {
		if strings.HasPrefix(string(s.key), "ask_") {
			l.compare(s, m[0], atoi(m[1]) == l.c.Questions.MaxRunes, strconv.Itoa(l.c.Questions.MaxRunes)+"字", "{最多字数}")
		}
	}
	l.checkLeads(s, words)
}

// checkLeads checks what a text says about when reminders come: 开课前1小时和10分钟.
func (l *particulars) checkLeads(s spoken, words string) {
	_, rest, ok := strings.Cut(words, "开课前")
	all := leads(moment{l.c, time.Time{}, nil})
	first, _, _ := strings.Cut(rest, "。")
	said := leadsPattern.FindAllString(first, -1)
	if !ok || len(said) == 0 || strings.HasPrefix(string(s.key), "remind_") {
		return
	}
	if strings.HasPrefix(rest, all) && all != "" {
		l.typed(s, "开课前"+all, "开课前{提醒时间}")
		return
	}
	if !holds(first, "提醒", "通知", "推送", "发你", "发给", "发您", "给你发", "给您发", "私信") {
		return // when the room opens, or how early to come
	}
	if all == "" {
		all = "没有开课前的提醒"
	}
	l.differs(s, "开课前"+said[0], "「提醒」"+all, "开课前{提醒时间}")
}

// checkLead checks how long before the class a reminder says that it is.
func (l *particulars) checkLead(i int, said string) {
	r := l.c.Reminders[i]
	m := leadPattern.FindStringSubmatch(said)
	if m == nil || l.c.Start.IsZero() || r.At.IsZero() || !r.At.Before(l.c.Start) {
		return // the times themselves are wrong, and reported
	}
	n, _ := spanInWords(m[1] + m[2])
	at := l.spokenAs(Key(r.Text))
	switch d := l.c.Start.Sub(r.At); {
	case n != d && at.node == nil:
		l.report.contradiction(l.reminderNodes[i], "提醒「"+r.Name+"」在开课前"+Span(d)+"发，文本「"+r.Text+"」却说「"+m[0]+"」", "改提醒的时间")
	case n != d:
		l.report.contradiction(l.lineOf(at, m[0]), "文本「"+r.Text+"」说「"+m[0]+"」，提醒「"+r.Name+"」却在开课前"+Span(d)+"发", "写成 还有{还有}")
	case at.node != nil && !strings.Contains(at.words, "{还有}"):
		l.typed(at, m[0], "还有{还有}")
	}
}

// spokenAs returns the text of the file under a key; its node is nil if there is none.
func (l *particulars) spokenAs(key Key) spoken {
	for _, s := range l.spoken {
		if s.key == key {
			return s
		}
	}
	return spoken{}
}

// compare warns of a number that is the setting's, and reports one that is not.
func (l *particulars) compare(s spoken, found string, same bool, setting, placeholder string) {
	if same {
		l.typed(s, found, placeholder)
		return
	}
	l.differs(s, found, setting, placeholder)
}

func (l *particulars) checkPrices(s spoken, words string) {
	for _, m := range pricePattern.FindAllStringSubmatch(words, -1) {
		if !l.priced(m[1]) {
			l.report.errorAt(l.lineOf(s, m[0]), s.what()+"里的「"+m[0]+"」和资料包的价值不一致", "写成 {价值…} 或 {原价}")
		}
	}
	for _, m := range yuanPattern.FindAllStringSubmatch(words, -1) {
		n := atoi(m[1] + m[2] + m[3])
		if n == 0 {
			continue
		}
		if n == l.c.ListPrice {
			l.typed(s, m[0], "{原价}元")
			continue
		}
		for _, p := range l.c.Packs {
			if p.Price == n {
				l.typed(s, m[0], "{价值"+p.ID+"}元")
				break
			}
		}
	}
}

// priced reports whether a price in yuan is one of the settings, or there are none.
func (l *particulars) priced(yuan string) bool {
	if len(l.c.Packs) == 0 && l.c.ListPrice == 0 || strconv.Itoa(l.c.ListPrice) == yuan {
		return true
	}
	for _, p := range l.c.Packs {
		if strconv.Itoa(p.Price) == yuan {
			return true
		}
	}
	return false
}

// checkPacks checks the numbers of packs that a text names.
func (l *particulars) checkPacks(s spoken, words string) {
	seen := map[string]bool{}
	for _, m := range packPattern.FindAllStringSubmatch(words, -1) {
		id := m[1] + m[2]
		if seen[id] || m[2] != "" && (l.priced(id) && !l.isPack(id)) {
			continue
		}
		seen[id] = true
		if l.isPack(id) {
			l.typed(s, m[0], packPlaceholder(s.key, id))
			continue
		}
		l.report.contradiction(l.lineOf(s, m[0]), s.what()+"里的「"+m[0]+"」：没有编号是「"+id+"」的资料包", l.packNumbers())
	}
	if len(l.c.Packs) == 0 && (strings.Contains(words, "资料包") || strings.Contains(words, "领资料")) && !ofPackText(s.key) {
		l.report.warnAt(l.lineOf(s, "资料"), s.what()+"说到资料包，本场没有资料包", "删掉这一句")
	}
}

func (l *particulars) isPack(id string) bool {
	_, ok := l.c.Pack(id)
	return ok
}

func (l *particulars) packNumbers() string {
	var ids []string
	for _, p := range l.c.Packs {
		ids = append(ids, p.ID)
	}
	if len(ids) == 0 {
		return "本场没有资料包"
	}
	return "现有的资料包：" + strings.Join(ids, "、")
}

// ofPackText reports whether a text is only said in a class with packs.
func ofPackText(key Key) bool {
	k := string(key)
	return strings.HasPrefix(k, "pack_") || strings.HasPrefix(k, "report_") || strings.HasPrefix(k, "link_") || k == "remind_pack"
}

// packPlaceholder is the placeholder for the number of a pack in a text.
func packPlaceholder(key Key, id string) string {
	switch {
	case key != "" && valuesOf(key)["包"]:
		return "{包}、{简称}"
	case key == KeyMy:
		return "{资料包进度}"
	case key == KeyPackMenu:
		return "{资料包列表} {资料包状态}"
	default:
		return "{签到包} 或 {领取指令}，或 {简称" + id + "}"
	}
}

// checkTeacher reports another teacher than the lecturer.
func (l *particulars) checkTeacher(s spoken, words string) {
	if l.c.Lecturer == "" || !strings.Contains(words, "老师") {
		return
	}
	for _, m := range teacherPattern.FindAllStringSubmatch(words, -1) {
		name := []rune(m[1])
		switch lecturer := []rune(l.c.Lecturer); {
		case m[1] == l.c.Lecturer: // reported as a name
		case len(name) == 1 && name[0] == lecturer[0]:
			l.typed(s, m[1]+"老师", "{老师}")
		default:
			l.differs(s, m[1]+"老师", l.c.Lecturer, "{老师}")
		}
	}
}

// spanInWords reads a duration in words: 约1.5小时, 一个半小时, 2天.
func spanInWords(words string) (time.Duration, bool) {
	m := amountPattern.FindString(words)
	n, err := strconv.ParseFloat(m, 64)
	if err != nil {
		n = map[string]float64{"一": 1, "两": 2, "半": 0}[m]
	}
	if strings.Contains(words, "半") {
		n += 0.5
	}
	unit := time.Hour
	switch {
	case strings.Contains(words, "分钟"):
		unit = time.Minute
	case strings.Contains(words, "天"):
		unit = 24 * time.Hour
	}
	return time.Duration(n * float64(unit)), n > 0
}
