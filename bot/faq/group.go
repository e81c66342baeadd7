package faq

import (
	"cmp"
	"slices"

	"zhujiao/bot/text"
)

// Group is a set of texts that ask the same.
type Group struct {
	// Texts are numbers of the texts that were grouped, the most typical first.
	Texts []int
	// Hits are the entries that the most typical may mean.
	Hits []Hit
}

// alike is how like two texts are of one group.
const alike = 0.42

// Group puts texts together that ask the same by the matcher's own measure, the
// largest group first. Who asks often counts often.
func (m *Matcher) Group(texts []string) []Group {
	sources, same := distinct(texts)
	x := indexOf(m.index.lang, sources, nil, 0) // what is frequent here is what is looked for
	near := make([][]int, len(sources))
	for i, s := range sources {
		near[i] = []int{i}
		for _, v := range x.like(x.look(x.lang.read(s.phrase).features()), i) {
			// like weighs the likest phrasing of an owner, who has only this one
			if v.value >= 0.8*alike {
				near[i] = append(near[i], v.entry)
			}
		}
	}
	return m.groups(sources, near, same)
}

// distinct are the texts that differ when folded, each its own owner, and which of
// the texts each stands for.
func distinct(texts []string) (sources []source, same [][]int) {
	at := map[string]int{}
	for i, t := range texts {
		folded := cutRunes(text.Fold(t))
		n, seen := at[folded]
		if !seen {
			n = len(sources)
			at[folded], sources, same = n, append(sources, source{folded, n}), append(same, nil)
		}
		same[n] = append(same[n], i)
	}
	return sources, same
}

// groups takes the text that most are like, with those, then goes on with the
// rest.
func (m *Matcher) groups(sources []source, near, same [][]int) (out []Group) {
	order, sizes := indices(len(sources)), make([]int, len(sources))
	for i, others := range near {
		for _, j := range others {
			sizes[i] += len(same[j])
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	taken := make([]bool, len(sources))
	for _, i := range order {
		if taken[i] {
			continue
		}
		g := Group{Hits: m.Match(sources[i].phrase).Hits}
		slices.Sort(near[i][1:])
		for _, j := range near[i] {
			if !taken[j] {
				taken[j] = true
				g.Texts = append(g.Texts, same[j]...)
			}
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b Group) int { return cmp.Compare(len(b.Texts), len(a.Texts)) })
	return out
}

func cutRunes(s string) string {
	n := 0
	for i := range s {
		if n++; n > MaxRunes {
			return s[:i]
		}
	}
	return s
}

// Change is a text that is answered differently.
type Change struct {
	Text string
	// Times counts how often it was written.
	Times         int
	Before, After Result
	// Reworded tells that the entry which answers after says something else than
	// before.
	Reworded bool
}

// Replay compares what two matchers make of texts and returns those that change,
// the most frequent first; reworded tells whether an entry says something else
// after, nil that none does. Each text is matched once, however often it comes;
// step is called for every text.
func Replay(before, after *Matcher, texts []string, reworded func(id string) bool, step func()) []Change {
	at := map[string]int{} // folded text → its change, or none
	const none = -1
	var out []Change
	for _, t := range texts {
		step()
		folded := text.Fold(t)
		i, seen := at[folded]
		if !seen {
			c := Change{Text: t, Before: before.Match(folded), After: after.Match(folded)}
			c.Reworded = c.After.Band == Answer && reworded != nil && reworded(c.After.Hits[0].ID)
			i = none
			if c.Reworded || !same(c.Before, c.After) {
				i = len(out)
				out = append(out, c)
			}
			at[folded] = i
		}
		if i != none {
			out[i].Times++
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(b.Times, a.Times) })
	return out
}

// same tells whether people would see the same.
func same(a, b Result) bool {
	if a.Band != b.Band || a.Band == None {
		return a.Band == b.Band
	}
	if a.Band == Answer {
		return a.Hits[0].ID == b.Hits[0].ID
	}
	return slices.EqualFunc(a.Hits, b.Hits, func(x, y Hit) bool { return x.ID == y.ID })
}

// Confusion is an operator's phrasing that would be answered by another entry if
// the phrasing were not there itself: the two are hard to tell apart.
type Confusion struct {
	Phrase, ID, Other string
	// Confidence is of the other.
	Confidence float64
}

// Confusions finds the operator's phrasings that another entry would answer.
func (m *Matcher) Confusions() (out []Confusion) {
	for i, p := range m.index.phrases {
		folded := text.Fold(p)
		owner, own := m.exact[folded]
		if !own || int(m.index.owners[i]) != owner {
			continue
		}
		r := m.index.read(folded, i)
		if len(r.entries) == 0 || r.entries[0].entry == owner {
			continue
		}
		if c := m.weights.Confidence(m.index.signals(folded, r)); c >= m.bounds.Answer {
			out = append(out, Confusion{p, m.entries[owner].ID, m.entries[r.entries[0].entry].ID, c})
		}
	}
	return out
}
