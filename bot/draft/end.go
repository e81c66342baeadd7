package draft

import regexp "zhujiao/bot/lazyregexp"

// endSaid is the end in words of its own.
var endSaid = regexp.MustCompile(`(?:结束时间|散场时间|(?:讲|播|聊|上|持续|开|办)到(?:晚上|下午|中午|上午)?|(?i:(?:ends?|finish(?:es)?|wraps? up|done|over) (?:at|by|time|around|about)))\s*[：:]?\s*(?:约|大约|(?i:about|around))?\s*(.{3,14})`)

// endLatin is an end without its half of the day: finish around 8.30.
var endLatin = regexp.MustCompile(`(?i)\b(?:finish(?:es)?|ends?|wraps? up|until|till) (?:at |by |around |about )?(\d{1,2})[.:](\d{2})\b`)

// endsThen is behind a time at which the class is over.
var endsThen = regexp.MustCompile(`^\s*(?:左右|前后|整)?\s*(?:一定|准时|大约|大概|就|能|会|之前|前)?\s*(?:结束|散场|散会|散[，。,；！]|散$|下课|收尾|下播|收摊|收工|讲完|播完|收[，。；]|收$)`)

// overHead is a label of the end.
var overHead = regexp.MustCompile(`^(?:下课|结束|散场|散会|收工)(?:时间)?[：:]?$`)

// laterThan moves a time without its half of the day behind the start.
func laterThan(t, start int) int {
	if t <= start && t < 12*60 && t+12*60 > start {
		return t + 12*60
	}
	return t
}

// belowOver reports a sentence below the label of the end, or beside it in a table.
func belowOver(r *reader, s sentence) bool {
	if s.line.kind == row && len(s.line.cells) > 0 && overHead.MatchString(s.line.cells[0]) {
		return true
	}
	return s.at > 0 && overHead.MatchString(r.lines[s.at-1].text)
}

// saidEnd reads an end that stands alone; -1 if there is none.
func saidEnd(r *reader, start int, source string) (int, string) {
	for _, s := range relevant(r) {
		if m := endLatin.FindStringSubmatch(s.text); m != nil && start > 12*60 && !otherDates.MatchString(s.text) {
			return laterThan(60*atoi(m[1])+atoi(m[2]), start), s.raw
		}
		if m := endSaid.FindStringSubmatch(s.text); m != nil {
			if cs := clocks(m[1], false); len(cs) > 0 && !otherDates.MatchString(s.text) {
				return laterThan(cs[0].start, start), s.raw
			}
		}
		if cs := clocks(s.text, false); len(cs) == 1 && belowOver(r, s) {
			return laterThan(cs[0].start, start), s.raw
		}
		for _, c := range clocks(s.text, false) {
			if around := clause(s.text, c.from, c.to); endsThen.MatchString(s.text[c.to:]) && !otherDates.MatchString(around) && !otherClocks.MatchString(around) {
				return laterThan(c.start, start), s.raw
			}
		}
	}
	return -1, source
}
