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
	// vocabulary are the sounds and the features of one and two characters of each
	// entry's phrasings, in order.
	vocabulary map[int][]int32
	// holders are who has the classifier's intents, each once, and classes the
	// intents by their place there.
	holders    []int
	classes    []int
	classifier *classifier
	// rarest is what a feature is worth that nobody has written.
	rarest    float64
	phrases   []string
	stretches []stretch
	pool      sync.Pool // of *scratch
}

// weighted is one feature of a text.
type weighted struct {
	id     int32
	weight float32
}

// source is a phrasing with who owns it.
type source struct {
	phrase string
	owner  int
}

// newIndex builds an index in two passes: what is common first, then the
// weights. Of more than maxPhrases sources the rest is left out.
func newIndex(lang *language, sources []source) *index {
	sources = sources[:min(len(sources), maxPhrases)]
	x := &index{lang: lang, vocabulary: map[int][]int32{}}
	x.rarest = math.Log(1 + float64(max(1, len(sources))))
	seen := x.number(readAll(lang, sources))
	x.count(seen)
	next := slices.Clone(x.ends)
	for i, s := range sources {
		for _, w := range x.vector(seen[i]) {
			x.postings[next[w.id]] = newPosting(i, w.weight)
			next[w.id]++
		}
		x.learn(s.owner, seen[i])
		x.owners, x.phrases = append(x.owners, int32(s.owner)), append(x.phrases, s.phrase) //nolint:gosec // bounded by maxPhrases
	}
	for owner, ids := range x.vocabulary {
		slices.Sort(ids)
		x.vocabulary[owner] = slices.Clone(slices.Compact(ids))
	}
	x.stretches = stretches(x.owners)
	return x
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

// terms are the numbers of a text's features, by kind; unwritten for those that
// no phrasing has.
type terms [kinds][]int32

const unwritten = -1

// number gives all features of phrasings a number.
func (x *index) number(seen []features) []terms {
	ids := newTable(0)
	out := make([]terms, len(seen))
	for i, fs := range seen {
		out[i] = fs.terms(func(f feature) int32 { return ids.number(f) })
	}
	x.ids = newTable(len(ids.half)) // the same numbers in as little room as they need
	for _, h := range ids.half {
		x.ids.add(h)
	}
	return out
}

// look finds the numbers of a question's features.
func (x *index) look(fs features) terms {
	return fs.terms(func(f feature) int32 {
		if id, ok := x.ids.find(f); ok {
			return id
		}
		return unwritten
	})
}

// terms numbers features.
func (fs features) terms(number func(feature) int32) (out terms) {
	n := 0
	for _, list := range fs {
		n += len(list)
	}
	room := make([]int32, 0, n)
	for kind, list := range fs {
		for _, f := range list {
			room = append(room, number(f))
		}
		out[kind], room = room, room[len(room):]
	}
	return out
}

// count weighs each feature by how rare it is and makes room for its postings.
func (x *index) count(seen []terms) {
	df := make([]int32, len(x.ids.half))
	var own []int32
	for _, t := range seen {
		for _, v := range views() {
			own = t.sorted(own[:0], v)
			for _, id := range slices.Compact(own) {
				df[id]++
			}
		}
	}
	x.idf = make([]float32, len(df))
	x.ends = make([]int32, len(df)+1)
	for id, n := range df {
		x.ends[id+1] = x.ends[id]
		if int(n)*common > len(seen) && len(seen) > 50*common {
			continue // worth nothing, and the longest to go through
		}
		x.idf[id] = float32(math.Log(1 + float64(len(seen))/float64(n)))
		x.ends[id+1] += n
	}
	x.postings = make([]posting, x.ends[len(df)])
}

// sorted appends the numbers of a view's features, in order.
func (t *terms) sorted(out []int32, v view) []int32 {
	for _, list := range t[v.from:v.to] {
		out = append(out, list...)
	}
	slices.Sort(out)
	return out
}

// learn notes the characters and sounds that an owner's phrasings use.
func (x *index) learn(owner int, t terms) {
	if owner == nobody {
		return
	}
	for _, kind := range [...]int{chars1, chars2, sounds1, sounds2} {
		x.vocabulary[owner] = append(x.vocabulary[owner], t[kind]...)
	}
}

// vector weighs the features of a text: each view has a length of its own, so
// that none drowns the others. The features come in an order of their own, so
// that the same text always has the same likeness.
func (x *index) vector(t terms) []weighted {
	out := make([]weighted, 0, 128)
	var room [128]int32
	for i, v := range views() {
		scale := v.weight
		if i == 1 && len(t[chars1]) == 0 { // spelled: the sounds stand for the characters too
			both := v.weight + views()[0].weight
			scale = both * both / v.weight
		}
		out = x.weigh(out, t.sorted(room[:0], v), scale)
	}
	return out
}

// weigh appends the features of a view with what they weigh: the square of the
// lengths' product is scale.
func (x *index) weigh(out []weighted, sorted []int32, scale float64) []weighted {
	first, sum := len(out), 0.0
	for _, id := range sorted {
		switch n := len(out); {
		case id == unwritten:
			sum += 30 // what nobody has ever written counts against likeness
		case x.idf[id] == 0:
		case n > first && out[n-1].id == id:
			out[n-1].weight += x.idf[id]
		default:
			out = append(out, weighted{id, x.idf[id]})
		}
	}
	for _, w := range out[first:] {
		sum += float64(w.weight) * float64(w.weight)
	}
	norm := float32(math.Sqrt(scale) / math.Sqrt(math.Max(sum, 1e-9)))
	for i := range out[first:] {
		out[first+i].weight *= norm
	}
	return out
}

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
	// entries are the likeliest, best first; negative is what must not be
	// answered.
	entries  []score
	negative score
	// likest is the entry with the likest phrasings alone, and likeness how like.
	likest   int
	likeness float64
	// odds are the classifier's, by who holds its intents.
	odds []float64
}

