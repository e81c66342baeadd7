package faq

import (
	_ "embed"
	"maps"
	"slices"
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
		foreign: newLexicon(words(foreignData)), particulars: newLexicon(words(particularData)), fillers: newLexicon(words(fillerData)),
		spoken: newLexicon(named(spokenData, text.Fold)), known: map[string]bool{},
	}
	l.concepts = newLexicon(l.conceptWords())
	l.hear()
	return l
})

// words are the words of a data file, each meaning itself.
func words(data string) meanings {
	out := meanings{}
	for _, line := range dataLines(data) {
		for w := range strings.FieldsSeq(line) {
			out.add(text.Fold(w), text.Fold(w))
		}
	}
	return out
}

// named are the words of a data file of lines such as «name: word word», read by
// fold, each with the names that it stands under.
func named(data string, fold func(string) string) meanings {
	out := meanings{}
	for _, line := range dataLines(data) {
		name, words, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words) {
			out.add(fold(w), name)
		}
	}
	return out
}

// conceptWords are the shipped words by concept, as they are read in a question.
func (l *language) conceptWords() meanings { return named(conceptData, l.plainly) }

// plainly reads a word as a question is read.
func (l *language) plainly(word string) string { return l.plain(text.Fold(word)) }

// hear fills in how the characters sound.
func (l *language) hear() {
	args, number := pinyin.NewArgs(), map[string]uint16{"": 0}
	l.names = []string{""}
	for s := range spelt {
		l.known[s] = true
	}
	for r := rune(firstRead); r <= lastRead; r++ {
		for i, s := range pinyin.SinglePinyin(r, args) {
			l.known[s] = true
			if i > 0 {
				continue
			}
			alike := fuzzy(s)
			if _, ok := number[alike]; !ok {
				number[alike] = uint16(len(l.names)) //nolint:gosec // some hundred syllables
				l.names = append(l.names, alike)
			}
			l.sounds[r-firstRead] = number[alike]
		}
	}
}

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
	if len(concepts) == 0 {
		return l
	}
	out, all := *l, l.conceptWords()
	for _, name := range slices.Sorted(maps.Keys(concepts)) {
		for _, w := range append([]string{name}, concepts[name]...) {
			all.add(l.plainly(w), name)
		}
	}
	out.concepts = newLexicon(all)
	return &out
}

// without leaves parts out of a language.
func (l *language) without(p Part) *language {
	if p == 0 {
		return l
	}
	out := *l
	if p&Spoken != 0 {
		out.spoken = newLexicon(nil)
	}
	if p&Concepts != 0 {
		out.concepts = newLexicon(nil)
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
