package faq

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// readingData has a line for each character, in their order: the character and its readings.
// It is the dictionary of go-pinyin, which would be a map of a megabyte and a half.
//
//go:embed data/readings.txt
var readingData string

// The range of characters of which a table knows the lines of readingData.
const firstListed, lastListed = 0x3400, 0x9fff

// readingTable finds the readings of characters.
type readingTable struct {
	// lines are those of readingData without the comments before them.
	lines string
	// at is where in lines the readings of a character of the range begin, or 0.
	at [lastListed - firstListed + 1]uint32
}

//nolint:gochecknoglobals // a constant that the language cannot express
var readings = sync.OnceValue(func() *readingTable {
	t := &readingTable{lines: readingData}
	for strings.HasPrefix(t.lines, "#") {
		_, t.lines, _ = strings.Cut(t.lines, "\n")
	}
	at := 0
	for line := range strings.Lines(t.lines) {
		if c, n := utf8.DecodeRuneInString(line); c >= firstListed && c <= lastListed {
			t.at[c-firstListed] = uint32(at + n)
		}
		at += len(line)
	}
	return t
})

// syllables returns the readings of a character, the most frequent first, with commas
// between them and with tone marks; "" if it has none.
func syllables(c rune) string {
	t := readings()
	at := 0
	switch {
	case c < utf8.RuneSelf:
	case c >= firstListed && c <= lastListed:
		at = int(t.at[c-firstListed])
	default:
		at = t.search(c)
	}
	if at == 0 {
		return ""
	}
	out, _, _ := strings.Cut(t.lines[at:], "\n")
	return out
}

// search returns where the readings of a character begin, or 0. It halves the lines: few
// write such characters.
func (t *readingTable) search(c rune) int {
	lineAt := func(i int) int { return strings.LastIndexByte(t.lines[:i], '\n') + 1 }
	i := sort.Search(len(t.lines), func(i int) bool {
		r, _ := utf8.DecodeRuneInString(t.lines[lineAt(i):])
		return r >= c
	})
	if i == len(t.lines) {
		return 0
	}
	at := lineAt(i)
	if r, n := utf8.DecodeRuneInString(t.lines[at:]); r == c {
		return at + n
	}
	return 0
}

// sameSound reports whether two characters have a reading in common, tones aside.
func sameSound(a, b rune) bool {
	if a == b {
		return true
	}
	for x := range strings.SplitSeq(syllables(a), ",") {
		for y := range strings.SplitSeq(syllables(b), ",") {
			if x != "" && equalWithoutTones(x, y) {
				return true
			}
		}
	}
	return false
}

// equalWithoutTones compares readings letter by letter. It makes no strings, because
// every text is compared with every passphrase; go-pinyin's own styles take regular
// expressions.
func equalWithoutTones(x, y string) bool {
	for x != "" && y != "" {
		a, n := utf8.DecodeRuneInString(x)
		b, m := utf8.DecodeRuneInString(y)
		if withoutTone(a) != withoutTone(b) {
			return false
		}
		x, y = x[n:], y[m:]
	}
	return x == y
}

// withoutTone returns a letter without its tone mark; ü becomes v, as people type it.
func withoutTone(letter rune) rune {
	switch letter {
	case 'ā', 'á', 'ǎ', 'à':
		return 'a'
	case 'ē', 'é', 'ě', 'è':
		return 'e'
	case 'ī', 'í', 'ǐ', 'ì':
		return 'i'
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o'
	case 'ū', 'ú', 'ǔ', 'ù':
		return 'u'
	case 'ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ':
		return 'v'
	case 'ń', 'ň', 'ǹ':
		return 'n'
	case 'ḿ':
		return 'm'
	default:
		return letter
	}
}
