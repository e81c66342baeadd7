package faq

import "math"

// customSignals are measured by the constants that begin with custom.
type customSignals [customSignalCount]float64

// customWeights are those of the logistic regression that turns these signals into
// odds; the last one is the constant.
type customWeights [customSignalCount + 1]float64

// customMatch is the custom entry that is most similar to a question, if there is
// one, and the probability that it is meant. A custom entry is one of the operator's
// that has no built-in intent, so that the classifier has never seen it.
type customMatch struct {
	found   bool
	entry   int
	signals customSignals
	odds    float64
}

// bestCustom finds the custom entry that is most similar to a question. Without a
// classifier it finds none, since similarity alone decides then.
func (x *index) bestCustom(similarities []score, r reading) (out customMatch) {
	if x.classifier == nil {
		return out
	}
	first, second, known, outOfScope := 0.0, 0.0, 0.0, 0.0
	for _, s := range similarities {
		switch {
		case s.entry == noEntry:
			outOfScope = s.value
		case x.hasIntent[s.entry+1]:
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
	s[customLeadOverKnown], s[customLeadOverOutOfScope] = first-known, first-outOfScope
	for at, p := range r.odds {
		if x.intentOwners[at] == noEntry {
			s[customOutOfScopeOdds] = p
		} else {
			s[customHighestOtherOdds] = math.Max(s[customHighestOtherOdds], p)
		}
	}
	s[customCharCoverage], s[customPairCoverage], s[customRarestUncovered] = r.compared.coverage(x, out.entry)
	s[customShort] = 1 / float64(len(r.form.runes)+1)
	out.odds = logistic(x.custom[:], s[:])
	return out
}

// applyCustom gives the best custom entry its probability and scales those of the
// classifier, so that all still add up to 1.
func (r *reading) applyCustom(best customMatch) {
	r.custom = best
	for at := range r.odds {
		r.odds[at] *= 1 - best.odds
	}
}

// logistic returns the probability that a logistic regression gives for some
// signals. There is one weight per signal, then the constant.
func logistic(weights, signals []float64) float64 {
	z := weights[len(signals)]
	for i, v := range signals {
		z += weights[i] * v
	}
	return 1 / (1 + math.Exp(-z))
}
