package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// mark finds what each line speaks about: by its own label, by the heading above, by the head
// of its table.
func mark(lines []line) {
	m := marker{lines: lines, heading: -1, emojis: map[rune]int{}, folk: map[int]bool{}}
	for _, n := range lines {
		m.emojis[firstRune(n.text)]++
	}
	for i := range lines {
		m.line(i)
	}
}

// marker goes down the article.
type marker struct {
	lines   []line
	section topic
	heading int
	emojis  map[rune]int // how many lines begin with a sign
	// weak is set while the section was opened by a label with a value: it goes on as long as
	// lines follow closely.
	weak bool
	// above is the topic of the section that a weak one interrupted.
	above topic
	// columns are the topics of the table's columns.
	columns []topic
	table   int
	// folk are the lines of which is known whether they name a kind of people.
	folk map[int]bool
}

func (m *marker) line(i int) {
	n := &m.lines[i]
	n.section, n.value = m.heading, undecorated(n.text)
	if n.kind == row {
		m.row(n)
		return
	}
	m.table, m.columns = 0, nil
	if n.foot {
		n.footer()
		return
	}
	if m.weak && (n.gap || n.kind == heading) && !m.aboutPerson(i) {
		m.section, m.weak = m.above, false
	}
	t, value := m.label(i)
	if m.nested(n, t) {
		n.kind, n.depth, n.bold, n.topic = item, 1, true, m.section
		return
	}
	if m.beside(i) {
		return
	}
	if t == noTopic && n.kind != heading && !m.section.in(aboutOthers, aboutSessions, aboutTime) && footer.MatchString(n.value) {
		n.topic = noTopic
		return
	}
	if t == noTopic && m.weak && m.otherLabel(n) {
		m.section, m.weak, n.topic = m.above, false, noTopic
		return
	}
	if lead := m.leadOf(i, t, value); lead != noTopic {
		m.begin(i, lead)
		return
	}
	if lt := m.listAt(i, t, value); lt != noTopic {
		m.beginList(i, lt)
		return
	}
	m.place(i, t, value)
}

// place decides what a line is about that has been looked at for a label.
func (m *marker) place(i int, t topic, value string) {
	n := &m.lines[i]
	switch {
	case t == noTopic && m.leavesTeacher(i):
		n.topic, m.section, m.weak = noTopic, noTopic, false
	case n.kind != heading && t == noTopic && m.section.in(aboutPoints, aboutAgenda, aboutSessions) && saysWho(n.value):
		n.topic = aboutTeacher
	case t == noTopic && (crumbs.MatchString(n.text) || rollCall.MatchString(n.value)):
		n.topic = aboutOthers
	case n.kind != heading && t == noTopic && m.section.in(aboutPoints, aboutTeacher) && len(toldIn(n.value)) > 0:
		n.topic = noTopic
	case n.kind != heading && len(n.links) > 0 && signWord.MatchString(n.links[0]) && runes(n.value) <= 20:
		n.topic = aboutSignup // a button
	case t == aboutSignup && m.section == aboutPacks && strings.ContainsAny(value, "《「") && !linkWay.MatchString(value) && !qrWay.MatchString(value):
		n.topic = aboutPacks // what is given for it
	case m.inList(i, t, value):
		n.topic = m.section
	case t != noTopic && value != "" && t != aboutNotes:
		n.topic, n.own, n.value = t, true, value
		m.open(t)
	case m.startsSection(i):
		m.begin(i, headingTopic(n.text))
	case t != noTopic && value == "":
		m.begin(i, t)
	case m.prose(i, t):
	default:
		n.topic = m.section
	}
}

// startsSection reports a heading; the last line of an article that is none by its form heads nothing.
func (m *marker) startsSection(i int) bool {
	n := &m.lines[i]
	return (n.kind == heading || i < len(m.lines)-1) && m.isHeading(*n) || m.numbered(n)
}

// leavesTeacher reports a paragraph behind what is said about who speaks that says something else:
// behind the list of labels, or what will be done in the class.
func (m *marker) leavesTeacher(i int) bool {
	n := &m.lines[i]
	if n.kind != paragraph || m.section != aboutTeacher {
		return false
	}
	return m.weak && i > 0 && m.lines[i-1].kind == item && !saysWho(n.value) && (!tellsWho(n.value) || runes(n.value) > briefIntro) || n.gap && inClass.MatchString(n.value)
}

