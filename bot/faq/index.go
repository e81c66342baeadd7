package faq

import (
	"cmp"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"zhujiao/bot/text"
)

// noEntry is the owner of the phrasings that must not be answered.
const noEntry = -1

// index compares a question with every phrasing of every entry.
type index struct {
	lang *language
	// terms numbers the features of the phrasings; idfs are the different inverse document
	// frequencies of these, 0 for one that is too common and unknownTerm for one that only
	// the classifier has, and idfOf is where in idfs that of each feature is.
	terms *featureNumbers
	idfs  []float32
	idfOf []uint16
	// postings of feature i lie from postingEnds[i] to before postingEnds[i+1].
	postings    []posting
	postingEnds []int32
	owners      []int32 // by phrasing: an entry, or noEntry
	// intentOwners are the entries that have an intent, and noEntry, each once;
	// ownerByClass gives the place there of each class of the classifier.
	intentOwners []int
	ownerByClass []int
	// hasIntent says by owner+1 which owners are among intentOwners.
	hasIntent []bool
	// classifier is nil if it is left out. Its features have the lowest numbers.
	classifier *classifier
	custom     customWeights
	// file is the view of a campaign file with its answers; nil if only the phrasings of
	// entries are compared. Then rank and fileWeights decide.
	file   *fileView
	rank   ranking
	beyond beyondWeights
	// silent are the phrasings that must not be answered, except that an entry of this file
	// answers them.
	silent []int32
	// withoutReasons leaves out the signals that depend on single words.
	withoutReasons bool
	// without are the parts of the file's view that are left out.
	without Part
	// maxIDF is the weight of a feature that no phrasing has.
	maxIDF  float64
	phrases []string
	ranges  []phraseRange
	alike   alikeKey
	pool    sync.Pool // of *scratch
	tallies sync.Pool // of *tally
}

// release gives the memory of a reading back, which is not used any more.
func (x *index) release(r reading) {
	if r.tally != nil {
		x.tallies.Put(r.tally)
	}
}

// ownedPhrase is a phrasing with the number of its entry, or noEntry.
type ownedPhrase struct {
	phrase string
	owner  int
}

// newIndex builds an index of the first maxPhrases phrasings. c may be nil.
func newIndex(lang *language, sources []ownedPhrase, c *classifier) *index {
	return indexOf(lang, sources, c, commonOneIn)
}

// indexOf builds an index that ignores features which occur in more than one in
// common phrasings; with 0 it ignores none.
func indexOf(lang *language, sources []ownedPhrase, c *classifier, common int) *index {
	sources = sources[:min(len(sources), maxPhrases)]
	x := &index{lang: lang, classifier: c, custom: shippedCustomWeights()}
	x.maxIDF = math.Log(1 + float64(max(1, len(sources))))
	texts := x.numberTerms(readAll(lang, sources))
	x.weighTerms(texts, common)
	free := slices.Clone(x.postingEnds)
	var vector []weighted
	for i, s := range sources {
		vector = x.appendVector(vector[:0], texts[i])
		for _, w := range vector {
			x.postings[free[w.id]] = newPosting(i, w.weight)
			free[w.id]++
		}
		x.owners, x.phrases = append(x.owners, int32(s.owner)), append(x.phrases, s.phrase)
	}
	x.ranges = phraseRanges(x.owners)
	x.hasIntent = make([]bool, maxOwner(x)+2)
	return x
}

// maxOwner returns the highest owner of a phrasing; noEntry if there is none.
func maxOwner(x *index) int {
	most := int32(noEntry)
	for _, s := range x.owners {
		most = max(most, s)
	}
	return int(most)
}

// setIntentOwners sets the owner of each intent, in the order of Intents.
func setIntentOwners(x *index, owners []int) {
	for _, owner := range owners {
		at := slices.Index(x.intentOwners, owner)
		if at < 0 {
			at = len(x.intentOwners)
			x.intentOwners = append(x.intentOwners, owner)
		}
		x.ownerByClass = append(x.ownerByClass, at)
		for len(x.hasIntent) < owner+2 { // an entry without a phrasing
			x.hasIntent = append(x.hasIntent, false)
		}
		x.hasIntent[owner+1] = true
	}
}

