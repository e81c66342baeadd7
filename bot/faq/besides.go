package faq

import "strings"

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
	question := r.form.runes
	set := setOf(question)
	for _, said := range w.said {
		wording := []rune(said)
		chars, pairs, run := set.shared(wording, question)
		s[sigWordingChars] = max(s[sigWordingChars], float64(chars)/float64(max(1, len(wording))))
		s[sigWordingPairs] = max(s[sigWordingPairs], float64(pairs)/float64(max(1, len(wording)-1)))
		s[sigRunOfQuestion] = max(s[sigRunOfQuestion], float64(run)/float64(max(1, len(question))))
		s[sigRunOfWording] = max(s[sigRunOfWording], float64(run)/float64(max(1, len(wording))))
	}
}

// runeSet has the characters of a text by their lowest 10 bits: what it does not have the text
// does not have either.
type runeSet [16]uint64

// setOf returns that of a text.
func setOf(s []rune) (out runeSet) {
	for _, r := range s {
		out[r>>6&15] |= 1 << (r & 63)
	}
	return out
}

func (t *runeSet) mayHave(r rune) bool { return t[r>>6&15]&(1<<(r&63)) != 0 }

// shared compares a text a with b, of which it is the set: how many characters of a and how many
// of its pairs of characters b has, and the length of the longest run that both have.
func (t *runeSet) shared(a, b []rune) (chars, pairs, run int) {
	for i, r := range a {
		if !t.mayHave(r) {
			continue
		}
		most := 0 // the length of the longest run that begins here
		for j := range b {
			n := 0
			for n < min(len(a)-i, len(b)-j) && a[i+n] == b[j+n] {
				n++
			}
			if most = max(most, n); most == len(a)-i {
				break // no longer one can begin here: bounds what texts of one character take
			}
		}
		chars += min(most, 1)
		pairs += min(most, 2) / 2
		run = max(run, most)
	}
	return chars, pairs, run
}
