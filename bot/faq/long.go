package faq

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// longText is the length in characters from which a text has to show in one of its
	// clauses what it asks: every long text resembles something.
	longText = 40
	// monotoneText is the length from which a text of at most monotoneRunes different
	// characters says nothing: aaaa…, 哈哈….
	monotoneText, monotoneRunes = 12, 3
	// sureOfLong is the confidence from which a long text needs no clause that says the same.
	// Off-topic texts reach 0.65, rambles that ask something half the time 0.75.
	sureOfLong = 0.75
	// clauseLeast is the shortest clause in characters that says anything, and clauseMost how
	// many clauses of a text are read by themselves: a tale has a dozen.
	clauseLeast, clauseMost = 3, 3
)

// clauseEnds are the folded characters that part clauses. Spaces are folded away.
const clauseEnds = ",.;!?:、。…~\n()（）"

// supported lowers the band of a long text that is not at all sure (ruling 55): one of its
// clauses has to be about the first hit by itself, and to ask if it is not sure. What is
// only long, or one sound over and over, is not answered. A text in pinyin has no clauses
// that could be read by themselves.
func (m *Matcher) supported(memo *Memo, folded string, r Result) Result {
	n := utf8.RuneCountInString(folded)
	switch {
	case r.Band == None || len(r.Hits) == 0:
		return r
	case n >= monotoneText && distinctRunes(folded) <= monotoneRunes:
		return Result{Hits: r.Hits}
	case n < longText || m.index.lang.isPinyin(folded):
		return r
	case r.Confidence >= sureOfLong && strings.ContainsFunc(folded, func(c rune) bool { return c >= firstRead && c <= lastRead }):
		return r
	}
	return m.byClauses(memo, folded, r)
}

// byClauses returns the result of a long text with the band that its clauses support. If one
// that asks is sure of another entry than the first hit, that one is offered.
func (m *Matcher) byClauses(memo *Memo, folded string, r Result) Result {
	best := None
	for _, clause := range slices.Backward(telling(folded)) {
		c, asks := m.match(memo, clause), containsAny(clause, questionWords) > 0
		switch {
		case len(c.Hits) == 0 || c.Band == None:
		case c.Hits[0].ID == r.Hits[0].ID && (c.Band == Answer || asks):
			best = max(best, c.Band)
		case c.Band == Answer && asks:
			c.Band = Suggest
			return c
		}
	}
	if best == None {
		return Result{Hits: r.Hits}
	}
	r.Band = min(r.Band, best)
	return r
}

// telling returns the clauses of a text that are read by themselves, in their order: those that
// ask, or all if none does. The last ones tell most, because a tale ends with its question.
func telling(folded string) []string {
	all := strings.FieldsFunc(folded, func(c rune) bool { return strings.ContainsRune(clauseEnds, c) })
	all = slices.DeleteFunc(all, func(c string) bool { return utf8.RuneCountInString(c) < clauseLeast })
	states := func(c string) bool { return containsAny(c, questionWords) == 0 }
	if asking := slices.DeleteFunc(slices.Clone(all), states); len(asking) > 0 {
		all = asking
	}
	return all[max(0, len(all)-clauseMost):]
}

// distinctRunes counts the different characters of a text, up to monotoneRunes + 1.
func distinctRunes(s string) int {
	seen := map[rune]bool{}
	for _, c := range s {
		if seen[c] = true; len(seen) > monotoneRunes {
			break
		}
	}
	return len(seen)
}

// isPinyin reports whether the words of a text are pinyin throughout.
func (l *language) isPinyin(folded string) bool {
	for word := range strings.FieldsFuncSeq(folded, func(c rune) bool { return strings.ContainsRune(clauseEnds, c) }) {
		if _, ok := l.splitSyllables(word, make([]bool, len(word)+1)); !ok {
			return false
		}
	}
	return true
}
