package faq

import (
	"math"
	"slices"
)

// leaningUnit is the value of a leaning of 1 before it is rounded.
const leaningUnit = 127

// leaningOf returns the leaning of a text with some terms.
func (x *index) leaningOf(t terms) []int8 {
	if x.classifier == nil {
		return nil
	}
	return x.leaning(x.classifier.odds(classifierInputs(t)))
}

// leaning returns what the classifier thinks of a text, by its odds: their logarithms by
// class, about their mean, scaled to the length 1. Two texts about the same kind of thing
// lean alike, even if they share no word and no class is about it.
func (x *index) leaning(classes []float64) []int8 {
	if x.classifier == nil || x.without&Leanings != 0 {
		return nil
	}
	odds := slices.Clone(classes)
	mean, square := 0.0, 0.0
	for k, p := range odds {
		odds[k] = math.Log(p + 1e-4)
		mean += odds[k] / float64(len(odds))
	}
	for k := range odds {
		odds[k] -= mean
		square += odds[k] * odds[k]
	}
	out := make([]int8, len(odds))
	for k, o := range odds {
		out[k] = int8(math.Round(leaningUnit * o / (math.Sqrt(square) + 1e-9)))
	}
	return out
}

// leans is how alike the classifier finds a question and a wording, -1 to 1.
func (v *fileView) leans(wording int, leaning []int8) float64 {
	dot := int32(0)
	of := v.leanings[wording*len(leaning):][:len(leaning)]
	for k, w := range leaning {
		dot += int32(w) * int32(of[k])
	}
	return float64(dot) / (leaningUnit * leaningUnit)
}
