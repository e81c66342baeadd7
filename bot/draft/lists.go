package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	audienceIn  = regexp.MustCompile(`(?:对象为|对象是|人群为|人群是|适合|面向|适用于|欢迎)\s*[：:]?\s*([^，。！!？?；;：:]{2,60}?)(?:的)?(?:听|参加|报名|收听|学习|观看|来听|朋友参加|免费|开放|招募|招生|公开)*[，。！!？?；;]|(?:适合|面向)\s*([^。！!？?；;]{2,80})$|(?i)\b(?:session|webinar|workshop|talk|class|course|event|meetup|it|this)(?: is|'s|’s) for ([^.!?;]{3,100})|(?i)\b(?:ideal|perfect|designed|great|open|suitable|aimed at|intended|meant|made|written|geared) (?:for|to|towards)?\s*([^.!?;]{3,100})`)
	leadIn      = regexp.MustCompile(`[：:]$|以下(?:[几这人内问情]|$)|如下|▼|👇`)
	callToSign  = regexp.MustCompile(`扫码|扫描|二维码|点击|报名|长按|立即|赶快|赶紧|快来|抓紧|不要错过|别错过|席位|名额|欢迎|敬请|领取|赠送|(?i)register|sign up|don't miss`)
	timeLead    = regexp.MustCompile(`^(?:上午|下午|晚上|中午|(?i:day|part)\s?\d|第[一二三四五六]天)\s*[|｜：:]\s*|^\d{1,2}\s*[:：]\s*\d{2}(?:\s*[-–—~～至到]+\s*\d{1,2}\s*[:：]\s*\d{2})?\s*(?i:[ap]m)?\s*[|｜:：-]?\s*|^\d{1,3}\s*(?:分钟|min)\s*[|｜:：-]+\s*`)
	trivial     = regexp.MustCompile(`^(?:集合|返程|圆桌[与和](?:问答|提问|交流)|有?(?:咖啡|点心|茶点|茶水|小食)(?:[和与、及]|时间|供应|休息|$)|休息|签到|现场问答|现场提问|开场|入场|茶歇|自由交流|合影|coffee|tea break|lunch|抽奖|答疑|互动答疑|提问|问答|自由提问|嘉宾入场|主持人开场|暖场|互动问答|互动|q\s?&\s?a|问答环节|答疑环节|现场答疑|直播答疑|开场介绍|签到入场|进场|总结(?:发言|$|与|和)|(?:最后|结尾)?\s*\d+\s*分钟[^，。]{0,3}，?(?:连麦|开放|自由|现场|互动|集中)*(?:答疑|提问|问答)|结束|观众提问|开场致辞|致辞|互动抽奖|答疑互动|互动交流|自由社交|交流|福利|doors open|welcome|networking|wrap-?up|closing|drinks|check-?in|registration|break|questions?|intro(?:duction)?s?|open q&a|live q&a|audience q&a)`)
	subsequent  = regexp.MustCompile(`^(?:通过|本次|这次|如果|无论|1小时|一小时|虽然|以上|更多|除此|此外|我们|相信|期待|（|\(|PS|ps|注|——|▲|图)`)
	pointLabels = regexp.MustCompile(`^(?:[一二三四五六]是|其[一二三四](?:，|是)?|首先(?:是)?|其次(?:是)?|最后(?:是)?)|^(?:第[一二三四五六七八九十]+(?:部分|章|讲|步|节)|模块[一二三四五六\d]+|part\s?\d|步骤[一二三四五六\d])\s*[：:、.]?\s*`)
)

// audience takes for whom the class is.
func (r *reader) audience() {
	defer moreAudience(r)
	if listed(r, FieldAudience, aboutAudience) || inlineLists(r, FieldAudience, aboutAudience) || saidAudience(r) || toldAudience(r) {
		return
	}
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPacks, aboutNotes, aboutTitle) || s.line.topic == aboutPoints && s.line.kind == item {
			continue
		}
		m := audienceIn.FindStringSubmatch(s.text)
		if m == nil {
			continue
		}
		who := trimSigns(m[1] + m[2] + m[3] + m[4])
		if runes(who) < 2 || notAudience.MatchString(who) {
			continue
		}
		before := len(r.out.Facts)
		for _, v := range pairs(split(who)) {
			if v = trimSigns(alsoTo.ReplaceAllString(v, "")); !notAudience.MatchString(v) {
				r.fact(FieldAudience, v, s.raw)
			}
		}
		if len(r.out.Facts) == before {
			continue
		}
		return
	}
}

