package faq

import (
	"slices"
	"strings"
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
	// sounds are the syllables of the characters from firstRead on, by their places
	// in names; what sounds alike is the same. 0 is a character without any.
	sounds [lastRead - firstRead + 1]uint16
	names  []string
	// deaf leaves sounds out.
	deaf bool
}

// The characters of which the sounds are known.
const firstRead, lastRead = 0x4e00, 0x9fa5

// aloud is the syllable of a character; "" if it has none.
func (l *language) aloud(r rune) string {
	if r < firstRead || r > lastRead {
		return ""
	}
	return l.names[l.sounds[r-firstRead]]
}

// heardMax is how many characters a text may have to be read aloud. In a longer
// one the characters say enough, and the sounds are a fifth of the time.
const heardMax = 40

// read turns a folded question into a form.
func (l *language) read(folded string) form {
	said := l.plain(folded)
	r := []rune(said)
	f := form{runes: r, concepts: l.concepts.find(said)}
	latin := !slices.ContainsFunc(r, func(c rune) bool { return c < 'a' || c > 'z' })
	if latin || len(r) <= heardMax {
		f.syllables = l.syllables(r)
	}
	f.spelled = latin && len(f.syllables) > 1 && len(f.syllables) < len(r)
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
	if !runsOn(s) {
		return s
	}
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

// runsOn tells whether one character comes three times after each other.
func runsOn(s string) bool {
	var last, before rune
	for _, r := range s {
		if r == last && r == before && r >= 0x80 {
			return true
		}
		last, before = r, last
	}
	return false
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
		if s := l.aloud(r[i]); s != "" {
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

// spelt are syllables that no dictionary gives first, and those that they stand
// for: 谁 is shei to most who type it.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var spelt = map[string]string{"shei": "shui", "zhei": "zhe", "dei": "de", "lue": "lve", "nue": "nve"}

// fuzzy makes syllables the same that many people do not tell apart: zh/z,
// ch/c, sh/s, n/l, ing/in, eng/en, ang/an, hu/fu.
func fuzzy(s string) string {
	if usual, other := spelt[s]; other {
		s = usual
	}
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
