package faq

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"zhujiao/bot/text"
)

// The views of a phrasing, and how much each weighs in the likeness of two.
const (
	weighChars    = 0.42
	weighSounds   = 0.16
	weighConcepts = 0.42
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
	// classes are the classifier's intents by who has them: an entry, or nobody.
	classes    []int
	classifier *classifier
	// rarest is what a feature is worth that nobody has written.
	rarest  float64
	phrases []string
	pool    sync.Pool // of *scratch
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
	seen := readAll(lang, sources)
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
	return x
}

// readAll reads phrasings side by side.
func readAll(lang *language, sources []source) []views {
	out := make([]views, len(sources))
	var wait sync.WaitGroup
	for part := range slices.Chunk(indices(len(sources)), 4096) {
		wait.Go(func() {
			for _, i := range part {
				out[i] = lang.read(text.Fold(sources[i].phrase)).views()
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

// count numbers the features, weighs each by how rare it is, and makes room for
// its postings.
func (x *index) count(seen []views) {
	x.ids = newTable(0)
	for _, v := range seen {
		for _, lists := range v.lists() {
			for _, list := range lists {
				for _, f := range list {
					x.ids.number(f)
				}
			}
		}
	}
	df := make([]int32, len(x.ids.half))
	x.ids = newTable(len(df)) // the same numbers in as little room as they need
	for _, v := range seen {
		for _, id := range x.number(v) {
			df[id]++
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

// learn notes the characters that an owner's phrasings use.
func (x *index) learn(owner int, v views) {
	if owner == nobody {
		return
	}
	for _, list := range [][]feature{v.chars[0], v.chars[1], v.sounds[0], v.sounds[1]} {
		for _, f := range list {
			id, _ := x.ids.find(f)
			x.vocabulary[owner] = append(x.vocabulary[owner], id)
		}
	}
}

// number gives ids to the features of a text and returns each once a view, as
// often as vector weighs it.
func (x *index) number(v views) []int32 {
	var out []int32
	for _, lists := range v.lists() {
		first := len(out)
		for _, list := range lists {
			for _, f := range list {
				out = append(out, x.ids.number(f))
			}
		}
		slices.Sort(out[first:])
		out = append(out[:first], slices.Compact(out[first:])...)
	}
	return out
}

// vector weighs the features of a text: each view has a length of its own, so
// that none drowns the others.
func (x *index) vector(v views) []weighted {
	out := make([]weighted, 0, 96)
	scales := [...]float64{weighChars, weighSounds, weighConcepts}
	if len(v.chars[0]) == 0 { // spelled: the sounds stand for the characters too
		scales[1] = (weighChars + weighSounds) * (weighChars + weighSounds) / weighSounds
	}
	for view, lists := range v.lists() {
		first, sum := len(out), 0.0
		for _, list := range lists {
			for _, f := range list {
				id, ok := x.ids.find(f)
				switch {
				case !ok:
					sum += 30 // what nobody has ever written counts against likeness
				case x.idf[id] > 0:
					out = append(out, weighted{id, x.idf[id]})
				}
			}
		}
		out = append(out[:first], together(out[first:])...)
		for _, w := range out[first:] {
			sum += float64(w.weight) * float64(w.weight)
		}
		norm := float32(math.Sqrt(scales[view]) / math.Sqrt(math.Max(sum, 1e-9)))
		for i := range out[first:] {
			out[first+i].weight *= norm
		}
	}
	return out
}

// together sorts features and adds up those that occur more than once: in an
// order of their own, so that the same text always has the same likeness.
func together(ws []weighted) []weighted {
	slices.SortFunc(ws, func(a, b weighted) int { return cmp.Compare(a.id, b.id) })
	out := ws[:0]
	for _, w := range ws {
		if n := len(out); n > 0 && out[n-1].id == w.id {
			out[n-1].weight += w.weight
		} else {
			out = append(out, w)
		}
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
	views views
	// entries are the likeliest, best first; negative is what must not be
	// answered.
	entries  []score
	negative score
	// likest is the entry with the likest phrasings alone, and likeness how like.
	likest   int
	likeness float64
	// odds are the classifier's for each entry and for nobody.
	odds map[int]float64
}

// everything is no phrasing to leave out.
const everything = -1

// read compares a question with every entry and with what must not be answered,
// but for one phrasing.
func (x *index) read(folded string, but int, c *classifier) reading {
	r := reading{form: x.lang.read(folded), likest: nobody, odds: map[int]float64{}, negative: score{entry: nobody}}
	v := r.form.views()
	r.views = v
	like := x.like(v, but)
	if c != nil {
		for k, p := range c.odds(clues(v)) {
			r.odds[x.classes[k]] += p
		}
	}
	for owner, s := range like {
		if owner != nobody && (s.value > r.likeness || s.value == r.likeness && owner < r.likest) {
			r.likest, r.likeness = owner, s.value
		}
	}
	for owner, p := range r.odds {
		if _, there := like[owner]; !there && p > 0.02 && owner != nobody {
			like[owner] = score{entry: owner, phrase: everything}
		}
	}
	for owner, s := range like {
		s.value += mix * r.odds[owner]
		if owner == nobody {
			r.negative = s
		} else {
			r.entries = append(r.entries, s)
		}
	}
	slices.SortFunc(r.entries, func(a, b score) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.entry, b.entry)) })
	return r
}

// scratch is what a comparison needs for a moment; it is used again, and all
// zero in between.
type scratch struct {
	total []float32  // by phrasing
	best  [][3]score // the three likest phrasings of each owner; nobody's come first
	seen  []int      // the owners that have any
}

// like is the likeness to the phrasings of every owner.
func (x *index) like(v views, but int) map[int]score {
	w, ok := x.pool.Get().(*scratch)
	if !ok {
		w = &scratch{total: make([]float32, len(x.owners)), best: make([][3]score, slices.Max(append(x.owners, 0))+2)}
	}
	defer x.pool.Put(w)
	for _, f := range x.vector(v) {
		worth := f.weight / fullWeight
		for _, p := range x.postings[x.ends[f.id]:x.ends[f.id+1]] {
			w.total[p.phrase()] += worth * p.weight()
		}
	}
	for i, t := range w.total[:len(x.owners)] {
		if t <= 0.02 || i == but {
			continue
		}
		b := &w.best[x.owners[i]+1]
		if b[0].value == 0 {
			w.seen = append(w.seen, int(x.owners[i]))
		}
		insertScore(b, score{int(x.owners[i]), float64(t), i})
	}
	clear(w.total)
	out := make(map[int]score, len(w.seen))
	for _, owner := range w.seen {
		b := &w.best[owner+1]
		s := b[0]
		s.value = 0.8*b[0].value + 0.12*b[1].value + 0.08*b[2].value
		out[owner] = s
		*b = [3]score{}
	}
	w.seen = w.seen[:0]
	return out
}

func insertScore(b *[3]score, s score) {
	for i := range b {
		if s.value > b[i].value {
			s, b[i] = b[i], s
		}
	}
}
