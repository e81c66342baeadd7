package faq

import (
	"maps"
	"math/bits"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// meanings maps a word to the names of the concepts that it stands for.
type meanings map[string][]string

// add gives a word a meaning, unless it has it.
func (m meanings) add(word, meaning string) {
	if word != "" && !slices.Contains(m[word], meaning) {
		m[word] = append(slices.Clip(m[word]), meaning)
	}
}

// lexicon finds words in texts, the longest first, with their meanings. It is a trie
// whose nodes lie in an array, the children of a node next to each other and sorted,
// so that a lookup costs a few steps. The rest of a word that shares its beginning
// with no other is not stored as nodes but compared.
type lexicon struct {
	// labels are the characters that lead to each node; the children of node i lie
	// from first[i] to before first[i+1]. The root is 0.
	labels []rune
	first  []int32
	// word is the number of the word that ends at a node, or of the only one below it;
	// 0 if there is neither.
	word []int32
	// letters are the words one after the other, and word i ends before ends[i]. meanings
	// are the different lists of meanings, and means[i] is the number of that of word i.
	letters  string
	ends     []int32
	meanings [][]string
	means    []int32
	// starts has the characters of the first plane that words begin with, a bit for each in
	// blocks of 64, and startsBefore how many of them lie before each block: the root has
	// thousands of children, and at most places of a text no word begins.
	starts       [1 << 10]uint64
	startsBefore [1 << 10]uint16
}

// span is a run of the sorted words, from before to, that share their first bytes.
type span struct{ from, to, shared int }

// newLexicon builds the lexicon of some words.
func newLexicon(words meanings) *lexicon {
	l := &lexicon{labels: []rune{0}, first: []int32{1}, word: []int32{0}}
	sorted := append([]string{""}, slices.Sorted(maps.Keys(words))...)
	l.store(sorted, words)
	for queue := []span{{1, len(sorted), 0}}; len(queue) > 0; queue = queue[1:] {
		queue = append(queue, l.addChildren(sorted, queue[0])...)
		l.first = append(l.first, int32(len(l.labels)))
	}
	l.labels, l.first, l.word = slices.Clone(l.labels), slices.Clone(l.first), slices.Clone(l.word)
	for i := 1; i < len(l.starts); i++ {
		l.startsBefore[i] = l.startsBefore[i-1] + uint16(bits.OnesCount64(l.starts[i-1]))
	}
	return l
}

// store stores the words and their meanings.
func (l *lexicon) store(sorted []string, words meanings) {
	var letters strings.Builder
	numbers := map[string]int32{}
	for _, w := range sorted {
		letters.WriteString(w)
		l.ends = append(l.ends, int32(letters.Len()))
		list := strings.Join(words[w], "\x00")
		n, known := numbers[list]
		if !known {
			n = int32(len(l.meanings))
			numbers[list] = n
			l.meanings = append(l.meanings, words[w])
		}
		l.means = append(l.means, n)
	}
	l.letters, l.ends, l.means = strings.Clone(letters.String()), slices.Clone(l.ends), slices.Clone(l.means)
}

// size returns the number of words and one more, because the first is word 1.
func (l *lexicon) size() int { return len(l.ends) }

// wordAt returns a word by its number.
func (l *lexicon) wordAt(i int32) string {
	if i == 0 {
		return ""
	}
	return l.letters[l.ends[i-1]:l.ends[i]]
}

// addChildren adds the children of the node of a span and returns their spans.
func (l *lexicon) addChildren(words []string, s span) (children []span) {
	if s.to-s.from == 1 && s.shared > 0 {
		return nil
	}
	if s.from < s.to && len(words[s.from]) == s.shared {
		s.from++ // the node's own word
	}
	for s.from < s.to {
		r, size := utf8.DecodeRuneInString(words[s.from][s.shared:])
		child := span{s.from, s.from, s.shared + size}
		for prefix := words[s.from][:child.shared]; child.to < s.to && strings.HasPrefix(words[child.to], prefix); {
			child.to++
		}
		word := 0
		if child.to-child.from == 1 || len(words[child.from]) == child.shared {
			word = child.from
		}
		l.labels, l.word = append(l.labels, r), append(l.word, int32(word))
		if s.shared == 0 && r < 64*rune(len(l.starts)) {
			l.starts[r>>6] |= 1 << (r & 63)
		}
		children, s.from = append(children, child), child.to
	}
	return children
}

// child returns the node that a character leads to from another; 0 if there is none.
func (l *lexicon) child(node int32, r rune) int32 {
	from, to := l.first[node], l.first[node+1]
	at, ok := slices.BinarySearch(l.labels[from:to], r)
	if !ok {
		return 0
	}
	return from + int32(at)
}

// start returns the node that the first character of a word leads to; 0 if no word begins with it.
func (l *lexicon) start(r rune) int32 {
	block := int(r >> 6)
	if block >= len(l.starts) {
		return l.child(0, r)
	}
	bit := uint64(1) << (r & 63)
	if l.starts[block]&bit == 0 {
		return 0
	}
	return l.first[0] + int32(l.startsBefore[block]) + int32(bits.OnesCount64(l.starts[block]&(bit-1)))
}

// at returns the meanings and the length in bytes of the longest word that begins at
// byte i of s. Without such a word it returns no meanings and the length of the
// character there.
func (l *lexicon) at(s string, i int) (means []string, n int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	n = size
	for node, end := l.start(r), i+size; node != 0; node = l.child(node, r) {
		word := l.word[node]
		if w := l.wordAt(word); word != 0 && strings.HasPrefix(s[i:], w) && !insideLongerWord(s, i, len(w)) {
			means, n = l.meanings[l.means[word]], len(w)
		}
		if end == len(s) {
			break
		}
		r, size = utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return means, n
}

// has reports whether s is a word of the lexicon.
func (l *lexicon) has(s string) bool {
	i, found := sort.Find(l.size(), func(i int) int { return strings.Compare(s, l.wordAt(int32(i))) })
	return found && i > 0
}

// insideLongerWord reports whether the n bytes at i are at most three Latin letters
// within a longer run of them, such as hi in zhibo. Longer words may be found inside,
// because people type pinyin without spaces.
func insideLongerWord(s string, i, n int) bool {
	isLatin := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= 'a' && s[i] <= 'z' }
	return n <= 3 && isLatin(i) && (isLatin(i-1) || isLatin(i+n))
}

// find returns the meanings of all words in a text, in order.
func (l *lexicon) find(s string) (out []string) {
	for i := 0; i < len(s); {
		means, n := l.at(s, i)
		out = append(out, means...)
		i += n
	}
	return out
}

// replace replaces each word of a text. A text without any is returned as it is.
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

// remove deletes the words from a text; a text that consists of nothing else is
// returned as it is.
func (l *lexicon) remove(s string) string {
	if rest := l.replace(s, func([]string) string { return "" }); rest != "" {
		return rest
	}
	return s
}

// replaceByMeaning replaces each word of a text by its first meaning.
func (l *lexicon) replaceByMeaning(s string) string {
	return l.replace(s, func(means []string) string { return means[0] })
}
