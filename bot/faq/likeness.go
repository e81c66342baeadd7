package faq

import "math"

// weighted is one feature of a text.
type weighted struct {
	id     int32
	weight float32
}

// vector appends the features of a text with their weights: each view has a
// length of its own, so that none drowns the others.
func (x *index) vector(out []weighted, t terms) []weighted {
	for i, v := range views() {
		scale := v.weight
		if i == 1 && len(t[chars1]) == 0 { // spelled: the sounds stand for the characters too
			both := v.weight + views()[0].weight
			scale = both * both / v.weight
		}
		out = x.weigh(out, t[v.from:v.to], scale)
	}
	return out
}

// weigh appends the features of a view with what they weigh: the square of their
// length is scale.
func (x *index) weigh(out []weighted, lists [][]int32, scale float64) []weighted {
	first, sum := len(out), 0.0
	for _, list := range lists {
		for at, id := range list {
			switch {
			case !x.written(id):
				sum += 30 // what nobody has ever written counts against likeness
			case x.idf[id] == 0:
			case repeated(list, at):
				out[len(out)-1].weight += x.idf[id]
			default:
				out = append(out, weighted{id, x.idf[id]})
			}
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

// scratch is what a comparison needs for a moment; it is used again, and totals
// and best are all zero in between.
type scratch struct {
	vector []weighted // of the question
	total  []float32  // by phrasing
	best   [][3]score // the three likest phrasings of each owner; nobody's come first
	seen   []int      // the owners that have any
}

// unlike is a likeness that says nothing.
const unlike = 0.02

// like is the likeness to the phrasings of every owner, but for one phrasing.
func (x *index) like(t terms, but int) []score {
	w, ok := x.pool.Get().(*scratch)
	if !ok {
		w = &scratch{total: make([]float32, len(x.owners)), best: make([][3]score, len(x.taught))}
	}
	defer x.pool.Put(w)
	w.vector = x.vector(w.vector[:0], t)
	for _, f := range w.vector {
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
