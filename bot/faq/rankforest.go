package faq

import (
	"cmp"
	"math"
	"slices"
)

// ranking ranks the entries of a file: weights for all of them, and trees that rank the
// likeliest anew.
type ranking struct {
	rankWeights
	trees forest
}

// probabilities returns the probability of each entry, which add up to 1.
func (r *ranking) probabilities(all []rankFeatures) []float64 {
	scores := r.scores(all)
	if len(r.trees) > 0 {
		r.trees.correct(scores, all, candidates(scores))
	}
	return shares(scores)
}

// correct adds what the trees say of some entries to their scores. It goes through the trees
// once, because they do not fit in the cache together.
func (f forest) correct(scores []float64, all []rankFeatures, entries []int) {
	var sums [rankCandidates]float64
	for t := range f {
		for i, e := range entries {
			sums[i] += f[t].value(all[e][:])
		}
	}
	for i, e := range entries {
		scores[e] += sums[i]
	}
}

// fitRanking fits a ranking on questions.
func fitRanking(qs []rankedQuestion) ranking {
	w := fitRank(qs)
	return ranking{w, fitRankForest(qs, &w)}
}

// How the trees of a ranking are fitted, and how many of the likeliest entries they rank anew.
const (
	rankTrees      = 100
	rankCandidates = 8
)

// candidates returns the entries with the highest scores, at most rankCandidates, the best first.
func candidates(scores []float64) []int {
	order := make([]int, 0, rankCandidates+1)
	for e, v := range scores {
		at, _ := slices.BinarySearchFunc(order, v, func(o int, v float64) int { return cmp.Compare(v, scores[o]) })
		if at == rankCandidates {
			continue
		}
		order = slices.Insert(order, at, e)
		order = order[:min(len(order), rankCandidates)]
	}
	return order
}

// fitRankForest fits trees that correct the scores of the likeliest entries of questions.
func fitRankForest(qs []rankedQuestion, w *rankWeights) (f forest) {
	var xs []example
	var margins []float64
	ends := make([]int, 0, len(qs))
	for i := range qs {
		q := &qs[i]
		scores := w.scores(q.features)
		for _, e := range candidates(scores) {
			xs = append(xs, example{q.features[e][:], q.right[e], 1})
			margins = append(margins, scores[e])
		}
		ends = append(ends, len(xs))
	}
	g := newGrower(xs, margins)
	for range rankTrees {
		from := 0
		for _, end := range ends {
			g.slope(from, end)
			from = end
		}
		f = append(f, g.tree())
	}
	return f
}

// slope sets the derivatives of the loss of a question, whose entries are examples from before
// end, by their margins.
func (g *grower) slope(from, end int) {
	most, sum, right := math.Inf(-1), 0.0, 0.0
	for i := from; i < end; i++ {
		most = max(most, g.margins[i])
	}
	for i := from; i < end; i++ {
		p := math.Exp(g.margins[i] - most)
		sum += p
		if g.xs[i].right {
			right += p
		}
	}
	for i := from; i < end; i++ {
		p := math.Exp(g.margins[i]-most) / sum
		g.slopes[i], g.curves[i] = p, p*(1-p)
		if right == 0 {
			g.slopes[i], g.curves[i] = 0, 0 // none of them is right, so that nothing is learnt
		} else if g.xs[i].right {
			g.slopes[i] -= p * sum / right
		}
	}
}
