package faq

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"maps"
	"slices"
)

// alikeKey is the same for matchers whose entries have the same wordings and intents in the
// same order, and that read texts by the same concepts: these find the same by all phrasings,
// whatever their answers are. It is zero for an index that shares nothing.
type alikeKey [sha256.Size]byte

// alikeKey computes the key of a matcher, of which everything but the view of the file is made.
func (m *Matcher) alikeKey(concepts map[string][]string) (key alikeKey) {
	h := sha256.New()
	hashNumbers(h, int(m.without), len(concepts))
	for _, name := range slices.Sorted(maps.Keys(concepts)) {
		hashWords(h, name)
		hashNumbers(h, len(concepts[name]))
		hashWords(h, concepts[name]...)
	}
	hashNumbers(h, len(m.operatorPhrasings))
	for _, p := range m.operatorPhrasings {
		hashNumbers(h, p.owner)
		hashWords(h, p.phrase)
	}
	hashNumbers(h, m.ownersByIntent()...)
	if m.index.file != nil {
		hashNumbers(h, 1) // what must not be answered steps back
	}
	h.Sum(key[:0])
	return key
}

func hashNumbers(h hash.Hash, ns ...int) {
	for _, n := range ns {
		_ = binary.Write(h, binary.LittleEndian, int64(n)) // a hash takes everything
	}
}

// hashWords hashes each word after its length.
func hashWords(h hash.Hash, words ...string) {
	for _, w := range words {
		hashNumbers(h, len(w))
		_, _ = h.Write([]byte(w))
	}
}

// compared is a question compared with all phrasings. Several matchers may have it, so
// that nobody changes it.
type compared struct {
	by     alikeKey
	folded string
	// reading is without entries, ranked with those that the phrasings alone find; signals
	// are what speaks for the first of these, without the one that depends on a file's words.
	reading, ranked reading
	signals         Signals
	similarities    []score
	// asks are the forms in which the question asks, leaning what the classifier thinks of it.
	asks    uint
	leaning []int8
	// covered and beside are what was measured of entries and beside phrasings.
	covered []coverage
	beside  []phraseSignals
}

// phraseSignals are the signals that a phrasing decides: see index.phraseSignals.
type phraseSignals struct {
	phrase  int
	signals Signals
}

// besidePhrase returns the signals that a phrasing decides, and measures them once.
func (c *compared) besidePhrase(x *index, phrase int) Signals {
	at := slices.IndexFunc(c.beside, func(v phraseSignals) bool { return v.phrase == phrase })
	if at < 0 {
		at = len(c.beside)
		c.beside = append(c.beside, phraseSignals{phrase, x.phraseSignals(c.folded, c.reading.form, phrase)})
	}
	return c.beside[at].signals
}

// coverage is how much of a question the phrasings of an entry have: see index.coverage.
type coverage struct {
	entry                int
	chars, pairs, rarest float64
}

// coverage returns that of an entry, and measures it once.
func (c *compared) coverage(x *index, entry int) (chars, pairs, rarest float64) {
	at := slices.IndexFunc(c.covered, func(v coverage) bool { return v.entry == entry })
	if at < 0 {
		at = len(c.covered)
		v := coverage{entry: entry}
		v.chars, v.pairs, v.rarest = x.coverage(c.reading.terms, entry)
		c.covered = append(c.covered, v)
	}
	v := &c.covered[at]
	return v.chars, v.pairs, v.rarest
}

// compare compares a folded question with all phrasings except one (or noPhrase).
func (x *index) compare(memo *Memo, folded string, except int) *compared {
	if shared := memo.comparedBy(x.alike, folded); shared != nil && except == noPhrase {
		return shared
	}
	r := reading{mostSimilar: noEntry, outOfScope: score{entry: noEntry}, odds: make([]float64, len(x.intentOwners))}
	r.form, r.parts = memo.read(x.lang, folded)
	r.numbers = r.parts.numbers(x.number)
	r.terms = r.numbers.terms()
	c := &compared{by: x.alike, folded: folded, similarities: x.similarities(r.terms, except)}
	r.compared = c
	if x.classifier != nil {
		r.classes = memo.oddsOf(x.classifier, r.terms)
		for k, p := range r.classes {
			r.odds[x.ownerByClass[k]] += p
		}
	}
	for _, s := range c.similarities {
		if s.entry != noEntry && (s.value > r.similarity || s.value == r.similarity && s.entry < r.mostSimilar) {
			r.mostSimilar, r.similarity = s.entry, s.value
		}
	}
	c.reading = r
	c.ranked = r
	c.ranked.odds, c.ranked.entries = slices.Clone(r.odds), make([]score, 0, MaxHits)
	c.ranked.rankByPhrasings(x, c.similarities)
	if x.file != nil {
		c.signals, c.asks, c.leaning = x.phrasingSignals(c.ranked), asks(folded), x.leaning(r.classes)
	}
	if except == noPhrase {
		memo.compared = append(memo.compared, c)
	}
	return c
}

// trust returns the confidence in what the phrasings alone find: a word may be foreign to one
// file and not to another.
func trustIn(x *index, c *compared, foreign float64) float64 {
	s := c.signals
	if len(c.ranked.entries) > 0 && !x.withoutReasons {
		s[sigForeign] = foreign
	}
	return shippedWeights().Confidence(s)
}

// foreignIn is 1 if a folded text names a topic that is not the class's.
func (l *language) foreignIn(folded string) float64 {
	if len(l.foreign.find(folded)) > 0 {
		return 1
	}
	return 0
}

// comparedBy returns what a matcher like one with a key has found; nil if none was asked.
func (m *Memo) comparedBy(key alikeKey, folded string) *compared {
	if key == (alikeKey{}) {
		return nil
	}
	for _, c := range m.compared {
		if c.by == key && c.folded == folded {
			return c
		}
	}
	return nil
}
