package faq

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// meanings are words with what each means.
type meanings map[string][]string

// add gives a word a meaning, once.
func (m meanings) add(word, meaning string) {
	if word != "" && !slices.Contains(m[word], meaning) {
		m[word] = append(slices.Clip(m[word]), meaning)
	}
}

// lexicon finds words in texts, the longest first, and says what they mean. It is
// a trie in which the children of a node lie side by side, in the order of their
// characters: a question is looked through several times, and each place costs a
// few steps.
type lexicon struct {
	// labels are the characters that lead to the nodes; the children of node i are
	// first[i] to first[i+1]. The root is 0.
	labels []rune
	first  []int32
	// word numbers the word that ends at a node from 1, 0 is none; means are the
	// meanings by that number.
	word  []int32
	means [][]string
	// heads are the characters that words begin with, by their last bits: most of a
	// text is passed by at once.
	heads [64]uint64
}

// span is a run of sorted words that share their first bytes.
type span struct{ from, to, shared int }

func newLexicon(words meanings) *lexicon {
	sorted := make([]string, 0, len(words))
	for w := range words {
		sorted = append(sorted, w)
	}
	slices.Sort(sorted)
	l := &lexicon{labels: []rune{0}, first: []int32{1}, word: []int32{0}, means: [][]string{nil}}
	for queue := []span{{0, len(sorted), 0}}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if s.from < s.to && len(sorted[s.from]) == s.shared { // the node's own word
			s.from++
		}
		for s.from < s.to {
			r, size := utf8.DecodeRuneInString(sorted[s.from][s.shared:])
			child := span{s.from, s.from, s.shared + size}
			for prefix := sorted[s.from][:child.shared]; child.to < s.to && strings.HasPrefix(sorted[child.to], prefix); {
				child.to++
			}
			l.labels = append(l.labels, r)
			l.word = append(l.word, 0)
			if m := words[sorted[child.from][:child.shared]]; m != nil {
				l.word[len(l.word)-1] = int32(len(l.means)) //nolint:gosec // some ten thousand
				l.means = append(l.means, m)
			}
			queue, s.from = append(queue, child), child.to
			if s.shared == 0 {
				l.heads[r>>6&63] |= 1 << (r & 63)
			}
		}
		l.first = append(l.first, int32(len(l.labels))) //nolint:gosec // some ten thousand
	}
	return l
}

// child is the node that a character leads to from another; 0 for none.
func (l *lexicon) child(node int32, r rune) int32 {
	from, to := l.first[node], l.first[node+1]
	at, ok := slices.BinarySearch(l.labels[from:to], r)
	if !ok {
		return 0
	}
	return from + int32(at) //nolint:gosec // a node
}

// at returns the longest word at a place in s by its meanings and its length in
// bytes; no meanings and the length of the character there if there is none.
func (l *lexicon) at(s string, i int) (means []string, n int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	n = size
	if l.heads[r>>6&63]&(1<<(r&63)) == 0 {
		return nil, n
	}
	for node, end := l.child(0, r), i+size; node != 0; node = l.child(node, r) {
		if m := l.means[l.word[node]]; m != nil && !cutOut(s, i, end-i) {
			means, n = m, end-i
		}
		if end == len(s) {
			break
		}
		r, size = utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return means, n
}

// has tells whether a text is a word.
func (l *lexicon) has(s string) bool {
	node := int32(0)
	for _, r := range s {
		if node = l.child(node, r); node == 0 {
			return false
		}
	}
	return l.word[node] != 0
}

// cutOut tells whether a short Latin word is a piece of a longer one: hi of
// zhibo. Longer ones are found inside, for people type pinyin without spaces.
func cutOut(s string, i, n int) bool {
	latin := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= 'a' && s[i] <= 'z' }
	return n <= 3 && latin(i) && (latin(i-1) || latin(i+n))
}

// find returns the meanings of the words in a text, in order.
func (l *lexicon) find(s string) (out []string) {
	for i := 0; i < len(s); {
		means, n := l.at(s, i)
		out = append(out, means...)
		i += n
	}
	return out
}

// replace puts something in the place of each word. A text without any stays
// the string that it is.
func (l *lexicon) replace(s string, with func(means []string) string) string {
	var out []byte
	from := 0
	for i := 0; i < len(s); {
		means, n := l.at(s, i)
		if means != nil {
			out = append(append(out, s[from:i]...), with(means)...)
			from = i + n
		}
		i += n
	}
	if from == 0 {
		return s
	}
	return string(append(out, s[from:]...))
}

// remove takes the words out of a text; a text of nothing else stays.
func (l *lexicon) remove(s string) string {
	if rest := l.replace(s, func([]string) string { return "" }); rest != "" {
		return rest
	}
	return s
}

// say puts the first meaning of each word in its place.
func (l *lexicon) say(s string) string {
	return l.replace(s, func(means []string) string { return means[0] })
}
