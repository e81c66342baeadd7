package faq

import "slices"

// feature is a part of a text as a hash: one to three characters, one or two
// syllables, or a concept. Two parts with one hash would be taken for each other;
// with 64 bits that does not happen.
type feature = uint64

// The seeds keep the views apart: they differ in all their bits, or the letter n
// would be taken for the sound l. The first one and the prime are FNV-1a's.
const (
	seedChars    feature = 14695981039346656037
	seedSounds   feature = 0x9e3779b97f4a7c15
	seedConcepts feature = 0xc2b2ae3d27d4eb4f
	prime        feature = 1099511628211
)

// The kinds of features: one to three characters after each other, one and two
// syllables, concepts, two concepts together.
const (
	chars1 = iota
	chars2
	chars3
	sounds1
	sounds2
	concepts
	pairs
	kinds
)

// view is what a text is looked at as: features from one kind to before another,
// and what they weigh in the likeness of two texts.
type view struct {
	from, to int
	weight   float64
}

// views are the three: characters, sounds, concepts.
func views() [3]view {
	return [...]view{{chars1, sounds1, 0.42}, {sounds1, concepts, 0.16}, {concepts, pairs, 0.42}}
}

// features are those of a text, by kind.
type features [kinds][]feature

// features are those of a form.
func (f form) features() (out features) {
	n, m := len(f.runes), len(f.syllables)
	room := make([]feature, 0, 3*n+2*m+len(f.concepts))
	for kind := range chars3 + 1 {
		if !f.spelled {
			room = runs(room, f.runes, kind+1)
			out[kind], room = room, room[len(room):]
		}
	}
	for _, s := range f.syllables {
		room = append(room, hashed(seedSounds, s))
	}
	out[sounds1], room = room, room[len(room):]
	for i := 1; i < m; i++ {
		room = append(room, hashed(out[sounds1][i-1]*prime, f.syllables[i]))
	}
	out[sounds2], room = room, room[len(room):]
	for _, c := range f.concepts {
		room = append(room, hashed(seedConcepts, c))
	}
	out[concepts] = room
	out[pairs] = paired(room)
	return out
}

// maxPairs bounds the pairs of concepts of a text.
const maxPairs = 40

// paired are the concepts that occur together, in whichever order.
func paired(concepts []feature) []feature {
	n := len(concepts)
	out := make([]feature, 0, min(maxPairs, n*(n-1)/2))
	for i, a := range concepts {
		for _, b := range concepts[i+1:] {
			if a != b && len(out) < maxPairs {
				out = append(out, (min(a, b)*prime^max(a, b))*prime)
			}
		}
	}
	return out
}

// runs appends the features of n characters after each other.
func runs(out []feature, s []rune, n int) []feature {
	for i := n; i <= len(s); i++ {
		h := seedChars
		for _, r := range s[i-n : i] {
			h = (h ^ feature(r)) * prime //nolint:gosec // not negative
		}
		out = append(out, h)
	}
	return out
}

// hashed goes on with a hash over the bytes of a name (FNV-1a).
func hashed(h feature, name string) feature {
	for i := range len(name) {
		h = (h ^ feature(name[i])) * prime
	}
	return h
}

// terms are the numbers of a text's features, each kind in order; unwritten for
// those that no phrasing has.
type terms [kinds][]int32

const unwritten = -1

// terms numbers features.
func (fs features) terms(number func(kind int, f feature) int32) (out terms) {
	n := 0
	for _, list := range fs {
		n += len(list)
	}
	room := make([]int32, 0, n)
	for kind, list := range fs {
		for _, f := range list {
			room = append(room, number(kind, f))
		}
		slices.Sort(room)
		out[kind], room = room, room[len(room):]
	}
	return out
}

// size is how many features there are.
func (t *terms) size() (n int) {
	for _, list := range t {
		n += len(list)
	}
	return n
}

// repeated tells whether a place in ordered numbers has what the one before has.
func repeated(ordered []int32, at int) bool {
	return at > 0 && ordered[at] == ordered[at-1] && ordered[at] != unwritten
}
