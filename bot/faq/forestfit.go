package faq

import (
	"math"
	"slices"
)

// How a forest is fitted: by gradient boosting of trees over bins of the signals.
const (
	forestTrees  = 120
	forestDepth  = 4
	forestRate   = 0.05
	forestBins   = 48
	forestDecay  = 5.0  // L2 decay of a leaf
	forestLeast  = 40.0 // the fewest questions of a leaf, by their weight
	forestLeast0 = 1e-9
)

// grower grows the trees of a forest.
type grower struct {
	xs []example
	// bounds are the lower bounds of the bins of each signal but the first, bins the bin of
	// each question by signal.
	bounds [][]float64
	bins   [][]uint8
	// margins are the logarithms of the odds so far, slopes and curves the first and second
	// derivatives of the loss there.
	margins, slopes, curves []float64
}

// fitForest fits a forest that corrects margins, which are the logarithms of the odds that
// something else gives each example.
func fitForest(xs []example, margins []float64) (f forest) {
	g := newGrower(xs, margins)
	for range forestTrees {
		for i := range xs {
			p := 1 / (1 + math.Exp(-g.margins[i]))
			g.slopes[i], g.curves[i] = p*xs[i].weight, p*(1-p)*xs[i].weight
			if xs[i].right {
				g.slopes[i] -= xs[i].weight
			}
		}
		f = append(f, g.tree())
	}
	return f
}

// newGrower prepares to grow trees that correct margins.
func newGrower(xs []example, margins []float64) *grower {
	g := &grower{xs: xs, margins: slices.Clone(margins), slopes: make([]float64, len(xs)), curves: make([]float64, len(xs))}
	g.bin()
	return g
}

// tree grows a tree that lowers the loss by its slopes and curves, and adds its values to the
// margins.
func (g *grower) tree() (t tree) {
	g.grow(&t, indices(len(g.xs)), forestDepth)
	return t
}

// bin cuts the values of each signal into bins of about the same size.
func (g *grower) bin() {
	for k := range g.xs[0].signals {
		values := make([]float64, len(g.xs))
		for i := range g.xs {
			values[i] = g.xs[i].signals[k]
		}
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		var bounds []float64
		for b := 1; b < forestBins; b++ {
			// A bound is kept as a float32, as questions are compared with it.
			v := float64(float32(sorted[b*len(sorted)/forestBins]))
			if v > sorted[0] && (len(bounds) == 0 || v > bounds[len(bounds)-1]) {
				bounds = append(bounds, v)
			}
		}
		bins := make([]uint8, len(values))
		for i, v := range values {
			at, found := slices.BinarySearch(bounds, v)
			if found {
				at++
			}
			bins[i] = uint8(at)
		}
		g.bounds, g.bins = append(g.bounds, bounds), append(g.bins, bins)
	}
}

// fork is the best way to part questions.
type fork struct {
	signal, bin int // the questions from this bin on go above
	gain        float64
}

// grow appends a tree for some questions and adds its values to their margins.
func (g *grower) grow(t *tree, questions []int, depth int) {
	slope, curve := 0.0, 0.0
	for _, i := range questions {
		slope, curve = slope+g.slopes[i], curve+g.curves[i]
	}
	at, value := len(*t), -forestRate*slope/(curve+forestDecay)
	*t = append(*t, node{signal: noSignal, value: float32(value)})
	best := fork{}
	if depth > 0 {
		best = g.bestFork(questions, slope, curve)
	}
	if best.gain <= forestLeast0 {
		for _, i := range questions {
			g.margins[i] += value
		}
		return
	}
	var below, above []int
	for _, i := range questions {
		if int(g.bins[best.signal][i]) < best.bin {
			below = append(below, i)
		} else {
			above = append(above, i)
		}
	}
	(*t)[at].signal, (*t)[at].bound = int16(best.signal), float32(g.bounds[best.signal][best.bin-1])
	g.grow(t, below, depth-1)
	(*t)[at].above = int16(len(*t))
	g.grow(t, above, depth-1)
}

// bestFork finds the fork that lowers the loss of some questions most; its gain is 0 if none
// does.
func (g *grower) bestFork(questions []int, slope, curve float64) (best fork) {
	loss := func(s, c float64) float64 { return s * s / (c + forestDecay) }
	var slopes, curves, sizes [forestBins]float64
	for k := range g.bins {
		clear(slopes[:])
		clear(curves[:])
		clear(sizes[:])
		bins, whole := g.bins[k], 0.0
		for _, i := range questions {
			b := bins[i]
			slopes[b] += g.slopes[i]
			curves[b] += g.curves[i]
			sizes[b] += g.xs[i].weight
			whole += g.xs[i].weight
		}
		s, c, n := 0.0, 0.0, 0.0
		for b := range g.bounds[k] {
			s, c, n = s+slopes[b], c+curves[b], n+sizes[b]
			if n < forestLeast || whole-n < forestLeast {
				continue
			}
			if gain := loss(s, c) + loss(slope-s, curve-c) - loss(slope, curve); gain > best.gain {
				best = fork{k, b + 1, gain}
			}
		}
	}
	return best
}
