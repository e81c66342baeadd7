package draft

import "regexp"

// eitherTime says that people choose one of several times.
var eitherTime = regexp.MustCompile(`任选|二选一|每场|(?i)\bchoose one\b`)

// times takes start and end of the class.
func times(r *reader, chosen *mention) {
	found := moments(r, chosen)
	if len(found) == 0 {
		found = fromAgenda(r)
	}
	if len(found) == 0 {
		r.gap(FieldStart, "", "")
		r.gap(FieldEnd, "", "")
		return
	}
	best := found[0]
	if eitherTime.MatchString(best.text) && len(clocks(best.text, false)) > 1 {
		r.gap(FieldStart, "", best.raw) // one of several, each for other people
		r.gap(FieldEnd, "", best.raw)
		return
	}
	best.settle(found)
	r.fact(FieldStart, clockOf(best.start), best.raw)
	r.end(best, found)
	for _, m := range found {
		if m.start != best.start && m.start+12*60 != best.start && m.score >= enough+2 && (m.at != best.at || m.line.topic != aboutTime) {
			clash(r, Clash{Kind: ClashStart, A: clockOf(best.start), B: clockOf(m.start), Source: m.raw})
			return
		}
	}
}

// settle moves a time of which it is not said whether it is in the morning, if another sentence
// says so.
func (m *moment) settle(found []moment) {
	if !m.vague {
		return
	}
	for _, o := range found {
		if o.start == m.start+12*60 && !o.vague {
			m.start, m.vague = o.start, false
			if m.end > 0 && m.end < m.start {
				m.end += 12 * 60
			}
			return
		}
	}
}
