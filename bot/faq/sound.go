package faq

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// syllables returns the readings of a character, the most frequent first, with commas
// between them and with tone marks; "" if it has none.
func syllables(c rune) string { return pinyin.PinyinDict[int(c)] }

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