// readAll extracts the features of phrasings, in parallel. A panic of a worker, which
// would end the process, becomes one of the caller.
func readAll(lang *language, sources []ownedPhrase) []features {
	out := make([]features, len(sources))
	var wait sync.WaitGroup
	var broken atomic.Pointer[string]
	for part := range slices.Chunk(indices(len(sources)), 4096) {
		wait.Go(func() {
			defer func() {
				if v := recover(); v != nil {
					words := fmt.Sprintf("%v\n%s", v, debug.Stack())
					broken.Store(&words)
				}
			}()
			for _, i := range part {
				out[i] = lang.read(text.Fold(sources[i].phrase)).features()
			}
		})
	}
	wait.Wait()
	if words := broken.Load(); words != nil {
		panic(*words)
	}
	return out
}

// indices returns the numbers from 0 to n-1.
func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// commonOneIn bounds the features that are indexed: one that occurs in more than one
// in so many phrasings says too little.
const commonOneIn = 20

// numberTerms numbers the features of all phrasings, starting after those of the
// classifier, and returns the terms of each phrasing.
func (x *index) numberTerms(texts []features) []terms {
	ids := newFeatureNumbers(0)
	if x.classifier != nil {
		ids = x.classifier.numbers()
	}
	out := make([]terms, len(texts))
	for i, fs := range texts {
		fs[pairs] = nil // only the classifier uses them
		out[i] = fs.terms(func(_ int, f feature) int32 { return ids.number(f) })
	}
	x.terms = ids.compact()
	return out
}

// number returns the number of a feature, or unknownTerm.
func (x *index) number(_ int, f feature) int32 {
	if id, ok := x.terms.find(f); ok {
		return id
	}
	return unknownTerm
}

// termsOf returns the terms of a question.
func (x *index) termsOf(fs features) terms { return fs.terms(x.number) }

// weighTerms computes the IDF of each feature and allocates its postings.
func (x *index) weighTerms(texts []terms, common int) {
	df := make([]int32, x.terms.count)
	for _, t := range texts {
		for _, list := range t {
			for at, id := range list {
				if !isRepeat(list, at) {
					df[id]++
				}
			}
		}
	}
	x.idfs, x.idfOf = []float32{unknownTerm, 0}, make([]uint16, len(df))
	known := map[int32]uint16{} // by number of phrasings: so many are not different that 16 bits would not do
	x.postingEnds = make([]int32, len(df)+1)
	for id, n := range df {
		x.postingEnds[id+1] = x.postingEnds[id]
		switch {
		case n == 0: // only the classifier has it
		case int(n)*common > len(texts) && len(texts) > 50*common: // too common: its weight is 0 and it gets no postings
			x.idfOf[id] = 1
		default:
			at, ok := known[n]
			if !ok {
				at = uint16(len(x.idfs))
				known[n], x.idfs = at, append(x.idfs, float32(math.Log(1+float64(len(texts))/float64(n))))
			}
			x.idfOf[id] = at
			x.postingEnds[id+1] += n
		}
	}
	x.postings = make([]posting, x.postingEnds[len(df)])
}

// inPhrasings reports whether a phrasing has a feature.
func (x *index) inPhrasings(id int32) bool { return id != unknownTerm && x.idfOf[id] != 0 }

// idf returns the inverse document frequency of a feature.
func (x *index) idf(id int32) float32 { return x.idfs[x.idfOf[id]] }

// score is the similarity of a question to an entry, with the number of the entry's
// most similar phrasing, or noPhrase.
type score struct {
	entry  int
	value  float64
	phrase int
}

// classifierShare is the weight of the classifier's odds beside the similarity.
const classifierShare = 0.8

