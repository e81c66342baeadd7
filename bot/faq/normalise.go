package faq

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// form is a question as the matcher sees it: characters, syllables, concepts.
type form struct {
	runes     []rune
	syllables []string
	concepts  []string
	// spelled is a text of nothing but pinyin: its letters say nothing, its sounds
	// all.
	spelled bool
}

// language is what is known about words: ways of speaking, concepts, fillers,
// foreign objects, syllables.
type language struct {
	spoken   *lexicon
	concepts *lexicon
	fillers  *lexicon
	foreign  *lexicon
	// particulars ask for a detail of something.
	particulars *lexicon
	// known are the syllables of Mandarin without tones.
	known map[string]bool
	// sounds are the syllables of characters, what sounds alike made the same.
	sounds map[rune]string
	// deaf leaves sounds out.
	deaf bool
}

// read turns a folded question into a form.
func (l *language) read(folded string) form {
	said := l.plain(folded)
	r := []rune(said)
	f := form{runes: r, syllables: l.syllables(r), concepts: l.concepts.find(said)}
	foreign := func(c rune) bool { return c < 'a' || c > 'z' }
	f.spelled = len(f.syllables) > 1 && len(f.syllables) < len(r) && !slices.ContainsFunc(r, foreign)
	return f
}

// plain takes polite fillers out of a folded text, cuts runs of one character
// and puts plain words for ways of speaking, until nothing changes any more.
func (l *language) plain(folded string) string {
	for range 8 {
		next := l.spoken.say(squeeze(l.fillers.remove(folded)))
		if next == folded {
			break
		}
		folded = next
	}
	return folded
}

// squeeze cuts a run of one character to two: 好好好好 says no more than 好好.
func squeeze(s string) string {
	var b strings.Builder
	var last rune
	n := 0
	for _, r := range s {
		if r != last {
			last, n = r, 0
		}
		if n++; n <= 2 || r < 0x80 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// syllables reads characters aloud, and Latin letters as pinyin where they are
// some; what sounds alike in dialects and to a phone is made the same.
func (l *language) syllables(r []rune) []string {
	if l.deaf {
		return nil
	}
	out := make([]string, 0, len(r))
	for i := 0; i < len(r); {
		if r[i] >= 'a' && r[i] <= 'z' {
			j := i
			for j < len(r) && r[j] >= 'a' && r[j] <= 'z' {
				j++
			}
			out = append(out, l.latin(string(r[i:j]))...)
			i = j
			continue
		}
		if s, ok := l.sounds[r[i]]; ok {
			out = append(out, s)
		} else {
			out = append(out, string(r[i]))
		}
		i++
	}
	return out
}

// latin splits letters into syllables, the longest first; letters that are no
// pinyin stay a word.
func (l *language) latin(s string) []string {
	if out, ok := l.split(s, make([]bool, len(s)+1)); ok {
		return out
	}
	return []string{s}
}

// split finds syllables that make up s. Where the longest leads to a dead end a
// shorter one is tried; dead marks the lengths of rests that are none. The r of
// 哪儿 says nothing.
func (l *language) split(s string, dead []bool) ([]string, bool) {
	if s == "" {
		return nil, true
	}
	if dead[len(s)] {
		return nil, false
	}
	for n := min(6, len(s)); n > 0; n-- {
		if !l.known[s[:n]] && s[:n] != "r" {
			continue
		}
		if rest, ok := l.split(s[n:], dead); ok {
			if s[:n] == "r" {
				return rest, true
			}
			return append([]string{fuzzy(s[:n])}, rest...), true
		}
	}
	dead[len(s)] = true
	return nil, false
}

// fuzzy makes syllables the same that many people do not tell apart: zh/z,
// ch/c, sh/s, n/l, ing/in, eng/en, ang/an, hu/fu.
func fuzzy(s string) string {
	for _, p := range [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}} {
		if strings.HasPrefix(s, p[0]) {
			s = p[1] + s[2:]
		}
	}
	if strings.HasPrefix(s, "n") {
		s = "l" + s[1:]
	}
	for _, tail := range []string{"ing", "eng", "ang"} {
		if strings.HasSuffix(s, tail) {
			s = s[:len(s)-1]
		}
	}
	return s
}

// lexicon finds words in texts, the longest first, and says what they mean.
type lexicon struct {
	means map[string][]string
	// lengths are of the words by their first character, in bytes, the longest
	// first.
	lengths map[rune][]int
}

func newLexicon() *lexicon { return &lexicon{means: map[string][]string{}, lengths: map[rune][]int{}} }

func (l *lexicon) add(word, meaning string) {
	if word == "" || slices.Contains(l.means[word], meaning) {
		return
	}
	l.means[word] = append(slices.Clip(l.means[word]), meaning)
	first, _ := utf8.DecodeRuneInString(word)
	at, there := slices.BinarySearchFunc(l.lengths[first], len(word), func(a, b int) int { return b - a })
	if !there {
		l.lengths[first] = slices.Insert(slices.Clip(l.lengths[first]), at, len(word))
	}
}

// at returns the longest word at a place in s, or "" and the length of the
// character there.
func (l *lexicon) at(s string, i int) (word string, n int) {
	first, size := utf8.DecodeRuneInString(s[i:])
	for _, n := range l.lengths[first] {
		if w := s[i:min(len(s), i+n)]; len(w) == n && len(l.means[w]) > 0 && !cutOut(s, i, n) {
			return w, n
		}
	}
	return "", size
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
		w, n := l.at(s, i)
		out = append(out, l.means[w]...)
		i += n
	}
	return out
}

// replace puts something in the place of each word. A text without any stays
// the string that it is.
func (l *lexicon) replace(s string, with func(word string) string) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); {
		w, n := l.at(s, i)
		if w != "" {
			b.WriteString(s[from:i])
			b.WriteString(with(w))
			from = i + n
		}
		i += n
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// remove takes the words out of a text; a text of nothing else stays.
func (l *lexicon) remove(s string) string {
	if rest := l.replace(s, func(string) string { return "" }); rest != "" {
		return rest
	}
	return s
}

// say puts the meaning of each word in its place.
func (l *lexicon) say(s string) string {
	return l.replace(s, func(w string) string { return l.means[w][0] })
}
