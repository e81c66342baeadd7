package faq

import (
	"slices"

	"zhujiao/bot/text"
)

// silenceBound is the similarity from which an own wording answers a phrasing that must not
// be answered otherwise, silenceMost the number of wordings that are looked at.
const (
	silenceBound = 0.5
	silenceMost  = 1000
)

// answeredByFile returns the phrasings that must not be answered, but that a wording of the
// file has: what no class is about is what this one has an entry for (ipad能看吗 beside an
// entry about iPads).
func answeredByFile(x *index, own []ownedPhrase) (out []int32) {
	sums := make([]float32, len(x.owners))
	var vector []weighted
	for _, p := range own[:min(len(own), silenceMost)] {
		vector = x.appendVector(vector[:0], x.termsOf(x.lang.read(text.Fold(p.phrase)).features()))
		for _, f := range vector {
			weight := f.weight / fullWeight
			for _, q := range x.postings[x.postingEnds[f.id]:x.postingEnds[f.id+1]] {
				sums[q.phrase()] += weight * q.weight()
			}
		}
		for i, s := range sums {
			if s >= silenceBound && x.owners[i] == noEntry {
				out = append(out, int32(i))
			}
		}
		clear(sums)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
