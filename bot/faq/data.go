package faq

import (
	_ "embed"
	"maps"
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"

	"zhujiao/bot/text"
)

//go:embed data/intents.txt
var intentData string

//go:embed data/concepts.txt
var conceptData string

//go:embed data/foreign.txt
var foreignData string

//go:embed data/spoken.txt
var spokenData string

//go:embed data/fillers.txt
var fillerData string

// Intent is a body of phrasings that comes with the program.
type Intent struct {
	// Name is what an entry's 意图 says; "-" is the body of what must not be
	// answered.
	Name string
	// Heads are the folded words by which an entry is known to be about it.
	Heads, Phrasings []string
}

// noIntent names the negatives.
const noIntent = "-"

// Intents returns the shipped intents in the order of the file; callers only
// read.
func Intents() []Intent { return intents() }

//nolint:gochecknoglobals // a constant that the language cannot express
var intents = sync.OnceValue(func() []Intent {
	var out []Intent
	for line := range strings.Lines(intentData) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "="):
			name, heads, _ := strings.Cut(strings.TrimSpace(line[1:]), "|")
			in := Intent{Name: strings.TrimSpace(name)}
			for h := range strings.FieldsSeq(heads) {
				in.Heads = append(in.Heads, text.Fold(h))
			}
			out = append(out, in)
		case len(out) > 0:
			last := &out[len(out)-1]
			for p := range strings.SplitSeq(line, " / ") {
				last.Phrasings = append(last.Phrasings, strings.TrimSpace(p))
			}
		}
	}
	return out
})

// shipped is what the data files say; read once and never changed.
//
//nolint:gochecknoglobals // constants that the language cannot express
var shipped = sync.OnceValue(func() *language {
	l := &language{
		spoken: newLexicon(), concepts: newLexicon(), fillers: newLexicon(), foreign: newLexicon(), particulars: newLexicon(),
		known: map[string]bool{}, sounds: map[rune]string{},
	}
	for _, line := range dataLines(foreignData) {
		for w := range strings.FieldsSeq(line) {
			l.foreign.add(text.Fold(w), w)
		}
	}
	for _, line := range dataLines(particularData) {
		for w := range strings.FieldsSeq(line) {
			l.particulars.add(text.Fold(w), text.Fold(w))
		}
	}
	for _, line := range dataLines(fillerData) {
		for w := range strings.FieldsSeq(line) {
			l.fillers.add(text.Fold(w), w)
		}
	}
	for _, line := range dataLines(spokenData) {
		plain, words, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words) {
			l.spoken.add(text.Fold(w), plain)
		}
	}
	for _, line := range dataLines(conceptData) {
		name, words, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words) {
			l.concepts.add(l.plain(text.Fold(w)), name)
		}
	}
	args := pinyin.NewArgs()
	for r := rune(0x4e00); r < 0x9fa6; r++ {
		for i, s := range pinyin.SinglePinyin(r, args) {
			l.known[s] = true
			if i == 0 {
				l.sounds[r] = fuzzy(s)
			}
		}
	}
	return l
})

// shippedClassifier is the classifier that comes with the program.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var shippedClassifier = sync.OnceValue(func() *classifier {
	var classes []string
	for _, in := range Intents() {
		classes = append(classes, in.Name)
	}
	c, err := loadClassifier(classes, classifierData)
	if err != nil {
		panic(err) // a programmer's error, seen by every test
	}
	return c
})

// with adds an operator's words to the concepts.
func (l *language) with(concepts map[string][]string) *language {
	out := *l
	if len(concepts) == 0 {
		return &out
	}
	out.concepts = &lexicon{means: maps.Clone(l.concepts.means), lengths: maps.Clone(l.concepts.lengths)}
	for name, words := range concepts {
		for _, w := range append([]string{name}, words...) {
			out.concepts.add(out.plain(text.Fold(w)), name)
		}
	}
	return &out
}

// without leaves parts out of a language.
func (l *language) without(p Part) *language {
	out := *l
	if p&Spoken != 0 {
		out.spoken = newLexicon()
	}
	if p&Concepts != 0 {
		out.concepts = newLexicon()
	}
	out.deaf = p&Sounds != 0
	return &out
}

func dataLines(s string) (out []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}