// everything is no phrasing to leave out.
const everything = -1

// read compares a question with every entry and with what must not be answered,
// but for one phrasing.
func (x *index) read(folded string, but int, c *classifier) reading {
	r := reading{form: x.lang.read(folded), likest: nobody, negative: score{entry: nobody}, odds: make([]float64, len(x.holders))}
	fs := r.form.features()
	r.terms = x.look(fs)
	like := x.like(r.terms, but)
	if c != nil {
		for k, p := range c.odds(clues(fs)) {
			r.odds[x.classes[k]] += p
		}
	}
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
			r.entries = append(r.entries, s)
		}
	}
	slices.SortFunc(r.entries, func(a, b score) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.entry, b.entry)) })
	return r
}

// odds are the classifier's of an entry, or of nobody.
func (x *index) odds(r reading, owner int) float64 {
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

// stretch is a run of phrasings that one owner has.
type stretch struct{ owner, from, to int }

// stretches are the phrasings by owner. Most owners have one stretch: their own
// wording, or with it the one of an intent.
func stretches(owners []int32) (out []stretch) {
	for i, o := range owners {
		if n := len(out); n > 0 && out[n-1].owner == int(o) {
			out[n-1].to++
		} else {
			out = append(out, stretch{int(o), i, i + 1})
		}
	}
	return out
}

// scratch is what a comparison needs for a moment; it is used again, and all
// zero in between.
type scratch struct {
	total []float32  // by phrasing
	best  [][3]score // the three likest phrasings of each owner; nobody's come first
	seen  []int      // the owners that have any
}

// unlike is a likeness that says nothing.
const unlike = 0.02

// like is the likeness to the phrasings of every owner, but for one phrasing.
func (x *index) like(t terms, but int) []score {
	w, ok := x.pool.Get().(*scratch)
	if !ok {
		w = &scratch{total: make([]float32, len(x.owners)), best: make([][3]score, slices.Max(append(x.owners, 0))+2)}
	}
	defer x.pool.Put(w)
	for _, f := range x.vector(t) {
		worth := f.weight / fullWeight
		for _, p := range x.postings[x.ends[f.id]:x.ends[f.id+1]] {
			w.total[p.phrase()] += worth * p.weight()
		}
	}
	if but != everything {
		w.total[but] = 0
	}
	for _, s := range x.stretches {
		w.likest(s)
	}
	clear(w.total)
	out := make([]score, len(w.seen), len(w.seen)+len(x.holders))
	for i, owner := range w.seen {
		b := &w.best[owner+1]
		out[i] = b[0]
		out[i].value = 0.8*b[0].value + 0.12*b[1].value + 0.08*b[2].value
		*b = [3]score{}
	}
	w.seen = w.seen[:0]
	return out
}

// likest finds the three likest phrasings of a stretch.
func (w *scratch) likest(s stretch) {
	b := &w.best[s.owner+1]
	bar := max(float32(b[2].value), unlike)
	for i, t := range w.total[s.from:s.to] {
		if t <= bar {
			continue
		}
		if b[0].value == 0 {
			w.seen = append(w.seen, s.owner)
		}
		insertScore(b, score{s.owner, float64(t), s.from + i})
		bar = max(float32(b[2].value), unlike)
	}
}

func insertScore(b *[3]score, s score) {
	for i := range b {
		if s.value > b[i].value {
			s, b[i] = b[i], s
		}
	}
}
