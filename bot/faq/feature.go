package faq

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

// views are the features of a text, by what they are made of.
type views struct {
	// chars are runs of one, two and three characters.
	chars [3][]feature
	// sounds are runs of one and two syllables.
	sounds   [2][]feature
	concepts []feature
}

// views are the features of a form.
func (f form) views() (v views) {
	for i := range v.chars {
		if !f.spelled {
			v.chars[i] = runs(f.runes, i+1)
		}
	}
	for i, s := range f.syllables {
		v.sounds[0] = append(v.sounds[0], hashed(seedSounds, s))
		if i > 0 {
			v.sounds[1] = append(v.sounds[1], hashed(hashed(seedSounds, f.syllables[i-1])*prime, s))
		}
	}
	v.concepts = make([]feature, len(f.concepts))
	for i, c := range f.concepts {
		v.concepts[i] = hashed(seedConcepts, c)
	}
	return v
}

// runs are the features of n characters after each other.
func runs(s []rune, n int) []feature {
	out := make([]feature, 0, max(0, len(s)-n+1))
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

// lists are the features view by view.
func (v views) lists() [3][][]feature {
	return [3][][]feature{v.chars[:], v.sounds[:], {v.concepts}}
}
