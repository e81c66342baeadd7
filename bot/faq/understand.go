package faq

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"zhujiao/bot/text"
)

// nobody owns a phrasing that must not be answered.
const nobody = -1

// index compares questions with every phrasing of every entry.
type index struct {
	lang *language
	// ids numbers the features; idf is what each is worth.
	ids *table
	idf []float32
	// postings are the phrasings that have a feature: those of feature i lie from
	// ends[i] to ends[i+1].
	postings []posting
	ends     []int32
	owners   []int32 // of the phrasings: an entry, or nobody
	// holders are who has the classifier's intents, each once, and classes the
	// intents by their place there.
	holders []int
	classes []int
	// taught are the owners that are among the holders, nobody first.
	taught []bool
	// classifier is nil if there is none. Its features have the first numbers.
	classifier *classifier
	rivals     rivalWeights
	// blunt leaves the signals out that are read off words.
	blunt bool
	// rarest is what a feature is worth that nobody has written.
	rarest    float64
	phrases   []string
	stretches []stretch
	pool      sync.Pool // of *scratch
}

// source is a phrasing with who owns it.
type source struct {
	phrase string
	owner  int
}

// newIndex builds an index in two passes: what is common first, then the
// weights. Of more than maxPhrases sources the rest is left out.
func newIndex(lang *language, sources []source, c *classifier) *index {
	return indexOf(lang, sources, c, common)
}

// indexOf is newIndex with another bound of what is common; 0 is none.
func indexOf(lang *language, sources []source, c *classifier, common int) *index {
	sources = sources[:min(len(sources), maxPhrases)]
	x := &index{lang: lang, classifier: c, rivals: shippedRivals()}
	x.rarest = math.Log(1 + float64(max(1, len(sources))))
	seen := x.number(readAll(lang, sources))
	x.count(seen, common)
	next := slices.Clone(x.ends)
	var room []weighted
	for i, s := range sources {
		room = x.vector(room[:0], seen[i])
		for _, w := range room {
			x.postings[next[w.id]] = newPosting(i, w.weight)
			next[w.id]++
		}
		x.owners, x.phrases = append(x.owners, int32(s.owner)), append(x.phrases, s.phrase) //nolint:gosec // bounded by maxPhrases
	}
	x.stretches = stretches(x.owners)
	x.taught = make([]bool, x.most()+2)
	return x
}

// most is the highest number of an owner; nobody if there is none.
func (x *index) most() int {
	most := int32(nobody)
	for _, s := range x.owners {
		most = max(most, s)
	}
	return int(most)
}

// held says who has each of the classifier's intents.
func (x *index) held(owners []int) {
	for _, owner := range owners {
		at := slices.Index(x.holders, owner)
		if at < 0 {
			at = len(x.holders)
			x.holders = append(x.holders, owner)
		}
		x.classes = append(x.classes, at)
		for len(x.taught) < owner+2 { // an entry without a phrasing
			x.taught = append(x.taught, false)
		}
		x.taught[owner+1] = true
	}
}

