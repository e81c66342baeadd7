package faq

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"zhujiao/bot/text"
)

//go:embed data/intents.txt
var intentData string

//go:embed data/concepts.txt
var conceptData string

//go:embed data/world.txt
var worldData string

//go:embed data/foreign.txt
var foreignData string

//go:embed data/spoken.txt
var spokenData string

//go:embed data/fillers.txt
var fillerData string

// Intent is something people want, with the phrasings that come with the program.
type Intent struct {
	// Name is the value of an entry's 意图; "-" holds the phrasings that must not be
	// answered.
	Name string
	// Heads are the folded words by which an entry's wording is assigned to the intent.
	Heads, Phrasings []string
}

// outOfScopeIntent names the phrasings that must not be answered.
const outOfScopeIntent = "-"

// Intents returns the built-in intents in the order of the file. Callers must not
// change them.
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

// shipped is the language of the data files; it is read once and never changed.
//
//nolint:gochecknoglobals // constants that the language cannot express
var shipped = sync.OnceValue(func() *language {
	l := &language{
		foreign: newLexicon(selfMeanings(foreignData)), particulars: newLexicon(selfMeanings(particularData)),
		fillers: newLexicon(selfMeanings(fillerData)),
		spoken:  newLexicon(namedMeanings(spokenData, text.Fold)), validSyllables: map[string]bool{},
	}
	l.concepts = newLexicon(l.conceptWords())
	l.world = newLexicon(namedMeanings(worldData, l.normaliseWord))
	l.loadSounds()
	return l
})

// selfMeanings returns the words of a data file, each with itself as its meaning.
func selfMeanings(data string) meanings {
	out := meanings{}
	for _, line := range dataLines(data) {
		for w := range strings.FieldsSeq(line) {
			out.add(text.Fold(w), text.Fold(w))
		}
	}
	return out
}

// namedMeanings reads a data file of lines such as "name: word word" and returns the
// names of each word, which is first folded by fold.
func namedMeanings(data string, fold func(string) string) meanings {
	out := meanings{}
	for _, line := range dataLines(data) {
		name, words, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words) {
			out.add(fold(w), name)
		}
	}
	return out
}

// conceptWords returns the shipped words of concepts in normal form.
func (l *language) conceptWords() meanings { return namedMeanings(conceptData, l.normaliseWord) }

// normaliseWord returns the normal form of a word as written.
func (l *language) normaliseWord(word string) string { return l.normalise(text.Fold(word)) }

// loadSounds fills in the syllables of the characters.
func (l *language) loadSounds() {
	numbers := map[string]uint16{"": 0}
	l.syllableNames = []string{""}
	for s := range syllableVariants {
		l.validSyllables[s] = true
	}
	for r := rune(firstRead); r <= lastRead; r++ {
		main, _, _ := strings.Cut(syllables(r), ",")
		if main == "" {
			continue
		}
		s := strings.Map(withoutTone, main)
		l.validSyllables[s] = true
		merged := mergeSimilarSounds(s)
		if _, ok := numbers[merged]; !ok {
			numbers[merged] = uint16(len(l.syllableNames))
			l.syllableNames = append(l.syllableNames, merged)
		}
		l.syllableOfRune[r-firstRead] = numbers[merged]
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

// with returns a language that also has an operator's words by concept.
func (l *language) with(concepts map[string][]string) *language {
	if len(concepts) == 0 {
		return l
	}
	out, all := *l, l.conceptWords()
	for _, name := range slices.Sorted(maps.Keys(concepts)) {
		for _, w := range append([]string{name}, concepts[name]...) {
			all.add(l.normaliseWord(w), name)
		}
	}
	out.concepts = newLexicon(all)
	return &out
}

// knowing returns a language in which the words of some texts are not foreign.
func (l *language) knowing(texts []string) *language {
	known := map[string]bool{}
	for _, t := range texts {
		for _, w := range l.foreign.find(text.Fold(t)) {
			known[w] = true
		}
	}
	if len(known) == 0 {
		return l
	}
	out, rest := *l, meanings{}
	for i := range l.foreign.size() {
		if w := l.foreign.wordAt(int32(i)); !known[w] {
			rest.add(w, w)
		}
	}
	out.foreign = newLexicon(rest)
	return &out
}

// without returns a language without some parts.
func (l *language) without(p Part) *language {
	if p == 0 {
		return l
	}
	out := *l
	if p&Spoken != 0 {
		out.spoken = newLexicon(nil)
	}
	if p&Concepts != 0 {
		out.concepts, out.world = newLexicon(nil), newLexicon(nil)
	}
	if p&Worldly != 0 {
		out.world = newLexicon(nil)
	}
	out.withoutSounds = p&Sounds != 0
	return &out
}

// dataLines returns the lines of a data file, without comments and empty lines.
func dataLines(s string) (out []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}
