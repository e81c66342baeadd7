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
	// seriesKind is what kind of event a series is, with its number.
	seriesKind = regexp.MustCompile(`^\p{Han}{0,6}(?:公开课|训练课|小课|微课|直播课?|课堂|讲堂|讲座|沙龙|小班|茶座|夜话|共读|工作坊|训练营|聚会|课)(?:\s*·?\s*(?:第\s*[\d一二三四五六七八九十百]+\s*[期讲场回课]|(?i:no|vol|ep)\.?\s*\d+|#\s*\d+))?$`)
	// partsOfLine part a house from its series, at a sign or at a space.
	partsOfLine = regexp.MustCompile(`\s*[·•|｜丨]\s*|\s+`)
)

// hookLines is how far below the headline its questions are looked for, hookAbove how many lines
// above the time the title is.
const (
	hookLines = 8
	hookAbove = 6
)

// hookTitle is the title below a headline that is a hook; "" if the headline is none.
func hookTitle(r *reader, head string) (title, source string) {
	house := ofHouse2(head)
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

// ofHouse2 reports a headline that names nothing but a house with its series.
func ofHouse2(head string) bool {
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
	if runes(s) < 5 || runes(s) > 30 || n.own || n.kind == row || len(days(s)) > 0 || hookMark.MatchString(s) && !strings.Contains(n.text, "《") {
		return false
	}
	if headingTopic(s) != noTopic && labelTopic(s) != noTopic || labelTopic(s) != noTopic || droppable(s) || isGeneral(s) || noTitle(s) || houseOf(s) != "" || joint.MatchString(s) || seriesKind.MatchString(s) {
		return false
	}
	return !seriesOnly.MatchString(s) && !startsFolk.MatchString(s)
}

// startsFolk begins a line that speaks to the reader.
var startsFolk = regexp.MustCompile(`^(?:每次|这次|本期|今天|如果|别|先|我们|你|欢迎|适合)`)

// houseOf is who holds a series, in a line of nothing but both: 一平米花园 · 周日花友课 No.52; "" for none.
func houseOf(s string) string {
	if m := framedKindOf.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	parts := partsOfLine.Split(s, 4)
	if len(parts) < 2 || strings.ContainsAny(s, "，。？！：") || severalDays.MatchString(s) {
		return ""
	}
	kind := strings.TrimSpace(s[strings.Index(s, parts[0])+len(parts[0]):])
	if kind = trimSigns(strings.TrimLeft(kind, "·•|｜丨 ")); !seriesKind.MatchString(kind) {
		return ""
	}
	return trimSigns(parts[0])
}

// severalDays says how often something is held.
var severalDays = regexp.MustCompile(`[一两二三四五六七八九几\d]\s*[场讲次节]`)

// framedKindOf is a house in a frame with what kind of event it holds: 【动了么健身】线上训练课.
var framedKindOf = regexp.MustCompile(`^[【\[]([\p{Han}A-Za-z0-9]{3,12})[】\]]\s*\p{Han}{0,6}(?:公开课|训练课|小课|微课|直播课?|课堂|讲堂|讲座|沙龙|小班|夜话|工作坊|训练营)$`)

// seriesHosts are the houses that lines with a series name, if the article names them again.
func seriesHosts(r *reader) (out []hostCandidate) {
	title, _ := r.out.Text(FieldTitle)
	for i := range min(len(r.lines), 14) {
		n := &r.lines[i]
		name := houseOf(strings.TrimSpace(n.text))
		if name == "" {
			name = houseOf(trimSigns(undecorated(n.text)))
		}
		if runes(name) < 3 || n.own || name == title || kindPart.MatchString(name) || seriesPart.MatchString(name) || headingTopic(name) != noTopic {
			continue
		}
		if i <= 4 && strings.ContainsAny(n.text, "·•") && runes(name) <= 12 && !strings.ContainsAny(name, " ，。") {
			out = append(out, hostCandidate{name, n.raw, 2}) // below the title
		}
		if orgName2.MatchString(name) || strings.Count(r.whole(), short(name, 3)) > 1 {
			out = append(out, hostCandidate{name, n.raw, 3})
		}
	}
	for i := range min(len(r.lines), 14) {
		n := &r.lines[i]
		s := trimSigns(undecorated(n.text))
		if m := joint.FindStringSubmatch(s); m != nil && i > 5 && !n.own {
			if both := partnerCut.Split(m[1], 3); len(both) == 2 && orgName2.MatchString(strings.TrimSpace(both[0])) && orgName2.MatchString(strings.TrimSpace(both[1])) {
				out = append(out, hostCandidate{m[1], n.raw, 3})
			}
		}
	}
	return out
}

var (
	// bringsOne is who brings somebody who speaks: 产品夜航船拉来一位老产品.
	bringsOne = regexp.MustCompile(`(?:^|[，。！；\s])([\p{Han}A-Za-z0-9]{3,10}?)(?:这次|这回|特地|专门)?(?:拉来|请来|请到|邀来|喊来|约来|找来)了?[一两三]?[位个名]`)
	// holdsHere is who gives the class, wherever: 泰晤士备考小屋这次把课开在伦敦.
	holdsHere = regexp.MustCompile(`(?:^|[，。！；\s])([\p{Han}A-Za-z0-9]{3,12}?)(?:这次|这回|本期|今年)?把(?:课|讲座|直播|沙龙|课堂)(?:开|搬|办|放)`)
	// heldByBoth are two houses that do something together: 货架研究所联合小满电商学院，年底前最后开一堂小课.
	heldByBoth = regexp.MustCompile(`(?:^|[。！；\s])([\p{Han}A-Za-z0-9]{3,14}(?:联合|携手|牵手)[\p{Han}A-Za-z0-9]{3,14})，?[^。！；]{0,16}(?:开|办|推出|带来|讲|请|邀)`)
	// framedGives is a house in a frame within a sentence, with what it gives: 「数字小灶」直播课.
	framedGives = regexp.MustCompile(`(?:^|[，。！；\s])[「“『]([\p{Han}A-Za-z0-9]{3,8})[」”』](?:直播课|公开课|小课|微课|讲堂|课堂|直播间)`)
)

// sentenceHosts are the houses that sentences name by what they do.
func sentenceHosts(r *reader) (out []hostCandidate) {
	title, _ := r.out.Text(FieldTitle)
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutAudience, aboutPacks, aboutPoints, aboutSignup, aboutPlace) {
			continue
		}
		for _, p := range []*regexp.Regexp{bringsOne, holdsHere, heldByBoth, framedGives} {
			if m := p.FindStringSubmatch(s.text); m != nil && m[1] != title && !notHost.MatchString(m[1]) && len(days(m[1])) == 0 {
				out = append(out, hostCandidate{m[1], s.raw, 2})
			}
		}
	}
	return out
}

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

