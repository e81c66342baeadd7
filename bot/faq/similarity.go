package faq

import "math"

// weighted is a feature of a text with its weight there.
type weighted struct {
	id     int32
	weight float32
}

// appendVector appends the weighted features of a text. Each view is normalised by
// itself, so that none dominates the others.
func (x *index) appendVector(out []weighted, t terms) []weighted {
	for i, v := range views() {
		scale := v.weight
		if i == 1 && len(t[chars1]) == 0 { // pinyin only: the sounds take the share of the characters too
			both := v.weight + views()[0].weight
			scale = both * both / v.weight
		}
		out = x.appendView(out, t[v.from:v.to], scale)
	}
	return out
}

// appendView appends the features of a view, weighted so that the squares of the
// weights add up to scale.
func (x *index) appendView(out []weighted, lists [][]int32, scale float64) []weighted {
	first, sum := len(out), 0.0
	for _, list := range lists {
		for at, id := range list {
			switch {
			case !x.inPhrasings(id):
				sum += 30 // a feature of no phrasing lowers the similarity
			case x.idf(id) == 0:
			case isRepeat(list, at):
				out[len(out)-1].weight += x.idf(id)
			default:
				out = append(out, weighted{id, x.idf(id)})
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

// phraseRange is a run of consecutive phrasings, from before to, with one owner.
type phraseRange struct{ owner, from, to int }

// phraseRanges cuts the phrasings into runs of one owner. Most owners have one or
// two: their own wording and that of their intent.
func phraseRanges(owners []int32) (out []phraseRange) {
	for i, o := range owners {
		if n := len(out); n > 0 && out[n-1].owner == int(o) {
			out[n-1].to++
		} else {
			out = append(out, phraseRange{int(o), i, i + 1})
		}
	}
	return out
}

// scratch is the working memory of a comparison. It is reused; between two uses sums
// and topThreeOf are all zero, and owners is empty.
type scratch struct {
	vector     []weighted // of the question
	sums       []float32  // by phrasing
	topThreeOf [][3]score // by owner+1, so that noEntry comes first
	owners     []int      // those that have an entry in topThreeOf
}

// minSimilarity is the similarity up to which a phrasing is ignored.
const minSimilarity = 0.02

// similarities compares a question with the phrasings of every owner, except one
// phrasing (or noPhrase). An owner's value is a weighted mean of its three best.
func (x *index) similarities(t terms, except int) []score {
	buf, ok := x.pool.Get().(*scratch)
	if !ok {
		buf = &scratch{sums: make([]float32, len(x.owners)), topThreeOf: make([][3]score, len(x.hasIntent))}
	}
	defer x.pool.Put(buf)
	buf.vector = x.appendVector(buf.vector[:0], t)
	for _, f := range buf.vector {
		weight := f.weight / fullWeight
		for _, p := range x.postings[x.postingEnds[f.id]:x.postingEnds[f.id+1]] {
			buf.sums[p.phrase()] += weight * p.weight()
		}
	}
	if except != noPhrase {
		buf.sums[except] = 0
	}
	for _, i := range x.silent {
		buf.sums[i] = 0
	}
	for _, s := range x.ranges {
		buf.topThree(s)
	}
	clear(buf.sums)
	out := make([]score, len(buf.owners), len(buf.owners)+len(x.intentOwners))
	for i, owner := range buf.owners {
		top := &buf.topThreeOf[owner+1]
		out[i] = top[0]
		out[i].value = 0.8*top[0].value + 0.12*top[1].value + 0.08*top[2].value
		*top = [3]score{}
	}
	buf.owners = buf.owners[:0]
	return out
}

// topThree keeps the three most similar phrasings of an owner, of which r is one
// range.
func (w *scratch) topThree(r phraseRange) {
	top := &w.topThreeOf[r.owner+1]
	least := max(float32(top[2].value), minSimilarity)
	for i, t := range w.sums[r.from:r.to] {
		if t <= least {
			continue
		}
		if top[0].value == 0 {
			w.owners = append(w.owners, r.owner)
		}
		insertScore(top, score{r.owner, float64(t), r.from + i})
		least = max(float32(top[2].value), minSimilarity)
	}
}

// insertScore puts s in its place among the three best scores.
func insertScore(b *[3]score, s score) {
	for i := range b {
		if s.value > b[i].value {
			s, b[i] = b[i], s
		}
	}
}
