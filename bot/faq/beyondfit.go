package faq

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

// beyondExample is what a question says beyond an entry, and whether the entry answers it.
type beyondExample struct {
	words []word
	right bool
	// covered is the share of the question's words that the entry has, so that the weights
	// of words need not explain it.
	covered float64
}

// The weights of words are fitted by stochastic gradient descent with AdaGrad. A word needs
// beyondLeast questions.
const (
	beyondEpochs = 6
	beyondLeast  = 3
	beyondRate   = 0.1
	beyondDecay  = 2e-3
)

// beyondExamples returns the best entry of each question, and the right one if it is among
// the first.
func (p *practice) beyondExamples() (out []beyondExample) {
	x := p.matcher.index
	for _, q := range p.class.Queries {
		r := x.read(cutRunes(text.Fold(q.Text)), noPhrase)
		fs := r.parts
		n := 0
		for _, k := range beyondKinds() {
			n += len(fs[k.kind])
		}
		for i, e := range r.entries {
			right := slices.Contains(q.IDs, p.matcher.entries[e.entry].ID)
			if i == 0 || right {
				words := x.file.beyondWords(r.form, fs, e.entry)
				out = append(out, beyondExample{words, right, 1 - float64(len(words))/float64(n+1)})
			}
		}
	}
	return out
}

// fitBeyond fits the weights of words.
func fitBeyond(xs []beyondExample) beyondWeights {
	counts := map[feature]int{}
	for _, x := range xs {
		for _, w := range x.words {
			counts[w.feature]++
		}
	}
	weights, squares := beyondWeights{}, map[feature]float64{}
	var dense, denseSquares [2]float64
	rng := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // the order of the examples is no secret
	step := func(w, square *float64, g float64) {
		*square += g * g
		*w -= beyondRate * g / (math.Sqrt(*square) + 0.3)
	}
	for range beyondEpochs {
		for _, i := range rng.Perm(len(xs)) {
			x := &xs[i]
			z := dense[0] + dense[1]*x.covered
			for _, w := range x.words {
				z += float64(weights[w.feature])
			}
			d := 1 / (1 + math.Exp(-z))
			if x.right {
				d--
			}
			step(&dense[0], &denseSquares[0], d)
			step(&dense[1], &denseSquares[1], d*x.covered)
			for _, w := range x.words {
				if counts[w.feature] >= beyondLeast {
					u, s := float64(weights[w.feature]), squares[w.feature]
					step(&u, &s, d+beyondDecay*u)
					weights[w.feature], squares[w.feature] = float32(u), s
				}
			}
		}
	}
	return weights
}

// beyondSource returns the text of data/beyond.txt.
func beyondSource(weights beyondWeights, xs []beyondExample) string {
	lines := map[feature]string{}
	for _, x := range xs {
		for _, w := range x.words {
			if u := weights[w.feature]; math.Abs(float64(u)) >= 0.005 && !strings.ContainsAny(w.text, " \n") {
				lines[w.feature] = fmt.Sprintf("%s %s %.2f\n", w.name, w.text, u)
			}
		}
	}
	all := make([]string, 0, len(lines))
	for _, l := range lines {
		all = append(all, l)
	}
	slices.Sort(all)
	return "# What it means if a question says something that an entry does not state: see beyond.go. Fitted by .ci/fit.\n" +
		strings.Join(all, "")
}
