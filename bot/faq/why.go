package faq

import (
	"fmt"
	"math"
	"slices"
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
	s := x.signals(r)
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
		out = append(out, fmt.Sprintf("%.2f %s%s, %s, odds %.2f",
			e.value, m.entries[e.entry].ID, inherited(m, e.entry), phrasing(e), x.odds(r, e.entry)))
	}
	if r.outOfScope.value > 0 {
		out = append(out, fmt.Sprintf("%.2f not to be answered, %s, odds %.2f",
			r.outOfScope.value, phrasing(r.outOfScope), x.odds(r, noEntry)))
	}
	if x.file != nil && len(r.entries) > 0 {
		out = append(out, m.whyFile(r)...)
	}
	fit, trees := m.fit.of(s), Signals{}
	fit.trees.sum(s[:], trees[:])
	for i, k := range signalTable() {
		if v := s[i]*fit.Weights[i] + trees[i]; v > 0.05 || v < -0.05 {
			out = append(out, fmt.Sprintf("%+.2f %s (%.2f)", v, k.name, s[i]))
		}
	}
	if c := m.confidence(folded, r, s, fit); c < fit.Confidence(s) {
		out = append(out, "doubted: it asks whether a topic is covered, or names nothing")
	}
	result := m.Match(folded)
	if result.Band == Suggest && len(r.entries) > 0 && !m.mayAnswer(r.entries[0].entry, folded) {
		out = append(out, "offered only: the answer does not state the particular that is asked")
	}
	band := map[Band]string{None: "no answer", Suggest: "ask back", Answer: "answer"}[result.Band]
	return append(out, fmt.Sprintf("confidence %.2f: %s", result.Confidence, band))
}

// inherited names the intents that an entry inherits.
func inherited(m *Matcher, entry int) string {
	var names []string
	for name, i := range m.owners {
		if i == entry {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return " (inherits " + strings.Join(names, ", ") + ")"
}

// whyFile explains why the file's own texts put the best entry before the next one, and what
// the question says beyond it.
func (m *Matcher) whyFile(r reading) (out []string) {
	x, top := m.index, r.entries[0].entry
	if len(r.entries) > 1 {
		f, next := &r.features[top], &r.features[r.entries[1].entry]
		for k, of := range rankTable() {
			if v := f[k]*x.rank.of(f)[k] - next[k]*x.rank.of(next)[k]; math.Abs(v) > 0.2 {
				out = append(out, fmt.Sprintf("%+.2f before the next: %s (%.2f, %.2f)", v, of.name, f[k], next[k]))
			}
		}
		if v := x.rank.trees.sum(f[:], nil) - x.rank.trees.sum(next[:], nil); math.Abs(v) > 0.2 {
			out = append(out, fmt.Sprintf("%+.2f before the next: what these say together", v))
		}
	}
	var words []string
	for _, w := range x.file.beyondWords(r.form, r.parts, top) {
		if u := x.beyond[w.feature]; math.Abs(float64(u)) > 0.1 {
			words = append(words, fmt.Sprintf("%s %+.2f", w.text, u))
		}
	}
	if len(words) > 0 {
		out = append(out, "beyond the entry: "+strings.Join(words, ", "))
	}
	return out
}