// label reads the label of a line, or the emoji that stands for one.
func (m *marker) label(i int) (topic, string) {
	n := &m.lines[i]
	if crumbs.MatchString(n.text) {
		return noTopic, ""
	}
	if t, value := boldLabel(n); t != noTopic {
		return t, value
	}
	t, value := byValue(n.text)
	if i < 4 && titleMark.MatchString(n.value) {
		return noTopic, ""
	}
	if t == aboutPlace && len(clocks(value, false)) > 0 && !venue.MatchString(value) && !onsite.MatchString(value) {
		return aboutTime, value
	}
	if n.kind != heading && nothingButAmount.MatchString(value) && t != aboutPacks {
		if t == aboutPrice {
			return t, value
		}
		return aboutPrice, n.value // Guests: EUR 30
	}
	if t == noTopic && n.kind != heading {
		if t, value := m.unlabelled(n); t != noTopic {
			return t, value
		}
	}
	if e := m.emoji(n.text); t == noTopic && e != noTopic && n.kind != heading && (e != aboutAudience || !introduces.MatchString(n.text)) && valued(n, e) {
		return e, n.value
	}
	return t, value
}

// valued reports a line behind the emoji of a topic that states something and heads nothing.
func valued(n *line, e topic) bool {
	t := headingTopic(n.text)
	return t == noTopic || hasDigitFact(n.text) || t == e && e == aboutTeacher && labelTopic(n.value) == noTopic && honorEnd.MatchString(n.value)
}

// byValue reads a label whose value says what it is about: 讲什么：《…》, Who: Jane Roe, ….
func byValue(text string) (topic, string) {
	t, value := splitLabel(text)
	if t == aboutPoints && framedTitle(value) {
		return aboutTitle, value
	}
	if who, ok := strings.CutPrefix(text, "Who: "); ok && latinWho.MatchString(who) {
		return aboutTeacher, who
	}
	return t, value
}

// inList reports an item that belongs to the list of its section, whatever words stand in it.
func (m *marker) inList(i int, t topic, value string) bool {
	n := m.lines[i]
	if n.kind != item || m.weak || m.numbered(&n) || !m.section.in(aboutPoints, aboutAudience, aboutTeacher) {
		return false
	}
	if isChapter(n) || t != noTopic && value == "" && (endsLikeHeading(n.text) || m.otherSign(i)) {
		return false
	}
	signed := n.gap && startsWithMark(n.text)
	before := signed && i > 0 && bulletOf(&m.lines[i-1]) == bulletOf(&n)
	if signed && !before && t != noTopic && t != m.section {
		return false // the emoji stands before every heading
	}
	if signed && !before && begins(n.text) {
		if other := headingTopic(n.text); other != noTopic && other != m.section {
			return false // the heading of another list
		}
	}
	return t == noTopic || !strongLabel(t) || m.section == aboutTeacher
}

// otherSign reports an item that begins with another emoji than the one before it.
func (m *marker) otherSign(i int) bool {
	return i > 0 && startsWithMark(m.lines[i].text) && bulletOf(&m.lines[i-1]) != bulletOf(&m.lines[i])
}

// begin begins a section.
func (m *marker) begin(i int, t topic) {
	n := &m.lines[i]
	if n.kind != heading { // it was none in the article
		n.kind, n.depth = heading, 0
	}
	if t == noTopic && n.depth > 1 && i+1 < len(m.lines) && m.lines[i+1].kind == item {
		t = listTopic(n.text)
	}
	if t == noTopic && undecorated(n.text) == "内容安排" && i+1 < len(m.lines) && m.lines[i+1].kind != row {
		t = aboutPoints
	}
	if t == noTopic && (n.depth != 1 || i > 3) && m.folkItems(i) {
		t = aboutAudience
	}
	if t == aboutSessions && i+1 < len(m.lines) && m.lines[i+1].kind != row && len(days(m.lines[i+1].text)) == 0 && !counted.MatchString(m.lines[i+1].text) {
		t = aboutAgenda // what is done when, in one day
	}
	if i < 4 && (n.depth == 1 && labelTopic(n.text) == noTopic || n.depth == 2 && i > 0 && m.lines[0].depth == 1 && belowSeries(m.lines, 0) == i) {
		t = noTopic // the title of the whole, whatever words stand in it
	}
	m.section, m.weak, m.heading, m.above, n.topic = t, false, i, t, t
}

var (
	signCall = regexp.MustCompile(`点[^，。]{0,6}[【「“]?预约|(?:加|添加|私信|联系|找|致电|拨打)[^，。]{0,12}(?:报名|预约|登记|占位)|(?:扫码|扫描|识别|长按|点击|戳|回复|二维码|阅读原文)[^。！!]{0,24}(?:报名|预约|参加|参与|抢|占座|占位|入场)|(?:报名|预约|占座)[^。！!]{0,10}(?:扫码|扫描|识别|长按|点击|回复)|名额有限|席位有限|先到先得|报满即止|(?:仅限|限额|限)\s*(?:前)?\s*\d+\s*[人名位席]|(?i)\b(?:register|rsvp|sign up|book your)\b|\bscan the qr|\b(?:seats?|spaces?|places|spots) (?:is|are) limited|\bfree of charge\b`)
	packTalk = regexp.MustCompile(`送|赠|领取|[可能即就]领|领[《一「到走]|免费领|礼包|资料|福利`)
)

