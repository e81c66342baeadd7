package faq

import (
	"math"
	"slices"
	"sync"

	"zhujiao/bot/text"
)

// rivalSignals are measured by the constants that begin with custom.
type rivalSignals [customSignalCount]float64

// rivalWeights are those of the logistic regression that turns these signals into
// odds; the last one is the constant.
type rivalWeights [customSignalCount + 1]float64

// rival is such an entry, and its odds.
type rival struct {
	found   bool
	entry   int
	signals rivalSignals
	odds    float64
}

// rival finds the likest entry of which the classifier knows nothing. Without a
// classifier there is none: likeness decides.
func (x *index) rival(like []score, r reading) (out rival) {
	if x.classifier == nil {
		return out
	}
	first, second, known, none := 0.0, 0.0, 0.0, 0.0
	for _, s := range like {
		switch {
		case s.entry == nobody:
			none = s.value
		case x.taught[s.entry+1]:
			known = math.Max(known, s.value)
		case s.value > first || s.value == first && s.entry < out.entry:
			first, second, out.entry, out.found = s.value, first, s.entry, true
		default:
			second = math.Max(second, s.value)
		}
	}
	if !out.found {
		return out
	}
	s := &out.signals
	s[customSimilarity], s[customLeadOverCustom] = first, first-second
	s[customLeadOverKnown], s[customLeadOverOutOfScope] = first-known, first-none
	for at, p := range r.odds {
		if x.holders[at] == nobody {
			s[customOutOfScopeOdds] = p
		} else {
			s[customHighestOtherOdds] = math.Max(s[customHighestOtherOdds], p)
		}
	}
	s[customCharCoverage], s[customPairCoverage], s[customRarestUncovered] = x.covered(r.terms, out.entry)
	s[customShort] = 1 / float64(len(r.form.runes)+1)
	out.odds = logistic(x.rivals[:], s[:])
	return out
}

// claim gives a rival its part of the odds; the others share what is left.
func (r *reading) claim(v rival) {
	r.rival = v
	for at := range r.odds {
		r.odds[at] *= 1 - v.odds
	}
}

// logistic is the probability of a logistic regression: one weight a signal, and
// the constant.
func logistic(weights, signals []float64) float64 {
	z := weights[len(signals)]
	for i, v := range signals {
		z += weights[i] * v
	}
	return 1 / (1 + math.Exp(-z))
}

// The practice of rivals: in each round a part of the intents are taken for an
// operator's own, with a few phrasings and unknown to the classifier.
const (
	rivalRounds   = 6
	ownPhrasings  = 5
	rivalSampling = 3 // one phrasing in so many is asked
)

// asked is a shipped phrasing that was asked, and the number of its intent.
type asked struct {
	folded string
	intent int
	read   reading
	index  *index
}

// practiseRivals asks shipped phrasings of indices in which some intents are an
// operator's own, and makes an example of each.
func practiseRivals(lang *language, w rivalWeights, of func(asked) (example, bool)) []example {
	rounds := make([][]example, rivalRounds)
	var wait sync.WaitGroup
	for round := range rivalRounds {
		wait.Go(func() {
			for _, a := range rivalRound(lang, round, w) {
				if x, ok := of(a); ok {
					rounds[round] = append(rounds[round], x)
				}
			}
		})
	}
	wait.Wait()
	return slices.Concat(rounds...)
}

// fitRivals fits the odds of rivals, and gives examples of how sure to be of an
// answer where an operator has entries of their own.
func fitRivals(lang *language) (rivalWeights, []example) {
	kinds := customSignalTable()
	w := rivalWeights(fit(practiseRivals(lang, rivalWeights{}, func(a asked) (example, bool) {
		v := a.read.rival
		return example{v.signals[:], v.entry == a.intent, 1}, v.found
	}), kinds[:]))
	return w, practiseRivals(lang, w, func(a asked) (example, bool) {
		s := a.index.signals(a.folded, a.read)
		return example{s[:], len(a.read.entries) > 0 && a.read.entries[0].entry == a.intent, 1}, true
	})
}

// rivalRound is one round; what is asked is of one part of the phrasings, and
// everything is made of the others.
func rivalRound(lang *language, round int, w rivalWeights) (out []asked) {
	part := round % practiceFolds
	own := func(k int) bool { return k%rivalRounds == round && Intents()[k].Name != noIntent }
	kept := func(k, i int) bool { return practiceFold(k, i) != part }
	x := newIndex(lang, rivalSources(own, kept), fitClassifier(lessonsOf(lang, func(k, i int) bool { return !own(k) && kept(k, i) })))
	holders := make([]int, len(Intents()))
	for k, in := range Intents() {
		if holders[k] = k; own(k) || in.Name == noIntent {
			holders[k] = nobody
		}
	}
	x.held(holders)
	x.rivals = w
	for k, in := range Intents() {
		for i := 0; i < len(in.Phrasings); i += rivalSampling {
			if folded := text.Fold(in.Phrasings[i]); !kept(k, i) {
				out = append(out, asked{folded, k, x.read(folded, everything), x})
			}
		}
	}
	return out
}

// rivalSources are the phrasings of a round, each intent an entry: a few of those
// that are the operator's own.
func rivalSources(own func(k int) bool, kept selection) (out []source) {
	for k, in := range Intents() {
		owner, step := k, 1
		if in.Name == noIntent {
			owner = nobody
		}
		if own(k) {
			step = max(1, len(in.Phrasings)/ownPhrasings)
		}
		for i := step / 2; i < len(in.Phrasings); i += step {
			if kept(k, i) {
				out = append(out, source{in.Phrasings[i], owner})
			}
		}
	}
	return out
}
