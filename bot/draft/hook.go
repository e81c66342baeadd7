package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// Articles of accounts begin with a hook: a sentence that is to make people read on, and
// questions that hurt. The class is named below, on a line of its own above its time.

var (
	// hookMark ends or parts a sentence, which a title rarely is.
	hookMark = regexp.MustCompile(`[，。？?！!…][”」]?`)
	// hookQuestion is a question to the reader.
	hookQuestion = regexp.MustCompile(`[？?][”」]?$`)
)

// hookLines is how far below the headline its questions are looked for, hookAbove how many lines
// above the time the title is.
const (
	hookLines = 8
	hookAbove = 6
)

// hookTitle is the title below a headline that is a hook; "" if the headline is none.
func hookTitle(r *reader, head string) (title, source string) {
	house := namesHouse(head)
	if head != "" && !house && !hookMark.MatchString(head) {
		return "", ""
	}
	asks := house || strings.ContainsAny(head, "？?")
	for i := range min(len(r.lines), hookLines) {
		asks = asks || hookQuestion.MatchString(r.lines[i].text)
	}
	for i := range min(len(r.lines), 40) {
		if !saysWhen(&r.lines[i]) {
			continue
		}
		for j := i - 1; j > 0 && j >= i-hookAbove; j-- {
			if j == r.lines[i].section && r.lines[j].topic != noTopic {
				continue // what the times stand below
			}
			if setOff(&r.lines[j]) && (asks || marked(&r.lines[j])) {
				return r.lines[j].text, r.lines[j].raw
			}
		}
		return "", ""
	}
	return "", ""
}

// namesHouse reports a headline that names nothing but a house with its series.
func namesHouse(head string) bool {
	s := trimSigns(undecorated(head))
	return s != "" && (houseOf(s) != "" || houseKind.MatchString(s) || noTitle(s))
}

// houseKind is a house with its series, without a sign between: 暖齿口腔（槐荫路店）家长小课堂.
var houseKind = regexp.MustCompile(`^[\p{Han}A-Za-z0-9]{2,12}(?:（[^（）]{2,8}）|[店馆院校社局所司])\p{Han}{0,4}(?:小课堂|课堂|讲堂|公开课|小课|沙龙|夜校|讲坛)$`)

// marked reports a line that a sign, a frame or its type sets off from the text.
func marked(n *line) bool {
	return n.kind == heading || n.bold || startsWithMark(n.text) || strings.ContainsAny(n.text, "《★☆") || startsWithMark(n.raw)
}

// saysWhen reports a line that says when the class is, by a label, a sign or a day with a time.
func saysWhen(n *line) bool {
	return n.kind != heading && (n.topic == aboutTime && n.own && len(clocks(n.value, false)) > 0 || len(days(n.text)) > 0 && len(clocks(n.text, false)) > 0 && runes(n.text) <= 40)
}

// setOff reports a line that may be a title by its form: short, no sentence, no label, no series.
func setOff(n *line) bool {
	s := trimSigns(unframed(trimSigns(undecorated(n.text))))
	if runes(s) < 5 || runes(s) > 30 || n.own || n.kind == row || n.topic.in(aboutAudience, aboutPoints, aboutTeacher, aboutPacks, aboutSignup) || len(days(s)) > 0 || (hookMark.MatchString(s) && !marked(n) || endMark.MatchString(s)) && !strings.Contains(n.text, "《") {
		return false
	}
	if headingTopic(s) != noTopic && labelTopic(s) != noTopic || labelTopic(s) != noTopic || droppable(s) || isGeneral(s) || noTitle(s) || houseOf(s) != "" || joint.MatchString(s) || seriesKind.MatchString(s) {
		return false
	}
	return !seriesOnly.MatchString(s) && !startsFolk.MatchString(s)
}

// endMark ends a sentence, which a title in a line of its own is not.
var endMark = regexp.MustCompile(`[。？?！!…]`)

// startsFolk begins a line that speaks to the reader.
var startsFolk = regexp.MustCompile(`^(?:每次|这次|本期|今天|如果|别|先|我们|你|欢迎|适合)`)

var (
	// themeSaid names the subject behind a colon: 这回的题目就一个：….
	themeSaid = regexp.MustCompile(`(?:主题|题目|课题|讲题)[^，。：；]{0,10}：\s*([^，。；：]{2}[^。；：]{2,36})$`)
	// themeBelow ends a line below which the title stands alone: 那就单开一讲：.
	themeBelow = regexp.MustCompile(`(?:(?:单|另|再)?开一[讲课堂节场]|(?:这|本)一?[席课讲场次节回期]的?(?:题目|名字)?(?:就)?(?:叫|是|讲)|题目(?:是|叫)?|名字叫)\s*[：:]?$`)
	// liveHeading is the section of a newsletter that announces a class: 二、直播 | ….
	liveHeading = regexp.MustCompile(`^(?:[一二三四五六七八九十\d]{1,2}[、.]\s*)?(?:线上|近期|活动|业主|家长|客户|用户)?(?:直播课?|公开课|讲座|线上课|沙龙)(?:预告|预约)?\s*[|｜：]\s*(.{6,40})$`)
)

// leadsTitle takes the title to which a line leads.
func leadsTitle(r *reader) bool {
	for i := range min(len(r.lines), 30) {
		n := &r.lines[i]
		if n.topic.in(aboutOthers, aboutTeacher, aboutPacks, aboutSignup) {
			continue
		}
		if m := liveHeading.FindStringSubmatch(undecorated(n.text)); m != nil && (n.kind == heading && n.depth > 1 || n.kind == item && i > 0 && i < 15) && len(days(m[1])) == 0 {
			r.fact(FieldTitle, plainTitle(r, m[1]), n.raw)
			return true
		}
		if m := themeSaid.FindStringSubmatch(n.text); m != nil && !n.own {
			r.fact(FieldTitle, plainTitle(r, m[1]), n.raw)
			return true
		}
		if themeBelow.MatchString(n.text) && i+1 < len(r.lines) && setOff(&r.lines[i+1]) {
			r.fact(FieldTitle, plainTitle(r, trimSigns(r.lines[i+1].text)), r.lines[i+1].raw)
			return true
		}
	}
	return false
}
