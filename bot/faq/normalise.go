package faq

import (
	"slices"
	"strings"
)

// form is a question as the matcher sees it.
type form struct {
	said      string // in its normal form
	runes     []rune
	syllables []string
	concepts  []string
	// world are the concepts of the world of classes, which the classifier does not know.
	world []string
	// pinyin is set for a text of nothing but pinyin, which is compared by its sounds
	// and not by its letters.
	pinyin bool
}

// language holds the word lists and syllables by which texts are read.
type language struct {
	// spoken maps colloquial and dialect words to standard ones.
	spoken *lexicon
	// concepts maps words to the concepts that they express.
	concepts *lexicon
	// world maps words to the concepts of the world of classes that they express. They
	// are found independently of concepts, and the classifier does not use them: what
	// only some classes have says nothing about the built-in intents.
	world *lexicon
	// fillers are polite words that carry no meaning.
	fillers *lexicon
	// foreign are words of topics that no class is about.
	foreign *lexicon
	// particulars are words that ask for a detail.
	particulars *lexicon
	// validSyllables are the syllables of Mandarin, without tones.
	validSyllables map[string]bool
	// syllableOfRune gives the syllable of each character from firstRead on as an index
	// into syllableNames, where syllables that sound alike are one. 0 is no syllable.
	syllableOfRune [lastRead - firstRead + 1]uint16
	syllableNames  []string
	// withoutSounds is set if syllables are left out.
	withoutSounds bool
}

// The range of characters whose syllables are known.
const firstRead, lastRead = 0x4e00, 0x9fa5

// syllableOf returns the syllable of a character, without tone; "" if it has none.
func (l *language) syllableOf(r rune) string {
	if r < firstRead || r > lastRead {
		return ""
	}
	return l.syllableNames[l.syllableOfRune[r-firstRead]]
}

// maxRunesForSounds is the length up to which a text's syllables are used. In a longer
// text the characters suffice, and the syllables would take a fifth of the time.
const maxRunesForSounds = 40

// read turns a folded question into a form.
func (l *language) read(folded string) form {
	said := l.normalise(folded)
	r := []rune(said)
	f := form{said: said, runes: r, concepts: l.concepts.find(said), world: l.world.find(said)}
	latin := !slices.ContainsFunc(r, func(c rune) bool { return c < 'a' || c > 'z' })
	if latin || len(r) <= maxRunesForSounds {
		f.syllables = l.syllables(r)
	}
	f.pinyin = latin && len(f.syllables) > 1 && len(f.syllables) < len(r)
	return f
}

// normalise removes fillers from a folded text, shortens runs of one character and
// replaces colloquial words, until nothing changes any more.
func (l *language) normalise(folded string) string {
	for range 8 {
		next := l.spoken.replaceByMeaning(squeeze(l.fillers.remove(folded)))
		if next == folded {
			break
		}
		folded = next
	}
	return folded
}

// squeeze shortens each run of one character to two: 好好好好 becomes 好好.
func squeeze(s string) string {
	if !hasTriple(s) {
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

// hasTriple reports whether a character occurs three times in a row.
func hasTriple(s string) bool {
	var last, before rune
	for _, r := range s {
		if r == last && r == before && r >= 0x80 {
			return true
		}
		last, before = r, last
	}
	return false
}

// syllables returns the syllables of a text. Latin letters are read as pinyin where
// possible, and syllables that many people confuse are merged.
func (l *language) syllables(r []rune) []string {
	if l.withoutSounds {
		return nil
	}
	out := make([]string, 0, len(r))
	for i := 0; i < len(r); {
		if r[i] >= 'a' && r[i] <= 'z' {
			j := i
			for j < len(r) && r[j] >= 'a' && r[j] <= 'z' {
				j++
			}
			out = append(out, l.latinSyllables(string(r[i:j]))...)
			i = j
			continue
		}
		if s := l.syllableOf(r[i]); s != "" {
			out = append(out, s)
		} else {
			out = append(out, string(r[i]))
		}
		i++
	}
	return out
}

// latinSyllables splits Latin letters into syllables, the longest first. Letters that
// are not pinyin stay one word.
func (l *language) latinSyllables(s string) []string {
	if out, ok := l.splitSyllables(s, make([]bool, len(s)+1)); ok {
		return out
	}
	return []string{s}
}

// splitSyllables splits s into syllables, with backtracking; dead marks the lengths of
// rests that cannot be split. The r of 哪儿 (nar) is dropped.
func (l *language) splitSyllables(s string, dead []bool) ([]string, bool) {
	if s == "" {
		return nil, true
	}
	if dead[len(s)] {
		return nil, false
	}
	for n := min(6, len(s)); n > 0; n-- {
		if !l.validSyllables[s[:n]] && s[:n] != "r" {
			continue
		}
		if rest, ok := l.splitSyllables(s[n:], dead); ok {
			if s[:n] == "r" {
				return rest, true
			}
			return append([]string{mergeSimilarSounds(s[:n])}, rest...), true
		}
	}
	dead[len(s)] = true
	return nil, false
}

// syllableVariants maps spellings that people type to those of the dictionary: most
// type shei for 谁.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var syllableVariants = map[string]string{"shei": "shui", "zhei": "zhe", "dei": "de", "lue": "lve", "nue": "nve"}

// mergeSimilarSounds maps syllables that many people confuse to one: zh/z, ch/c, sh/s,
// n/l, ing/in, eng/en, ang/an.
func mergeSimilarSounds(s string) string {
	if usual, other := syllableVariants[s]; other {
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
