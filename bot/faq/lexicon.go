package faq

import (
	"maps"
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
// few steps. What only one word goes on with is no path of nodes, but compared.
type lexicon struct {
	// labels are the characters that lead to the nodes; the children of node i are
	// first[i] to first[i+1]. The root is 0.
	labels []rune
	first  []int32
	// word numbers the only word below a node, or the one that ends there; 0 is
	// none. words and means are by that number.
	word  []int32
	words []string
	means [][]string
	// heads are the characters that words begin with, by their last bits: most of a
	// text is passed by at once.
	heads [64]uint64
}

// span is a run of sorted words that share their first bytes.
type span struct{ from, to, shared int }

func newLexicon(words meanings) *lexicon {
	l := &lexicon{labels: []rune{0}, first: []int32{1}, word: []int32{0}}
	l.words = append([]string{""}, slices.Sorted(maps.Keys(words))...)
	l.means = make([][]string, len(l.words))
	for i, w := range l.words {
		l.means[i] = words[w]
	}
	for queue := []span{{1, len(l.words), 0}}; len(queue) > 0; queue = queue[1:] {
		queue = append(queue, l.grow(queue[0])...)
		l.first = append(l.first, int32(len(l.labels))) //nolint:gosec // some ten thousand
	}
	return l
}

// grow makes the children of the node of a span and returns their spans.
func (l *lexicon) grow(s span) (children []span) {
	if s.to-s.from == 1 && s.shared > 0 {
		return nil
	}
	if s.from < s.to && len(l.words[s.from]) == s.shared {
		s.from++ // the node's own word
	}
	for s.from < s.to {
		r, size := utf8.DecodeRuneInString(l.words[s.from][s.shared:])
		child := span{s.from, s.from, s.shared + size}
		for prefix := l.words[s.from][:child.shared]; child.to < s.to && strings.HasPrefix(l.words[child.to], prefix); {
			child.to++
		}
		word := 0
		if child.to-child.from == 1 || len(l.words[child.from]) == child.shared {
			word = child.from
		}
		l.labels, l.word = append(l.labels, r), append(l.word, int32(word))
		if s.shared == 0 {
			l.heads[r>>6&63] |= 1 << (r & 63)
		}
		children, s.from = append(children, child), child.to
	}
	return children
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
		word := l.word[node]
		if w := l.words[word]; word != 0 && strings.HasPrefix(s[i:], w) && !cutOut(s, i, len(w)) {
			means, n = l.means[word], len(w)
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
	_, found := slices.BinarySearch(l.words, s)
	return found && s != ""
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
