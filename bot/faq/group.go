package faq

import (
	"cmp"
	"slices"

	"zhujiao/bot/text"
)

// Group is a set of texts that ask the same thing.
type Group struct {
	// Texts are indices into the grouped texts, the most typical one first.
	Texts []int
	// Hits are the entries that the most typical text may mean.
	Hits []Hit
}

// groupSimilarity is the lowest similarity of two texts of one group.
const groupSimilarity = 0.42

// Group puts texts together that are similar by the matcher's own measure, the
// largest group first. Equal texts count each time they occur.
func (m *Matcher) Group(texts []string) []Group {
	sources, copies := distinctTexts(texts)
	x := indexOf(m.index.lang, sources, nil, 0) // frequent features count too
	similar := make([][]int, len(sources))
	for i, s := range sources {
		similar[i] = []int{i}
		for _, v := range x.similarities(x.termsOf(x.lang.read(s.phrase).features()), i) {
			// similarities gives an owner's best phrasing the weight 0.8, and here each
			// owner has only one
			if v.value >= 0.8*groupSimilarity {
				similar[i] = append(similar[i], v.entry)
			}
		}
	}
	return m.groups(sources, similar, copies)
}

// distinctTexts returns the texts that differ when folded, each as an owner of its
// own, and for each of them the indices of the texts that are equal to it.
func distinctTexts(texts []string) (sources []ownedPhrase, copies [][]int) {
	numbers := map[string]int{}
	for i, t := range texts {
		folded := cutRunes(text.Fold(t))
		n, seen := numbers[folded]
		if !seen {
			n = len(sources)
			numbers[folded], sources, copies = n, append(sources, ownedPhrase{folded, n}), append(copies, nil)
		}
		copies[n] = append(copies[n], i)
	}
	return sources, copies
}

// groups builds groups greedily: it takes the text that the most others are similar
// to, together with these, and continues with the rest.
func (m *Matcher) groups(sources []ownedPhrase, similar, copies [][]int) (out []Group) {
	order, sizes := indices(len(sources)), make([]int, len(sources))
	for i, others := range similar {
		for _, j := range others {
			sizes[i] += len(copies[j])
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	grouped := make([]bool, len(sources))
	for _, i := range order {
		if grouped[i] {
			continue
		}
		g := Group{Hits: m.Match(sources[i].phrase).Hits}
		slices.Sort(similar[i][1:])
		for _, j := range similar[i] {
			if !grouped[j] {
				grouped[j] = true
				g.Texts = append(g.Texts, copies[j]...)
			}
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b Group) int { return cmp.Compare(len(b.Texts), len(a.Texts)) })
	return out
}

// cutRunes returns the first MaxRunes characters of a text.
func cutRunes(s string) string {
	n := 0
	for i := range s {
		if n++; n > MaxRunes {
			return s[:i]
		}
	}
	return s
}
