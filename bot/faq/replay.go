package faq

import (
	"cmp"
	"slices"

	"zhujiao/bot/text"
)

// Change is a text that two matchers treat differently.
type Change struct {
	Text string
	// Times is how often the text occurs.
	Times         int
	Before, After Result
	// Reworded is set if the entry that answers afterwards has another answer than
	// before.
	Reworded bool
}

// Replay returns the texts that two matchers treat differently, the most frequent
// first. reworded reports whether the answer of an entry differs; nil means that
// none does. Each distinct text is matched once; step is called for every text.
func Replay(before, after *Matcher, texts []string, reworded func(id string) bool, step func()) []Change {
	changes := map[string]int{} // folded text → index of its change, or none
	const none = -1
	var out []Change
	for _, t := range texts {
		step()
		folded := text.Fold(t)
		i, seen := changes[folded]
		if !seen {
			c := Change{Text: t, Before: before.Match(folded), After: after.Match(folded)}
			c.Reworded = c.After.Band == Answer && reworded != nil && reworded(c.After.Hits[0].ID)
			i = none
			if c.Reworded || !sameAnswer(c.Before, c.After) {
				i = len(out)
				out = append(out, c)
			}
			changes[folded] = i
		}
		if i != none {
			out[i].Times++
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(b.Times, a.Times) })
	return out
}

// sameAnswer reports whether people would see the same reply.
func sameAnswer(a, b Result) bool {
	if a.Band != b.Band || a.Band == None {
		return a.Band == b.Band
	}
	if a.Band == Answer {
		return a.Hits[0].ID == b.Hits[0].ID
	}
	return slices.EqualFunc(a.Hits, b.Hits, func(x, y Hit) bool { return x.ID == y.ID })
}

// Confusion is an operator's phrasing that another entry would answer if the phrasing
// were not listed: the two entries are hard to tell apart.
type Confusion struct {
	Phrase, ID, Other string
	// Confidence is that of the other entry.
	Confidence float64
}

// Confusions returns the operator's phrasings that another entry would answer.
func (m *Matcher) Confusions() (out []Confusion) {
	for i, p := range m.index.phrases {
		folded := text.Fold(p)
		owner, isOwn := m.exact[folded]
		if !isOwn || int(m.index.owners[i]) != owner {
			continue
		}
		r := m.index.read(folded, i)
		if len(r.entries) == 0 || r.entries[0].entry == owner {
			continue
		}
		s := m.index.signals(r)
		if c := m.fit.of(s).Confidence(s); c >= m.fit.of(s).Answer {
			out = append(out, Confusion{p, m.entries[owner].ID, m.entries[r.entries[0].entry].ID, c})
		}
	}
	return out
}
