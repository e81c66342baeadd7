package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// What a line is that carries no label of the lists: by what stands below it, by its form, by its
// value.

// footer takes who holds the class from the foot of a page, and nothing else.
func (n *line) footer() {
	n.topic = aboutOthers
	if before, _, _ := strings.Cut(n.value, "："); labelHost.MatchString(before) {
		_, n.value = splitLabel(n.text)
		n.topic, n.own = aboutHost, true
	}
}

// inHan is a number of a section in a notice.
var inHan = regexp.MustCompile(`^[一二三四五六七八九十]{1,2}、.{2,16}$`)

// numbered reports the heading of a further section, if those of the sections are numbered.
func (m *marker) numbered(n *line) bool {
	return m.heading >= 0 && inHan.MatchString(n.text) && inHan.MatchString(m.lines[m.heading].text) && !strings.ContainsAny(n.text, "。；")
}

// beside marks a line about something else than the class, and the list that it leads.
func (m *marker) beside(i int) bool {
	n := &m.lines[i]
	if n.kind == heading || !besides.MatchString(n.value) || n.bold && endsLikeHeading(n.text) {
		return false
	}
	if n.topic = aboutOthers; i+1 < len(m.lines) && m.lines[i+1].kind == item && n.kind != item {
		m.section, m.weak, m.heading, m.above = aboutOthers, false, i, aboutOthers
	}
	return true
}

// leadOf is the topic of a section that a line begins by what stands below it: people, or the packs
// of 🎁 三份心意; noTopic for none.
func (m *marker) leadOf(i int, t topic, value string) topic {
	n := &m.lines[i]
	switch {
	case n.value == "接龙":
		return aboutOthers // who has come in already
	case t == aboutPacks && startsWithMark(n.text) && runes(value) <= 8 && !strings.ContainsAny(value, "：《「送领") && !thingNoun.MatchString(value):
		return aboutPacks
	case t != noTopic || m.section == aboutTeacher || surnameOf(n.value) > 0 && hanName.MatchString(n.value) || !m.folkItems(i):
		return noTopic
	case n.kind == item && n.gap && startsWithMark(n.text) && m.emojis[firstRune(n.text)] < 2, n.kind == paragraph && runes(n.value) <= 6 && !m.lines[i+1].gap:
		return aboutAudience
	}
	return noTopic
}

// nested reports a heading below that of a section which names no topic of its own: it is one of
// the things that the section is about, a person or a point.
func (m *marker) nested(n *line, t topic) bool {
	if n.kind != heading || n.depth == 0 || m.heading < 0 || t != noTopic || !m.section.in(aboutTeacher, aboutPoints) {
		return false
	}
	above := m.lines[m.heading]
	return above.depth > 0 && above.depth < n.depth && labelTopic(n.text) == noTopic && headingTopic(n.text).in(noTopic, m.section)
}

// besides begins a line about something else than the class.
var besides = regexp.MustCompile(`^(?:另外?|附|又及|顺便(?:说|提)(?:一[句下])?|题外话|另外?(?:提醒|通知|预告|说)[^，。：:]{0,6}|其他通知|小广告|广告)\s*[：:]|^(?:往期|上[一]?期|下[一]?期|上一[讲场]|下一[讲场])(?:回顾|回放|预告|嘉宾|讲师|主讲)?\s*[：:《]|^相关推荐|^(?i:also on our calendar|coming up|our next|you may also like|p\.?s\.?:? (?:our|the|next))`)

// unlabelled reads a line whose label says nothing by its value, a price or a list of people, or by
// what it asks at its end.
func (m *marker) unlabelled(n *line) (topic, string) {
	if i := strings.LastIndex(n.value, "，"); i > 0 && endsLikeHeading(n.value) && runes(n.value) <= 30 {
		if tail := headingTopic(n.value[i+len("，"):]); tail.in(aboutPoints, aboutAudience, aboutPacks) {
			return tail, ""
		}
	}
	if priceLine.MatchString(n.value) {
		return aboutPrice, n.value
	}
	if who := labelled.FindStringSubmatch(n.value); who != nil && !m.section.in(aboutTeacher, aboutPacks) && len(folkIn(who[2])) > 1 && runes(who[1]) <= 8 {
		return aboutAudience, who[2]
	}
	return noTopic, ""
}

// boldLabel reads a label in bold before a value, and a heading in two languages, which has none.
func boldLabel(n *line) (topic, string) {
	if n.kind == heading && n.depth > 0 && twoLanguages.MatchString(undecorated(n.text)) {
		return labelTopic(n.text), ""
	}
	if n.kind == heading || n.lead == "" {
		return noTopic, ""
	}
	return labelTopic(n.lead), strings.TrimLeft(strings.TrimPrefix(n.value, n.lead), "：: ")
}

// aboutPerson reports the first item of a list below a label that names who speaks: it says who
// that is.
func (m *marker) aboutPerson(i int) bool {
	n := &m.lines[i]
	return m.section == aboutTeacher && n.kind == item && i > 0 && m.lines[i-1].topic == aboutTeacher && m.lines[i-1].own && (tellsWho(n.value) || jobEnd.MatchString(n.value)) && labelTopic(n.value) == noTopic
}