// reading is the result of comparing a question with an index.
type reading struct {
	form form
	// parts are the features of the form, numbers and terms their numbers.
	parts   features
	numbers numbers
	terms   terms
	// entries are the most likely ones, best first, at most MaxHits; outOfScope is the
	// score of the phrasings that must not be answered.
	entries    []score
	outOfScope score
	// mostSimilar is the best entry by similarity alone, and similarity its value.
	mostSimilar int
	similarity  float64
	// classes are the classifier's probabilities, and odds the same by the place in
	// index.intentOwners.
	classes []float64
	odds    []float64
	custom  customMatch
	// likenesses and features are those of every entry in the view of the file, if there is
	// one. The values of entries are probabilities then.
	likenesses []likeness
	features   []rankFeatures
	tally      *tally // holds both
	compared   *compared
	// foreign is 1 if the question names a topic that is not the class's.
	foreign float64
	// byPhrasings is the result without that view, and trust the confidence in it.
	byPhrasings []score
	trust       float64
}

// noPhrase stands for no phrasing where one could be named.
const noPhrase = -1

// read compares a folded question with every entry and with the phrasings that must
// not be answered, except one phrasing (or noPhrase).
func (x *index) read(folded string, except int) reading { return x.readIn(&Memo{}, folded, except) }

// readIn is read for a text of a message that other matchers read too.
func (x *index) readIn(memo *Memo, folded string, except int) reading {
	c, foreign := x.compare(memo, folded, except), x.lang.foreignIn(folded)
	if x.file == nil {
		r := c.ranked
		r.foreign = foreign
		return r
	}
	r := c.reading
	r.foreign = foreign
	r.entries = make([]score, 0, MaxHits)
	r.rankByFile(x, c)
	return r
}

// rankByPhrasings ranks the entries by similarity and the classifier's odds.
func (r *reading) rankByPhrasings(x *index, similarities []score) {
	r.applyCustom(x.bestCustom(similarities, *r))
	for _, s := range x.withClassifierOnly(similarities, r.odds) {
		s.value += classifierShare * x.odds(*r, s.entry)
		if s.entry == noEntry {
			r.outOfScope = s
		} else {
			r.entries = ranked(r.entries, s)
		}
	}
}

// rankByFile ranks the entries by all phrasings and by the file's own texts together.
func (r *reading) rankByFile(x *index, c *compared) {
	r.byPhrasings, r.trust = c.ranked.entries, trustIn(x, c, r.foreign)
	if r.tally, _ = x.tallies.Get().(*tally); r.tally == nil {
		r.tally = &tally{}
	}
	r.likenesses = x.file.likenesses(x, r.tally, c)
	r.features = x.rankFeatures(c.similarities, *r)
	best := make([]int, len(r.likenesses)) // the most similar phrasing + 1
	for _, s := range c.similarities {
		if s.entry == noEntry {
			r.outOfScope = s
		} else {
			best[s.entry] = s.phrase + 1
		}
	}
	probabilities := x.rank.probabilities(r.features)
	shareByPhrasings(probabilities, r.features)
	for e, p := range probabilities {
		if r.features[e].any() {
			r.entries = ranked(r.entries, score{entry: e, value: p, phrase: best[e] - 1})
		}
	}
}

// ranked inserts s into the best scores, which are sorted and at most MaxHits, if it
// is one of them.
func ranked(best []score, s score) []score {
	likelier := func(a, b score) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.entry, b.entry)) }
	at, _ := slices.BinarySearchFunc(best, s, likelier)
	if at == MaxHits {
		return best
	}
	return slices.Insert(best[:min(len(best), MaxHits-1)], at, s)
}

// odds returns the probability that an entry, or noEntry, is meant.
func (x *index) odds(r reading, owner int) float64 {
	if r.custom.found && r.custom.entry == owner {
		return r.custom.odds
	}
	if at := slices.Index(x.intentOwners, owner); at >= 0 {
		return r.odds[at]
	}
	return 0
}

// withClassifierOnly adds the entries that the classifier finds likely although none
// of their phrasings is similar.
func (x *index) withClassifierOnly(scores []score, odds []float64) []score {
	for at, owner := range x.intentOwners {
		isOwner := func(s score) bool { return s.entry == owner }
		if odds[at] > 0.02 && owner != noEntry && !slices.ContainsFunc(scores, isOwner) {
			scores = append(scores, score{entry: owner, phrase: noPhrase})
		}
	}
	return scores
}