var notAudience = regexp.MustCompile(`^(?i:any(?:body|one)|every(?:body|one)|all)$|前来|^来|^参|^加入|^收听|^咨询|免费|直播|报名|未来|全国|关注|扫码|大家|自己|你的|你$|所有人?$|转发|咨询|添加|(?i)\byou\b|free`)

// points takes what the class teaches: the list that says so, else the points of the agenda.
func (r *reader) points() {
	if listed(r, FieldPoint, aboutPoints) {
		return
	}
	if inlinePoints(r) || toldPoints(r) || clausePoints(r) {
		return
	}
	before := len(r.out.Facts)
	defer func() {
		if len(r.out.Facts) == before {
			sessionPoints(r, true)
		}
		if len(r.out.Facts) == before {
			spokenPoints(r)
		}
		if len(r.out.Facts) == before {
			sessionPoints(r, false)
		}
		if len(r.out.Facts) == before {
			unclaimedList(r)
		}
	}()
	for i := range r.lines {
		n := &r.lines[i]
		if n.topic == aboutAgenda && n.own && n.kind != row && len(enumerated(n.value)) > 1 {
			r.values(FieldPoint, n)
			continue
		}
		if n.topic != aboutAgenda || n.kind == heading || n.own && n.kind != row {
			continue
		}
		r.point(n, agendaWords(n))
	}
}

// agendaWords is what a line of an agenda speaks about.
func agendaWords(n *line) string {
	for i, t := range n.columns {
		if i < len(n.cells) && (t == aboutPoints || t == aboutTitle || t == aboutAgenda) {
			return n.cells[i]
		}
	}
	if n.kind == row && len(n.cells) > 1 {
		best := ""
		for _, c := range n.cells {
			if bare := strings.TrimSpace(timeLead.ReplaceAllString(c, "")); n.own && bare != c {
				return bare
			}
			if len(clocks(c, false)) == 0 && runes(c) > runes(best) {
				best = c
			}
		}
		return best
	}
	v := timeLead.ReplaceAllString(n.value, "")
	if v == n.value && n.kind != item {
		return ""
	}
	return v
}

func (r *reader) point(n *line, v string) {
	if v = trimPoint(v); n.kind == paragraph && qaBefore.MatchString(v) {
		return
	}
	if v == "" || !worded.MatchString(v) || runes(v) > 120 || trivial.MatchString(strings.ToLower(v)) || runes(v) < 2 {
		return
	}
	r.fact(FieldPoint, v, n.raw)
}

// worded tells words from the number of a chapter.
var worded = regexp.MustCompile(`\p{L}.*\p{L}`)

// lasting is how long a point takes.
var lasting = regexp.MustCompile(`\s*[（(][^（()）]{0,16}\d+\s*(?:分钟|min|mins|minutes)[^（()）]{0,12}[）)]$`)

func trimPoint(v string) string {
	v = lasting.ReplaceAllString(v, "")
	return strings.TrimSpace(strings.TrimRight(pointLabels.ReplaceAllString(undecorated(timeLead.ReplaceAllString(v, "")), ""), "；;，,。、 "))
}

// listed takes the lines of the sections about a topic; of a section with a list only its
// items.
func listed(r *reader, field Field, about topic) bool {
	before := len(r.out.Facts)
	l := lister{r: r, field: field, items: map[int]int{}, inline: -2, section: -2}
	for i := range r.lines {
		if n := &r.lines[i]; n.topic == about && n.kind == item && !n.own {
			l.items[n.section]++
		}
	}
	for i := range r.lines {
		if n := &r.lines[i]; n.topic == about && n.kind != heading && !r.sessionLine[i] {
			l.line(i, n)
		}
	}
	return len(r.out.Facts) > before
}

