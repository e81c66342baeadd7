package faq

import (
	"math/rand/v2"
	"slices"
)

// How classes are thinned: how often, which share of the entries and of the further wordings
// is left out, and how much a question to a thinned class counts beside one to a whole class.
const (
	thinRounds    = 2
	thinEntries   = 0.3
	thinWordings  = 0.4
	thinnedWeight = 0.12
)

// thinnedClass is a class with some entries and wordings left out, and its questions. Those
// about an entry that is left out must not be answered now, however near other entries are:
// they are what people ask that an operator did not think of.
type thinnedClass struct {
	matcher *Matcher
	queries []Query
}

// thinnings returns the thinned forms of a class, always the same ones. Of a class whose
// questions are those that every class is asked, no entry is left out.
func thinnings(c OwnClass) (out []thinnedClass) {
	out = append(out, published(c))
	if c.Generic {
		return out
	}
	rng := rand.New(rand.NewPCG(uint64(len(c.Queries)), 7)) //nolint:gosec // which entries are left out is no secret
	for range thinRounds {
		out = append(out, thin(c, rng))
	}
	return out
}

// thin leaves out some entries and wordings of a class.
func thin(c OwnClass, rng *rand.Rand) thinnedClass {
	setup, kept := c.Setup, map[string]bool{}
	setup.Entries = nil
	for _, e := range c.Setup.Entries {
		if rng.Float64() < thinEntries {
			continue
		}
		e.Aliases = slices.DeleteFunc(slices.Clone(e.Aliases), func(string) bool { return rng.Float64() < thinWordings })
		setup.Entries, kept[e.ID] = append(setup.Entries, e), true
	}
	qs := slices.Clone(c.Queries)
	for i := range qs {
		qs[i].IDs = slices.DeleteFunc(slices.Clone(qs[i].IDs), func(id string) bool { return !kept[id] })
	}
	m, _ := New(setup)
	return thinnedClass{m, qs}
}

// published returns a class whose entries are as moderators publish them: one wording, and the
// first clause of an answer.
func published(c OwnClass) thinnedClass {
	setup := c.Setup
	setup.Entries = slices.Clone(c.Setup.Entries)
	for i := range setup.Entries {
		e := &setup.Entries[i]
		if e.Command {
			continue
		}
		e.Aliases = nil
		if clauses := clausesOf(e.Answer); len(clauses) > 0 {
			e.Answer = clauses[0]
		} else {
			e.Answer = e.Title
		}
	}
	m, _ := New(setup)
	return thinnedClass{m, slices.Clone(c.Queries)}
}