// footer is a line that closes an article: who made it, when it was published.
var footer = regexp.MustCompile(`^20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?.{0,14}$|(?:发布|更新)(?:于|时间|日期)?.{0,14}20\d\d|^\S.{1,20}\s*(?:出品|主办|呈现)$`)

// ended reports a line that says something else than the people of the section.
func (m *marker) ended(n *line, t topic) bool {
	if m.section == aboutAudience {
		return seatsSaid.MatchString(n.value) && !namesFolk(n.value)
	}
	return t == noTopic && m.weak && m.section == aboutTeacher && notWho.MatchString(n.value)
}

// notWho is a line below who speaks that says something else.
var notWho = regexp.MustCompile(`^(?:这次|今晚|主要)?(?:聊|讲|分享|教)(?:[一二三四五六七八]|\d|啥|什么)|不收费|不用预约|扫码|报名|进群`)

// inClass begins what somebody will do in the class.
var inClass = regexp.MustCompile(`^(?:课上|当[天晚]|直播中)|^(?:她|他|\p{Han}(?:老师|医生|教授|师傅))?(?:将|会)(?:和大家|给大家|带大家|为大家|跟大家)?(?:讲|示范|带|聊|分享|教)`)

// latinWho begins a value that names somebody and says who that is.
var latinWho = regexp.MustCompile(`^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+(?:, | \(|$)`)

// crumbs say where on a site a page is.
var crumbs = regexp.MustCompile(`^[^>»›]{1,30}\s[>»›]\s[^>»›]{1,30}(?:\s[>»›]\s|$)`)

// rollCall is a line of somebody who has joined: 3号楼 2人.
var rollCall = regexp.MustCompile(`^\S{1,14}\s+\+?\d{1,2}\s*[人位个大]{1,2}(?:\s*\d小)?$`)

// priceLine is a line that says nothing but what the class costs.
var priceLine = regexp.MustCompile(`^(?:[¥$€£]|RMB|CNY|EUR|USD)\s*\d[\d,.]*(?:\s*(?:[,，（(]|$)|\s+(?:or|for|each)\b)|^(?:\p{Han}资|茶位费?|\p{Han}{0,2}费)\s*[：:]?\s*¥\s*\d|^(?:限时)?(?:早鸟|正常|原|现|优惠|团购|会员|非会员|学员|老学员|标准|单人|双人|特|普通|全|学生|现场|活动|体验|正)(?:价格?|票价?)\s*(?:为|是|仅需?|只要|[：:])?\s*[¥$€£]?\s*\d`)

// nothingButAmount is a value that is an amount of money.
var nothingButAmount = regexp.MustCompile(`^(?:(?:[¥$€£]|EUR|USD|GBP|RMB)\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*(?:元|EUR|USD|GBP|euros?))(?:\s*/?\s*(?:人|位|次|组|each|pp|per person))?$`)

var (
	// shortLabel is a label with its value that stands in a line.
	shortLabel = regexp.MustCompile(`^(\p{Han}{2,5})\s*(?:[：:|｜]|\s)\s*\S`)
	// ofPerson are labels of what is said about somebody.
	ofPerson = regexp.MustCompile(`简介|介绍|背景|经历|擅长|代表|作品|著作|著有|荣誉|头衔|现任|曾任|专长|研究|教龄|资质|证书|持有`)
)

// otherLabel reports a line with a label that no rule knows, below a line with another one: it
// says something else.
func (m *marker) otherLabel(n *line) bool {
	s := shortLabel.FindStringSubmatch(n.value)
	return s != nil && n.kind != heading && m.section.in(aboutTeacher, aboutPrice, aboutTime, aboutSignup) && !ofPerson.MatchString(s[1]) && (surnameOf(s[1]) == 0 || commonWord.MatchString(s[1])) && endsWithTitleNot(s[1])
}

func endsWithTitleNot(s string) bool { return !titleWord.MatchString(s) && !jobEnd.MatchString(s) }

// aside is a paragraph that does not go on with a list of people or points: it gives something,
// asks to come, speaks of money.
var aside = regexp.MustCompile(`^(?:凡|到场|签到|报名|开课前|开讲前|如需|取消|退款|退票)[^：:]{4,}|(?:领取|获赠|赠送|送出|抽取|抽出|退款|退费)[^。]*[。！]?$|^(?:本次|本场|本期|本课|此次)[^，。]{0,6}(?:付费|收费|免费)|^(?i:tickets?|book|everyone|everybody|each participant|all participants|(?:one|two|three|five|ten) (?:people|winners)|those who|the first \d+)\b|^最后留`)