// lister takes the things of a list.
type lister struct {
	r     *reader
	field Field
	items map[int]int // how many items each section has
	// inline is the last line that followed a list in a line.
	inline int
	// section is the first one that gave something: further ones say other things of the
	// audience.
	section int
}

func (l *lister) line(i int, n *line) {
	if n.own {
		before := len(l.r.out.Facts)
		if l.r.values(l.field, n); len(split(n.value)) > 1 || len(l.r.out.Facts) > before+1 {
			l.inline = i
		}
		return
	}
	if l.field == FieldPoint && l.parted(n) {
		l.r.values(l.field, n)
		return
	}
	if l.behindInline(i, n) {
		l.inline = i
		return
	}
	if l.field == FieldAudience && n.kind == paragraph && l.peopled(i, n) {
		l.inline, l.section = i, n.section
		return
	}
	if n.kind != item && (l.items[n.section] > 0 || n.kind == row && n.cells == nil || !pointLike(n)) {
		return
	}
	if l.field == FieldAudience && l.section != -2 && l.section != n.section {
		return
	}
	l.section = n.section
	if n.depth <= 1 || n.kind != item || !outer(l.r, i) {
		l.take(n)
	}
}

// behindInline reports a line behind a list in a line that does not go on with it.
func (l *lister) behindInline(i int, n *line) bool {
	return i-1 == l.inline && (n.kind != item || startsWithMark(n.text) && bulletOf(n) != bulletOf(&l.r.lines[i-1]))
}

// peopled takes the people of a paragraph; it reports whether it names some.
func (l *lister) peopled(i int, n *line) bool {
	if len(folkIn(n.value)) > 1 {
		l.r.values(l.field, n)
		return true
	}
	if who := folkFirst(n.value); len(who) > 1 {
		for _, v := range who {
			l.r.fact(l.field, v, n.raw)
		}
		return true
	}
	if who := folkTold(n.value); len(who) > 1 {
		for _, v := range who {
			l.r.fact(l.field, v, n.raw)
		}
		return true
	}
	if l.items[n.section] == 0 && n.section == i-1 && (listInLine(n.value) || len(pairs([]string{n.value})) > 1) {
		l.r.values(l.field, n)
		return true
	}
	return false
}

// parted reports a paragraph of several points.
func (l *lister) parted(n *line) bool {
	return n.kind == paragraph && strings.Contains(n.value, "；") && n.section >= 0 && l.items[n.section] == 0 && !callToSign.MatchString(n.value)
}

var joined = regexp.MustCompile(`[、①；]|还有|以及`)

func (l *lister) take(n *line) {
	if l.field == FieldPoint && len(enumerated(n.text)) < 2 {
		l.r.point(n, n.value)
		return
	}
	if leadIn.MatchString(n.value) || l.field == FieldAudience && (amount.MatchString(n.text) || hookQuestion.MatchString(n.value)) {
		return
	}
	if l.field == FieldAudience && strings.Contains(n.value, " | ") {
		l.r.values(l.field, n)
		return
	}
	if l.field == FieldAudience && strings.Contains(n.value, "；") && len(folkIn(n.value)) > 1 {
		l.r.values(l.field, n)
		return
	}
	if n.kind == paragraph && joined.MatchString(n.value) || len(enumerated(n.text)) > 1 {
		l.r.values(l.field, n)
	} else if v := trimPoint(n.value); worded.MatchString(v) {
		l.r.fact(l.field, v, n.raw)
	}
}

// outer reports an item inside of another item's list.
func outer(r *reader, i int) bool {
	for j := i - 1; j >= 0 && r.lines[j].kind == item && r.lines[j].topic == r.lines[i].topic; j-- {
		if r.lines[j].depth < r.lines[i].depth {
			return true
		}
	}
	return false
}

// pointLike reports a paragraph that may be an item.
func pointLike(n *line) bool {
	if n.kind == row {
		return true
	}
	v := n.value
	if strings.Contains(strings.TrimRight(v, "。"), "。") {
		return false // prose
	}
	return runes(v) <= 70 && !callToSign.MatchString(v) && !leadIn.MatchString(v) && !subsequent.MatchString(v) && len(sentences(v)) <= 2 || isMostlyLatin(v) && runes(v) <= 140 && !callToSign.MatchString(v) && !strings.HasSuffix(v, ":")
}

