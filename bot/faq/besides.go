package faq

import (
	"slices"
	"strings"
)

// nearMissCharacters turn a question about the matter of an entry into another one: what is
// given back, changed, lost, wrong, once more, by somebody else, missed, not or no more.
const nearMissCharacters = "退改丢错换重代补坏投转借寄查漏忘晚迟早涨停取消没不再另还"

// firmNearMisses is how many of them, from the first on, say so almost alone.
const firmNearMisses = 16

// nearMisses returns the near-miss characters of a text as a bit set.
func nearMisses(s string) (set uint64) {
	at := 0
	for _, r := range nearMissCharacters {
		if strings.ContainsRune(s, r) {
			set |= 1 << at
		}
		at++
	}
	return set
}

// entryWords are what the wordings of an entry say in normal form, and the near-miss
// characters of its wordings, and of its wordings and its answer.
type entryWords struct {
	said             []string
	wordings, stated uint64
}

// wordsOf returns those of an entry.
func (l *language) wordsOf(e Entry) (out entryWords) {
	for _, w := range wordings(e) {
		said := l.normalise(w)
		out.said = append(out.said, said)
		out.wordings |= nearMisses(said)
	}
	out.stated = out.wordings
	for _, c := range clausesOf(e.Answer) {
		out.stated |= nearMisses(l.normalise(c))
	}
	return out
}

// askingWords are words of which a text that asks something mostly has one.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var askingWords = append(strings.Fields("不 吧 多 点样 边 冇 几时 行吗 what how when where can is do will any"), questionWords...)

// besides sets the signals of what a question and the wordings of an entry have in common as
// strings, of near misses, and of texts that ask nothing.
func (w *entryWords) besides(s *Signals, r *reading) {
	if containsAny(r.compared.folded, askingWords) == 0 {
		s[sigAsksNothing] = 1
	}
	near := nearMisses(r.form.said)
	for missing := near &^ w.stated; missing != 0; missing &= missing - 1 {
		s[sigNearMiss]++
	}
	if near&^w.wordings&(1<<firmNearMisses-1) != 0 {
		s[sigNearMissWording] = 1
	}
	for _, said := range w.said {
		of := []rune(said)
		run := float64(longestRun(r.form.runes, of))
		s[sigWordingChars] = max(s[sigWordingChars], shareOf(of, r.form.runes, 1))
		s[sigWordingPairs] = max(s[sigWordingPairs], shareOf(of, r.form.runes, 2))
		s[sigRunOfQuestion] = max(s[sigRunOfQuestion], run/float64(max(1, len(r.form.runes))))
		s[sigRunOfWording] = max(s[sigRunOfWording], run/float64(max(1, len(of))))
	}
}

// shareOf returns the share of the runs of n characters of a that b has.
func shareOf(a, b []rune, n int) float64 {
	shared := 0
	for i := n; i <= len(a); i++ {
		for j := n; j <= len(b); j++ {
			if a[i-1] == b[j-1] && slices.Equal(a[i-n:i], b[j-n:j]) {
				shared++
				break
			}
		}
	}
	return float64(shared) / float64(max(1, len(a)-n+1))
}

// longestRun returns the length of the longest run of characters that a and b share.
func longestRun(a, b []rune) (most int) {
	before, now := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, r := range a {
		for j, s := range b {
			now[j+1] = 0
			if r == s {
				now[j+1] = before[j] + 1
				most = max(most, now[j+1])
			}
		}
		before, now = now, before
	}
	return most
}
