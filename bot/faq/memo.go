package faq

import "slices"

// Memo keeps what is found out about the texts of one message, so that the matchers of
// several classes share what depends on a text alone: how it is read, its features, and
// what the classifier thinks of it. Those with the same wordings share also what is found by
// comparing it with all phrasings. The zero Memo is ready.
// It is not safe for concurrent use.
type Memo struct {
	forms    []readForm
	odds     []readOdds
	compared []*compared
}

// readForm is a text as a language reads it.
type readForm struct {
	folded   string
	words    wordLists
	form     form
	features features
}

// readOdds are the odds of the classes for a text, by what the classifier uses of it.
type readOdds struct {
	by     *classifier
	inputs []classifierInput
	odds   []float64
}

// wordLists are the parts of a language that decide how a text is read.
type wordLists struct {
	spoken, fillers, concepts, world *lexicon
	withoutSounds                    bool
}

func (l *language) wordLists() wordLists {
	return wordLists{l.spoken, l.fillers, l.concepts, l.world, l.withoutSounds}
}

// read returns a folded text as a language reads it, and its features. Callers must not
// change them.
func (m *Memo) read(l *language, folded string) (form, features) {
	words := l.wordLists()
	for i := range m.forms {
		if f := &m.forms[i]; f.folded == folded && f.words == words {
			return f.form, f.features
		}
	}
	f := l.read(folded)
	m.forms = append(m.forms, readForm{folded, words, f, f.features()})
	return f, m.forms[len(m.forms)-1].features
}

// oddsOf returns what a classifier thinks of a text. Callers must not change it.
func (m *Memo) oddsOf(c *classifier, t terms) []float64 {
	inputs := slices.DeleteFunc(classifierInputs(t), func(f classifierInput) bool { return !c.has(f) })
	for i := range m.odds {
		if o := &m.odds[i]; o.by == c && slices.Equal(o.inputs, inputs) {
			return o.odds
		}
	}
	out := c.oddsOf(inputs)
	m.odds = append(m.odds, readOdds{c, inputs, out})
	return out
}