// values takes what stands behind a label: several things in one line.
func (r *reader) values(field Field, n *line) {
	if field == FieldAudience {
		whole := *n
		whole.value = welcomeToo.ReplaceAllString(mayToo.ReplaceAllString(n.value, ""), "、$1")
		n = &whole
	}
	parts := enumerated(n.value)
	if s := strings.Split(n.value, " | "); len(parts) < 2 && len(s) > 1 && field == FieldAudience {
		parts = s
	}
	if len(parts) < 2 && !n.own {
		parts = enumerated(n.text)
	}
	if len(parts) < 2 && field == FieldAudience && r.folk(n) {
		return
	}
	if len(parts) < 2 {
		parts = strings.FieldsFunc(n.value, func(c rune) bool { return c == '；' || c == ';' })
	}
	if len(parts) < 2 {
		parts = slashes.Split(n.value, 12)
	}
	if s := strings.Split(n.value, "/"); len(parts) < 2 && len(s) > 2 && !isMostlyLatin(n.value) {
		parts = s
	}
	if len(parts) < 2 {
		parts = split(n.value)
	}
	if field == FieldAudience {
		parts = nouns(parts, n.value)
	}
	if field == FieldAudience {
		parts = pairs(parts)
	}
	for _, p := range parts {
		if v := trimPoint(p); (field != FieldAudience || !strings.HasSuffix(v, "优先")) && runes(v) >= 2 && runes(v) <= 120 {
			r.fact(field, v, n.raw)
		}
	}
}

// mayToo is said of people who may come besides, in a bracket or behind them.
var mayToo = regexp.MustCompile(`（[^（）]*(?:如有|也可|亦可|可旁听|自愿)[^（）]*）|(?:亦可|也可以?|均可)(?:旁听|参加|来听|来|报名)`)

// welcomeToo adds those who are welcome besides: ，欢迎青年教师旁听.
var welcomeToo = regexp.MustCompile(`[，；](?:也|同时)?欢迎([^，。；]{2,20}?)(?:前来|一起|一同)?(?:旁听|参加|来听|来|加入|报名)?$`)

// folk takes the people whom a value enumerates, or its first sentence; it reports whether it does.
func (r *reader) folk(n *line) bool {
	who := folkIn(n.value)
	if said := sentences(n.value); len(who) < 2 && len(said) > 1 {
		who = folkIn(said[0])
	}
	if len(who) < 2 || strings.Contains(n.value, "（") {
		return false
	}
	for _, v := range who {
		r.fact(FieldAudience, v, n.raw)
	}
	return true
}

// slashes part things in a line.
var slashes = regexp.MustCompile(`\s+/\s+|[／]|\s*[｜|]\s*`)

var (
	mustCome  = regexp.MustCompile(`(?:闭眼|放心|赶紧|快)来$|(?:必须|务必|均须|须|应当?|请)(?:全程)?(?:参加|参训|到场)$`)
	quota     = regexp.MustCompile(`^[^须需].*陪同|^(?:不需要|无需|不用|每|限|共|约|均可|也可|可以?来|不会)|也(?:可以?|能|欢迎)来?$|也可以?(?:来|参加)|\d+\s*[名人位个]$`)
	quotaTail = regexp.MustCompile(`，(?:每|限|共|不需要|无需|不用|不必)[^，]*$`)
	othersToo = regexp.MustCompile(`^(?:其他|其余|非).*(?:自愿|自行|酌情|不作要求)`)
)

// onCondition says under what condition people may come, which is nobody.
var onCondition = regexp.MustCompile(`^须.*陪同|优先|不限|均可|自愿|自带|谢绝|除外|即可|^(?:须|需|请|可|限|建议|无需|欢迎|最好|且)`)

// attributive is the beginning of a description that the next part ends: 跑过5公里、膝盖疼的跑友.
var attributive = regexp.MustCompile(`[过了会想有没不]`)