// audienceSaid are further ways to say in a sentence for whom a class is.
var audienceSaid = regexp.MustCompile(`(?:希望|盼着|期待)[^，。：]{0,12}(?:是|来的是|有)：([^。！]{4,120})|(?:对|给)[一二两三四几]种?(?:人|朋友)[^：，。]{0,4}：([^。！]{4,120})|凡是?([^，。]{2,20}?)(?:都能|都可以|均可)(?:来)?(?:听|参加)|(?:^|[，。])([^，。]{2,12}?、?[^，。]{2,20}?)来?最合适`)

// saidAudience takes for whom a sentence says that the class is.
func saidAudience(r *reader) bool {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPacks, aboutNotes, aboutTitle) {
			continue
		}
		m := audienceSaid.FindStringSubmatch(s.text)
		if m == nil {
			continue
		}
		taken := false
		who := furtherFolk.ReplaceAllString(strings.Join(m[1:], ""), "、")
		if m[4] == "" {
			for _, v := range split(who) {
				taken = r.takeFolk(v, s.raw) || taken
			}
		} else {
			taken = r.takeFolk(who, s.raw)
		}
		if taken {
			return true
		}
	}
	return false
}

// furtherFolk goes on with further people.
var furtherFolk = regexp.MustCompile(`[，、]\s*(?:还有|以及|和)|[，；]`)

// takeFolk takes a kind of people.
func (r *reader) takeFolk(v, source string) bool {
	if v = trimSigns(v); runes(v) < 2 || notAudience.MatchString(v) {
		return false
	}
	r.fact(FieldAudience, v, source)
	return true
}
