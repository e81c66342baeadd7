package faq

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhujiao/bot/text"
)

// Phrase is a passphrase prepared for comparison (ruling 18).
type Phrase struct{ runes []rune }

// NewPhrase prepares a passphrase as written in the content file.
func NewPhrase(s string) Phrase {
	return Phrase{[]rune(text.Fold(s))}
}

// Likeness says how close a text is to a passphrase.
type Likeness int

// A text is Equal to the phrase after folding, has the SameSound (as characters or in
// pinyin), or is OneOff: one
// character is added, missing, changed, or swapped with its neighbour.
const (
	Unlike Likeness = iota
	OneOff
	SameSound
	Equal
)

// Compare says how close a folded text is to the phrase.
func (p Phrase) Compare(folded string) Likeness {
	r := []rune(folded)
	switch {
	case len(p.runes) > 0 && spelled(folded, p.runes):
		return SameSound
	case len(p.runes) == 0 || len(r) > len(p.runes)+1 || len(r) < len(p.runes)-1:
		return Unlike
	case slices.Equal(r, p.runes):
		return Equal
	case p.soundsLike(r):
		return SameSound
	case len(p.runes) > 2 && oneEditApart(r, p.runes):
		return OneOff
	default:
		return Unlike
	}
}

// soundsLike reports whether a text can be read like the phrase.
func (p Phrase) soundsLike(r []rune) bool { return slices.EqualFunc(r, p.runes, sameSound) }

// spelled reports whether a text in Latin letters spells all characters in pinyin without
// tones: houtaixianxing.
func spelled(letters string, runes []rune) bool {
	if len(runes) == 0 {
		return letters == ""
	}
	if letters == "" || letters[0] < 'a' || letters[0] > 'z' {
		return false
	}
	for reading := range strings.SplitSeq(syllables(runes[0]), ",") {
		if n := utf8.RuneCountInString(reading); n > 0 && n <= len(letters) && equalWithoutTones(reading, letters[:n]) &&
			spelled(letters[n:], runes[1:]) {
			return true
		}
	}
	return false
}

// oneEditApart reports whether two different texts are one edit apart: a character
// changed, added or missing, or two neighbours swapped.
func oneEditApart(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return len(b)-len(a) == 1 && slices.Equal(a[i:], b[i+1:])
	}
	if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:]) {
		return true
	}
	return slices.Equal(a[i+1:], b[i+1:])
}