// invites is a paragraph that says who may come, wherever it stands.
var invites = regexp.MustCompile(`^(?:面向|适合|适用于|欢迎|诚邀)[^：:]{2,40}$`)

// calls reports a paragraph that calls upon people to register, wherever it stands.
func calls(s string) bool {
	return forbidden.MatchString(s) || signCall.MatchString(s) && !packTalk.MatchString(s)
}

// strongLabel reports topics whose labels stand for themselves also inside of a list of
// points: nobody teaches seats.
func strongLabel(t topic) bool {
	return t.in(aboutTime, aboutSeats, aboutTeacher, aboutPlace, aboutHost, aboutSignup, aboutAudience, aboutPrice, aboutPacks)
}

// open opens the section of a label with a value, which goes on while lines follow closely.
func (m *marker) open(t topic) {
	if !m.weak {
		m.above = m.section
		if !m.section.in(aboutOthers, aboutNotes) {
			m.above = noTopic
		}
	}
	if t.in(aboutPlace, aboutSeats, aboutHost, aboutTitle, aboutMC, aboutLength) {
		m.section, m.weak = m.above, false // one value, with which nothing goes on
		return
	}
	m.section, m.weak = t, true
}

// titleMark is what stands before the title of a class.
var titleMark = regexp.MustCompile(`^[【\[](?:报名|招募|招生|活动报名|预告|通知|直播预告)[】\]].{6,}|^[^|｜丨：:]{0,10}(?:预告|预约|公开课|直播课?|讲座|沙龙|课程|活动|报名|通知|训练营|分享会|讲堂|招募|招生)\s*[|｜丨]`)

// isChapter reports an item that is nothing but the label of a further section.
func isChapter(n line) bool {
	switch t := labelTopic(n.text); t {
	case noTopic, aboutQA, aboutGroup, aboutPacks, aboutPoints, aboutTitle, aboutLength:
		return chapter.MatchString(n.text) && t != noTopic
	default:
		return runes(undecorated(n.text)) <= 8
	}
}

var chapter = regexp.MustCompile(`^[一二三四五六七八九十]{1,2}、`)

// isHeading reports whether a line is the heading of a section.
func (m *marker) isHeading(n line) bool {
	s := undecorated(n.text)
	length := runes(s)
	if n.kind == heading {
		return true
	}
	if length == 0 || length > 26 && !isMostlyLatin(s) || length > 48 || strings.ContainsAny(s, "。；;") || strings.ContainsAny(s, "，,") && (!n.bold || length > 18) && !wholeFrame.MatchString(n.text) {
		return false
	}
	if n.kind == item && !n.bold && !headingFrame.MatchString(n.text) && !strings.HasSuffix(s, "：") && labelTopic(s) == noTopic && (!n.gap || !startsWithMark(n.text) || headingTopic(s) == noTopic) {
		return false
	}
	if t := headingTopic(s); t != noTopic && (n.bold || labelTopic(s) == t || headingFrame.MatchString(n.text) || endsLikeHeading(s) || n.gap) {
		return !hasDigitFact(s)
	}
	return m.formsHeading(n, s)
}

// formsHeading reports a short line without words for a heading that its type or its frame makes one.
func (m *marker) formsHeading(n line, s string) bool {
	length := runes(s)
	if m.section == aboutTeacher && !headingFrame.MatchString(n.text) && (!n.bold || length < 5 || tellsWho(s) || honorEnd.MatchString(s) || surnameOf(s) > 0 && length < 6) {
		return false // a name
	}
	return n.bold && length <= 14 && !hasDigitFact(s) && m.section != aboutPoints && m.section != aboutAudience && !personal(s) ||
		headingFrame.MatchString(n.text) && n.kind != item && (m.section != aboutPoints && m.section != aboutAudience || wholeFrame.MatchString(n.text)) && !hasDigitFact(s)
}

// wholeFrame is a line in a frame: 【不限基础，这几类人特别要来】.
var wholeFrame = regexp.MustCompile(`^[【〖\[][^【】〖〗\[\]]{2,24}[】〗\]]$`)

func endsLikeHeading(s string) bool {
	return strings.HasSuffix(s, "？") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":")
}

var digitFact = regexp.MustCompile(`\d+\s*(?:月|日|点|:|：|元|人|名|席|位|分钟|小时)|¥\s*\d`)

// hasDigitFact reports a line that says something itself.
func hasDigitFact(s string) bool { return digitFact.MatchString(s) }

// personal reports a line that names somebody.
func personal(s string) bool {
	return strings.HasSuffix(s, "老师") || runes(s) <= 3 && surnameOf(s) > 0
}

// isMostlyLatin reports whether a text is in a Latin script.
func isMostlyLatin(s string) bool {
	latin := 0
	for i := range len(s) {
		if s[i] < 0x80 {
			latin++
		}
	}
	return latin*10 > len(s)*8
}
