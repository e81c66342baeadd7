package draft

// prose decides what a paragraph is about that carries no label: it may call upon people, or say
// something else than the section in which it stands. It reports whether it has decided.
func (m *marker) prose(i int, t topic) bool {
	n := &m.lines[i]
	if (n.kind == paragraph || m.section == aboutPacks && startsWithMark(n.text)) && m.section != aboutOthers && calls(n.text) {
		n.topic = aboutSignup
		if n.gap && m.section == aboutPacks {
			m.section, m.weak = aboutSignup, true
		}
		return true
	}
	if n.kind != paragraph {
		return false
	}
	switch {
	case m.ended(n, t):
		n.topic, m.section, m.weak = noTopic, noTopic, false
	case n.gap && m.section == aboutPacks && i > 0 && m.lines[i-1].kind == item && venue.MatchString(n.value) && !giving.MatchString(n.text):
		n.topic, m.section = noTopic, noTopic // where the class is
	case m.weak && m.section == aboutAudience:
		n.topic = noTopic // the label has its value
	case m.section.in(aboutPoints, aboutTeacher, aboutAudience) && (aside.MatchString(n.value) || amount.MatchString(n.text)):
		n.topic, m.section = noTopic, noTopic
	case !n.bold && m.section.in(aboutPoints, aboutAudience) && i > 0 && m.lines[i-1].kind == item && !m.lines[i-1].bold && m.lines[i-1].topic == m.section && !m.weak:
		n.topic, m.section = noTopic, noTopic // the list is over
	case m.section == aboutPoints && i > 0 && m.lines[i-1].topic == noTopic && m.lines[i-1].kind == paragraph && m.lines[i-1].section == m.heading:
		n.topic = noTopic
	case m.section.in(aboutPoints, aboutTeacher, aboutPacks) && invites.MatchString(n.value):
		n.topic = noTopic
	default:
		return false
	}
	return true
}
