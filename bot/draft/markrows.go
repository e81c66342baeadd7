package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// row marks a row of a table: the head gives the topics of the columns, a first cell that is
// a label the topic of its row.
func (m *marker) row(n *line) {
	n.section = m.heading
	if m.section == aboutOthers {
		n.topic = aboutOthers
		return
	}
	if n.table != m.table {
		m.table, m.columns = n.table, headOf(n.cells)
		if m.columns != nil {
			n.topic = noTopic
			n.cells = nil
			return
		}
	}
	if m.columns != nil {
		n.columns = m.columns
		n.topic = ofColumns(n, m.columns)
		return
	}
	if t := labelTopic(n.cells[0]); t != noTopic {
		n.topic, n.own, n.value = t, true, strings.TrimSpace(strings.Join(n.cells[1:], " "))
		if t == aboutSessions && len(days(n.value)) == 0 && len(clocks(n.value, false)) > 0 {
			n.topic = aboutAgenda // what is done when, in one day
		}
		if t == aboutPlace && len(clocks(n.value, false)) > 0 && !venue.MatchString(n.value) && !onsite.MatchString(n.value) {
			n.topic = aboutTime
		}
		return
	}
	n.topic = m.section
}

// ofColumns is the topic of a row below a head that gives the topics of the columns.
func ofColumns(n *line, columns []topic) topic {
	switch {
	case len(columns) == 2 && columns[0] == aboutPacks:
		return aboutPacks
	case amount.MatchString(n.text) && !slices.Contains(columns, aboutTime):
		return aboutPrice
	case len(days(n.text)) == 0 && (len(clocks(n.text, false)) > 0 || slices.Contains(columns, aboutTitle) || slices.Contains(columns, aboutPoints) || slices.Contains(columns, aboutAgenda)):
		return aboutAgenda
	}
	return aboutSessions
}

// howToGet heads the column that says what is to be done for a pack.
var howToGet = regexp.MustCompile(`^(?:怎么|如何)(?:拿|领|得|获得|获取)$|^(?:领取|获取|获得)(?:方式|条件|方法)$|^条件$`)

// headOf returns the topics of the columns if the row is the head of a table.
func headOf(cells []string) (out []topic) {
	known := 0
	for _, c := range cells {
		t := labelTopic(c)
		if t == noTopic {
			t = headingTopic(c)
		}
		if runes(c) > 10 && !isMostlyLatin(c) || hasDigitFact(c) {
			return nil
		}
		if t != noTopic {
			known++
		}
		out = append(out, t)
	}
	if len(cells) == 2 && out[0] == aboutPacks && howToGet.MatchString(cells[1]) {
		return []topic{aboutPacks, aboutNotes}
	}
	if known < 2 && (known < 1 || len(cells) > 2) {
		return nil
	}
	if len(cells) == 2 && known < 2 {
		return nil
	}
	return out
}
