package faq

import (
	"slices"

	"github.com/mozillazg/go-pinyin"

	"zhujiao/bot/text"
)

// Phrase is a passphrase ready to be compared (ruling 18).
type Phrase struct {
	runes  []rune
	sounds [][]string // readings of each character, without tones
}

// NewPhrase prepares a passphrase as written in the content file.
func NewPhrase(s string) Phrase {
	r := []rune(text.Fold(s))
	return Phrase{runes: r, sounds: sounds(r)}
}

// Likeness says how near a text comes to a passphrase.
type Likeness int

// Equal is the phrase itself, SameSound one that is read alike, OneOff one
// character added, missing, changed or swapped.
const (
	Unlike Likeness = iota
	OneOff
	SameSound
	Equal
)

// Compare tells how near a folded text comes to the phrase.
func (p Phrase) Compare(folded string) Likeness {
	r := []rune(folded)
	switch {
	case len(p.runes) == 0 || len(r) > len(p.runes)+1 || len(r) < len(p.runes)-1:
		return Unlike
	case slices.Equal(r, p.runes):
		return Equal
	case p.soundsLike(r):
		return SameSound
	case len(p.runes) > 2 && oneOff(r, p.runes):
		return OneOff
	default:
		return Unlike
	}
}

func sounds(r []rune) [][]string {
	out := make([][]string, len(r))
	for i, c := range r {
		out[i] = readings(c)
	}
	return out
}

// readings are all of a character, without tones.
func readings(c rune) []string {
	args := pinyin.NewArgs()
	args.Heteronym = true
	return pinyin.SinglePinyin(c, args)
}

// soundsLike reads one character after the other and stops at the first that
// differs: most texts differ in the first, and to read is dear.
func (p Phrase) soundsLike(r []rune) bool {
	if len(r) != len(p.runes) {
		return false
	}
	for i, c := range r {
		if c != p.runes[i] && !slices.ContainsFunc(readings(c), func(x string) bool { return slices.Contains(p.sounds[i], x) }) {
			return false
		}
	}
	return true
}

// oneOff tells whether two different texts are one edit apart: a character
// changed, added, missing, or two neighbours swapped.
func oneOff(a, b []rune) bool {
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
