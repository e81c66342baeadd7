package faq

import "slices"

// feature is the hash of a part of a text: one to three characters, one or two
// syllables, a concept, or a pair of concepts.
type feature = uint64

// The seeds keep the features of the views apart. The first one and the prime are
// those of FNV-1a.
const (
	seedChars    feature = 14695981039346656037
	seedSounds   feature = 0x9e3779b97f4a7c15
	seedConcepts feature = 0xc2b2ae3d27d4eb4f
	seedWorld    feature = 0x165667b19e3779f9
	prime        feature = 1099511628211
)

// The kinds of features: one to three consecutive characters, one or two consecutive
// syllables, a concept, a concept of the world of classes, a pair of concepts.
const (
	chars1 = iota
	chars2
	chars3
	sounds1
	sounds2
	concepts
	world
	pairs
	featureKinds
)

// view is a group of kinds, from one to before another, with its share in the
// similarity of two texts.
type view struct {
	from, to int
	weight   float64
}

// views returns the three views: characters, syllables, concepts.
func views() [3]view {
	return [...]view{{chars1, sounds1, 0.42}, {sounds1, concepts, 0.16}, {concepts, pairs, 0.42}}
}

// features are the features of a text by kind.
type features [featureKinds][]feature

// features returns the features of a form.
func (f form) features() (out features) {
	n, m := len(f.runes), len(f.syllables)
	buf := make([]feature, 0, 3*n+2*m+len(f.concepts)+len(f.world))
	for kind := range chars3 + 1 {
		if !f.pinyin {
			buf = appendNGrams(buf, f.runes, kind+1)
			out[kind], buf = buf, buf[len(buf):]
		}
	}
	for _, s := range f.syllables {
		buf = append(buf, hashName(seedSounds, s))
	}
	out[sounds1], buf = buf, buf[len(buf):]
	for i := 1; i < m; i++ {
		buf = append(buf, hashName(out[sounds1][i-1]*prime, f.syllables[i]))
	}
	out[sounds2], buf = buf, buf[len(buf):]
	for _, c := range f.concepts {
		buf = append(buf, hashName(seedConcepts, c))
	}
	out[concepts], buf = buf, buf[len(buf):]
	for _, c := range f.world {
		buf = append(buf, hashName(seedWorld, c))
	}
	out[world] = buf
	out[pairs] = conceptPairs(out[concepts])
	return out
}

// maxPairs is the highest number of pairs of concepts of a text.
const maxPairs = 40

// conceptPairs returns a feature for each pair of different concepts, whatever their
// order.
func conceptPairs(concepts []feature) []feature {
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

// appendNGrams appends the features of all n consecutive characters.
func appendNGrams(out []feature, s []rune, n int) []feature {
	for i := n; i <= len(s); i++ {
		hash := seedChars
		for _, r := range s[i-n : i] {
			hash = (hash ^ feature(r)) * prime
		}
		out = append(out, hash)
	}
	return out
}

// hashName continues a hash over the bytes of a name (FNV-1a).
func hashName(hash feature, name string) feature {
	for i := range len(name) {
		hash = (hash ^ feature(name[i])) * prime
	}
	return hash
}

// terms are the numbers of a text's features by kind, sorted; unknownTerm for a
// feature that has none.
type terms [featureKinds][]int32

const unknownTerm = -1

// numbers are the numbers of a text's features by kind, in their order; unknownTerm for a
// feature that has none.
type numbers [featureKinds][]int32

// numbers numbers features.
func (fs features) numbers(number func(kind int, f feature) int32) (out numbers) {
	n := 0
	for _, list := range fs {
		n += len(list)
	}
	buf := make([]int32, 0, n)
	for kind, list := range fs {
		for _, f := range list {
			buf = append(buf, number(kind, f))
		}
		out[kind], buf = buf, buf[len(buf):]
	}
	return out
}

// terms sorts the numbers of features.
func (ns *numbers) terms() (out terms) {
	out = terms(*ns)
	n := out.size()
	buf := make([]int32, 0, n)
	for kind, list := range ns {
		buf = append(buf, list...)
		slices.Sort(buf)
		out[kind], buf = buf, buf[len(buf):]
	}
	return out
}

// terms numbers features and sorts them.
func (fs features) terms(number func(kind int, f feature) int32) (out terms) {
	ns := fs.numbers(number)
	for kind, list := range ns {
		slices.Sort(list)
		out[kind] = list
	}
	return out
}

// size returns the number of features.
func (t *terms) size() (n int) {
	for _, list := range t {
		n += len(list)
	}
	return n
}

// isRepeat reports whether an element of sorted numbers equals the one before it.
func isRepeat(ordered []int32, at int) bool {
	return at > 0 && ordered[at] == ordered[at-1] && ordered[at] != unknownTerm
}