// readAll reads phrasings side by side.
func readAll(lang *language, sources []source) []features {
	out := make([]features, len(sources))
	var wait sync.WaitGroup
	for part := range slices.Chunk(indices(len(sources)), 4096) {
		wait.Go(func() {
			for _, i := range part {
				out[i] = lang.read(text.Fold(sources[i].phrase)).features()
			}
		})
	}
	wait.Wait()
	return out
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// common is when a feature says nothing: one in so many phrasings has it.
const common = 20

// number gives all features of phrasings a number, after the classifier's.
func (x *index) number(seen []features) []terms {
	ids := newTable(0)
	if x.classifier != nil {
		for _, h := range x.classifier.half {
			ids.add(h)
		}
	}
	out := make([]terms, len(seen))
	for i, fs := range seen {
		fs[pairs] = nil // these are the classifier's only
		out[i] = fs.terms(func(_ int, f feature) int32 { return ids.number(f) })
	}
	x.ids = newTable(len(ids.half)) // the same numbers in as little room as they need
	for _, h := range ids.half {
		x.ids.add(h)
	}
	return out
}

// look finds the numbers of a question's features.
func (x *index) look(fs features) terms {
	return fs.terms(func(_ int, f feature) int32 {
		if id, ok := x.ids.find(f); ok {
			return id
		}
		return unwritten
	})
}

// count weighs each feature by how rare it is and makes room for its postings.
func (x *index) count(seen []terms, common int) {
	df := make([]int32, len(x.ids.half))
	for _, t := range seen {
		for _, list := range t {
			for at, id := range list {
				if !repeated(list, at) {
					df[id]++
				}
			}
		}
	}
	x.idf = make([]float32, len(df))
	x.ends = make([]int32, len(df)+1)
	for id, n := range df {
		x.ends[id+1] = x.ends[id]
		switch {
		case n == 0:
			x.idf[id] = unwritten // only the classifier knows it
		case int(n)*common > len(seen) && len(seen) > 50*common: // worth nothing, and the longest to go through
		default:
			x.idf[id] = float32(math.Log(1 + float64(len(seen))/float64(n)))
			x.ends[id+1] += n
		}
	}
	x.postings = make([]posting, x.ends[len(df)])
}

// written tells whether a phrasing has a feature.
func (x *index) written(id int32) bool { return id != unwritten && x.idf[id] != unwritten }

// score is how like a question is to an entry, and its likest phrasing.
type score struct {
	entry  int
	value  float64
	phrase int
}

// mix is what a certain classifier is worth beside likeness.
const mix = 0.8

// reading is what a question looks like to an index.
type reading struct {
	form  form
	terms terms
	// entries are the likeliest, best first, MaxHits at most; negative is what must
	// not be answered.
	entries  []score
	negative score
	// likest is the entry with the likest phrasings alone, and likeness how like.
	likest   int
	likeness float64
	// odds are the classifier's, by who holds its intents.
	odds  []float64
	rival rival
}

// everything is no phrasing to leave out.
const everything = -1

// read compares a question with every entry and with what must not be answered,
// but for one phrasing.
func (x *index) read(folded string, but int) reading {
	r := reading{form: x.lang.read(folded), likest: nobody, negative: score{entry: nobody}}
	r.entries, r.odds = make([]score, 0, MaxHits), make([]float64, len(x.holders))
	r.terms = x.look(r.form.features())
	like := x.like(r.terms, but)
	if x.classifier != nil {
		for k, p := range x.classifier.odds(clues(r.terms)) {
			r.odds[x.classes[k]] += p
		}
	}
	r.claim(x.rival(like, r))
	for _, s := range like {
		if s.entry != nobody && (s.value > r.likeness || s.value == r.likeness && s.entry < r.likest) {
			r.likest, r.likeness = s.entry, s.value
		}
	}
	for _, s := range x.likely(like, r.odds) {
		s.value += mix * x.odds(r, s.entry)
		if s.entry == nobody {
			r.negative = s
		} else {
			r.entries = ranked(r.entries, s)
		}
	}
	return r
}

// ranked puts an entry in its place among the likeliest, if it is one of them.
func ranked(best []score, s score) []score {
	likelier := func(a, b score) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.entry, b.entry)) }
	at, _ := slices.BinarySearchFunc(best, s, likelier)
	if at == MaxHits {
		return best
	}
	return slices.Insert(best[:min(len(best), MaxHits-1)], at, s)
}

// odds are the classifier's of an entry, or of nobody.
func (x *index) odds(r reading, owner int) float64 {
	if r.rival.found && r.rival.entry == owner {
		return r.rival.odds
	}
	if at := slices.Index(x.holders, owner); at >= 0 {
		return r.odds[at]
	}
	return 0
}

// likely adds the entries that only the classifier thinks of.
func (x *index) likely(like []score, odds []float64) []score {
	for at, owner := range x.holders {
		there := func(s score) bool { return s.entry == owner }
		if odds[at] > 0.02 && owner != nobody && !slices.ContainsFunc(like, there) {
			like = append(like, score{entry: owner, phrase: everything})
		}
	}
	return like
}
