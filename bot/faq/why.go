package faq

import (
	"fmt"
	"strings"
)

// Why says in words what spoke for and against the entries of a folded
// question.
func (m *Matcher) Why(folded string) []string {
	if i, ok := m.exact[folded]; ok {
		return []string{fmt.Sprintf("answer: it is a phrasing of %s itself", m.entries[i].ID)}
	}
	f := m.index.lang.read(folded)
	entries, negative := m.index.compare(f)
	s := m.index.signals(folded, f, entries, negative)
	out := []string{
		"read as: " + string(f.runes),
		"sounds: " + strings.Join(f.syllables, " "),
		"concepts: " + strings.Join(f.concepts, " "),
	}
	for _, e := range entries[:min(len(entries), MaxHits)] {
		out = append(out, fmt.Sprintf("%.2f %s, likest phrasing %q", e.value, m.entries[e.entry].ID, m.index.phrases[e.phrase]))
	}
	if negative.value > 0 {
		out = append(out, fmt.Sprintf("%.2f not to be answered, likest phrasing %q", negative.value, m.index.phrases[negative.phrase]))
	}
	for i, name := range signalNames() {
		if v := s[i] * m.weights[i]; v > 0.05 || v < -0.05 {
			out = append(out, fmt.Sprintf("%+.2f %s (%.2f)", v, name, s[i]))
		}
	}
	r := m.Match(folded)
	band := map[Band]string{None: "no answer", Suggest: "ask back", Answer: "answer"}[r.Band]
	return append(out, fmt.Sprintf("confidence %.2f: %s", r.Confidence, band))
}
