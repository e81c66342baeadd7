package text

import (
	"strings"

	aho "github.com/petar-dambovaliev/aho-corasick"
)

// Words finds the words of a list in texts. It is safe for concurrent use.
type Words struct {
	words  []string
	find   aho.AhoCorasick
	except *strings.Replacer // replaces the exceptions by NUL
}

// NewWords builds a list. Words are folded; those that fold to "", such as empty lines
// of a file, are ignored. No word is found inside one of the exceptions.
func NewWords(list []string, except ...string) *Words {
	w := &Words{}
	var blanks []string
	for _, s := range except {
		if f := Fold(s); f != "" {
			blanks = append(blanks, f, "\x00")
		}
	}
	w.except = strings.NewReplacer(blanks...)
	for _, s := range list {
		if f := Fold(s); f != "" {
			w.words = append(w.words, f)
		}
	}
	b := aho.NewAhoCorasickBuilder(aho.Opts{MatchKind: aho.LeftMostLongestMatch, DFA: false})
	w.find = b.Build(w.words)
	return w
}

// Find returns the first word of the list that a text contains, whatever its width,
// case, script and spaces.
func (w *Words) Find(s string) (word string, ok bool) {
	if len(w.words) == 0 {
		return "", false
	}
	s = w.except.Replace(Fold(s))
	it := w.find.Iter(s)
	if m := it.Next(); m != nil {
		return s[m.Start():m.End()], true
	}
	return "", false
}
