package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed trad.txt
var tradTable string

const firstHan, lastHan = 0x3400, 0x9fff

// simplified maps each character, less firstHan, to its simplified form; 0 if it has no
// other. It is computed once and never changes.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var simplified = sync.OnceValue(func() *[lastHan - firstHan + 1]uint16 {
	table := new([lastHan - firstHan + 1]uint16)
	for line := range strings.Lines(tradTable) {
		r := []rune(line)
		if len(r) >= 2 && r[0] >= firstHan && r[0] <= lastHan {
			table[r[0]-firstHan] = uint16(r[1])
		}
	}
	return table
})

// Simplify returns the simplified form of a character; most are their own.
func Simplify(r rune) rune {
	if r < firstHan || r > lastHan {
		return r
	}
	if s := simplified()[r-firstHan]; s != 0 {
		return rune(s)
	}
	return r
}

// Fold normalises a text for matching (R2): NFKC, lower case, simplified characters,
// without white space, control characters and emoji, and without punctuation and
// WeChat's bracketed emoticons at the end. It is idempotent. A text of emoji or
// punctuation alone folds to "".
func Fold(s string) string {
	if quick := strings.TrimRight(s, usualMarks); isFolded(quick) {
		return quick
	}
	s = norm.NFKC.String(strings.ToLower(norm.NFKC.String(s)))
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if keep(r) {
			b.WriteRune(unicode.ToLower(Simplify(r)))
		}
	}
	return trimEnd(norm.NFKC.String(b.String()))
}

// usualMarks are the marks with which most texts end, of those that trimEnd cuts.
const usualMarks = "?？!！.。,，~～…"

// isFolded reports whether s consists of lower-case ASCII letters, digits and
// simplified characters only, as most texts do. Such a text is folded already.
func isFolded(s string) bool {
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		case r >= 0x4e00 && r <= lastHan && simplified()[r-firstHan] == 0:
		default:
			return false
		}
	}
	return true
}

// keep reports whether a character takes part in matching.
func keep(r rune) bool {
	switch {
	case r == utf8.RuneError, unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return false
	default:
		return !Emoji(r)
	}
}

// Emoji reports whether a character is an emoji or a modifier of one: skin tones,
// variation selectors, keycaps, flags, tags.
func Emoji(r rune) bool {
	switch {
	case r < 0x203c:
		return false
	case r >= 0x1f000 && r <= 0x1faff, r >= 0xe0000 && r <= 0xe0fff, r >= 0xfe00 && r <= 0xfe0f:
		return true
	case r >= 0x2600 && r <= 0x27bf, r >= 0x2b00 && r <= 0x2bff, r >= 0x2300 && r <= 0x23ff:
		return true
	default:
		return r == 0x203c || r == 0x2049 || r == 0x20e3 || r == 0x3030 || r == 0x303d
	}
}

// trimEnd removes punctuation and bracketed emoticons from the end, in any order.
func trimEnd(s string) string {
	for {
		t := strings.TrimRightFunc(s, closing)
		if i := strings.LastIndexByte(t, '['); i >= 0 && strings.HasSuffix(t, "]") && emoticon(t[i+1:len(t)-1]) {
			t = t[:i]
		}
		if t == s {
			return s
		}
		s = t
	}
}

// closing reports whether a character is punctuation that ends a text. Brackets, # and +
// are part of what people mean (#停, c++).
func closing(r rune) bool {
	if r == ']' || r == '#' {
		return false
	}
	return unicode.IsPunct(r) || unicode.IsSymbol(r) && r != '+'
}

// Alike reports whether two texts read the same: they differ at most in width, script,
// white space, punctuation or emoji.
func Alike(a, b string) bool { return a == b || letters(a) != "" && letters(a) == letters(b) }

// letters returns the letters and numbers of a folded text, and the marks within a
// number, so that 9.9 is not 99.
func letters(s string) string {
	all := []rune(Fold(s))
	var b strings.Builder
	for i, r := range all {
		within := i > 0 && i+1 < len(all) && unicode.IsNumber(all[i-1]) && unicode.IsNumber(all[i+1])
		if within || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Tidy normalises a name or argument of a command as typed: NFKC, simplified
// characters, without closing punctuation. It keeps the case.
func Tidy(s string) string {
	return trimEnd(strings.Map(Simplify, norm.NFKC.String(strings.TrimSpace(s))))
}

// emoticon reports whether the inside of brackets looks like the name of one of
// WeChat's emoticons: one to six letters or characters.
func emoticon(name string) bool {
	n := 0
	for _, r := range name {
		if !unicode.IsLetter(r) {
			return false
		}
		n++
	}
	return n >= 1 && n <= 6
}

// After returns what follows a command word in a text as typed, without separators
// and space between them. The word is recognised in any width and script and with
// inner spaces. ok is false if the text does not begin with the word.
func After(original, word string) (rest string, ok bool) {
	want, original := []rune(Fold(word)), Unquote(original)
	i := 0
	for pos, r := range original {
		if i == len(want) {
			return strings.TrimSpace(strings.TrimLeftFunc(original[pos:], separator)), true
		}
		for _, f := range norm.NFKC.String(string(r)) {
			f = unicode.ToLower(Simplify(f))
			if !keep(f) {
				continue
			}
			if i == len(want) || f != want[i] {
				return "", false
			}
			i++
		}
	}
	return "", i == len(want)
}

// separator reports whether a character may stand between a command and its argument.
func separator(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("+＋:：,，、-—。.；;=", r) || unicode.Is(unicode.Cf, r)
}
