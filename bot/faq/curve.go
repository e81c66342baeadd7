package faq

import (
	"cmp"
	"slices"
)

// RecallAt returns the highest share of the questions in scope that any bound of the answer
// band answers rightly while the answers keep a precision. It compares confidences without
// their bounds; a bound chosen beforehand reaches less.
func RecallAt(js []Judged, precision float64) (recall float64) {
	sorted := make([]*Judged, len(js))
	inScope := 0
	for i := range js {
		if sorted[i] = &js[i]; len(js[i].IDs) > 0 {
			inScope++
		}
	}
	slices.SortFunc(sorted, func(a, b *Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	right, answered := 0.0, 0.0
	for _, j := range sorted {
		if j.askBack || len(j.Hits) == 0 {
			continue
		}
		if answered++; j.Right() {
			right++
		}
		if right/answered >= precision {
			recall = right / float64(max(1, inScope))
		}
	}
	return recall
}
