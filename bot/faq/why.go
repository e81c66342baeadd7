package faq

import (
	"fmt"
	"strings"
)

// Why explains, a line each, how a folded question is read and what speaks for and
// against the entries that it may mean.
func (m *Matcher) Why(folded string) []string {
	if i, ok := m.exact[folded]; ok {
		return []string{fmt.Sprintf("answer: it is a phrasing of %s itself", m.entries[i].ID)}
	}
	folded = cutRunes(folded)
	x := m.index
	r := x.read(folded, noPhrase)
	s := x.signals(folded, r)
	out := []string{
		"read as: " + string(r.form.runes),
		"sounds: " + strings.Join(r.form.syllables, " "),
		"concepts: " + strings.Join(r.form.concepts, " "),
	}
	phrasing := func(e score) string {
		if e.phrase == noPhrase {
			return "no similar phrasing"
		}
		return fmt.Sprintf("most similar phrasing %q", x.phrases[e.phrase])
	}
	for _, e := range r.entries {
		out = append(out, fmt.Sprintf("%.2f %s, %s, odds %.2f", e.value, m.entries[e.entry].ID, phrasing(e), x.odds(r, e.entry)))
	}
	if r.outOfScope.value > 0 {
		out = append(out, fmt.Sprintf("%.2f not to be answered, %s, odds %.2f",
			r.outOfScope.value, phrasing(r.outOfScope), x.odds(r, noEntry)))
	}
	weights := m.fit.of(s).Weights
	for i, k := range signalTable() {
		if v := s[i] * weights[i]; v > 0.05 || v < -0.05 {
			out = append(out, fmt.Sprintf("%+.2f %s (%.2f)", v, k.name, s[i]))
		}
	}
	if c := m.confidence(folded, r, s, weights); c < weights.Confidence(s) {
		out = append(out, "doubted: it asks whether a topic is covered, or names nothing")
	}
	result := m.Match(folded)
	if result.Band == Suggest && len(r.entries) > 0 && !m.mayAnswer(r.entries[0].entry, folded) {
		out = append(out, "offered only: the answer does not state the particular that is asked")
	}
	band := map[Band]string{None: "no answer", Suggest: "ask back", Answer: "answer"}[result.Band]
	return append(out, fmt.Sprintf("confidence %.2f: %s", result.Confidence, band))
}
