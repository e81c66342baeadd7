package faq

import "math"

// posting is the number of a phrasing that has a feature (18 bits) and the feature's
// weight in it (14 bits). An index has about a million, so they are packed.
type posting uint32

const (
	weightBits = 14
	// maxPhrases is the highest number of phrasings of an index.
	maxPhrases = 1 << (32 - weightBits)
	fullWeight = 1<<weightBits - 1
)

// newPosting packs a weight of 0 to 1.
func newPosting(phrase int, weight float32) posting {
	w := math.Round(float64(weight) * fullWeight)
	return posting(phrase)<<weightBits | posting(math.Max(0, math.Min(fullWeight, w)))
}

func (p posting) phrase() int { return int(p >> weightBits) }

// weight returns the weight in units of 1/fullWeight.
func (p posting) weight() float32 { return float32(p & fullWeight) }

// featureNumbers is a hash table that numbers features from 0. It keeps the upper
// half of each hash. Two features with the same half are treated as one. Of features that
// compete for a slot the one further from its place has it ("Robin Hood"), so that a search ends
// early although only a fifth of the slots is free.
type featureNumbers struct {
	slots []numbered
	count int
}

// numbered is the upper half of a feature's hash with its number plus 1, or 0 if the slot is
// free. Both stand together, because a search looks at several slots.
type numbered struct {
	half   uint32
	number int32
}

// newFeatureNumbers returns a table with room for n features. It grows when more are
// added.
func newFeatureNumbers(n int) *featureNumbers {
	return &featureNumbers{slots: make([]numbered, max(1<<10, n+n/4+1))}
}

// find returns the number of a feature.
func (t *featureNumbers) find(f feature) (int32, bool) {
	half := uint32(f >> 32)
	for i, away := t.place(half), 0; ; i, away = t.after(i), away+1 {
		switch s := t.slots[i]; {
		case s.number != 0 && s.half == half:
			return s.number - 1, true
		case s.number == 0 || t.away(i) < away:
			return 0, false
		}
	}
}

// number returns the number of a feature and assigns one if necessary.
func (t *featureNumbers) number(f feature) int32 {
	if n, ok := t.find(f); ok {
		return n
	}
	return t.add(uint32(f >> 32))
}

// add numbers a half hash that is not in the table yet.
func (t *featureNumbers) add(half uint32) int32 {
	if (t.count+1)*5 > len(t.slots)*4 {
		smaller := t.slots
		t.slots = make([]numbered, 2*len(smaller))
		for _, s := range smaller {
			if s.number != 0 {
				t.put(s)
			}
		}
	}
	t.count++
	t.put(numbered{half, int32(t.count)})
	return int32(t.count - 1)
}

// put stores a feature.
func (t *featureNumbers) put(s numbered) {
	for i, away := t.place(s.half), 0; ; i, away = t.after(i), away+1 {
		if t.slots[i].number == 0 {
			t.slots[i] = s
			return
		}
		if other := t.away(i); other < away {
			s, t.slots[i], away = t.slots[i], s, other
		}
	}
}

// away returns how many slots behind its place the feature in a slot is.
func (t *featureNumbers) away(slot int) int {
	d := slot - t.place(t.slots[slot].half)
	if d < 0 {
		d += len(t.slots)
	}
	return d
}

// compact returns a table of the same numbers without spare memory.
func (t *featureNumbers) compact() *featureNumbers {
	out := newFeatureNumbers(t.count)
	out.count = t.count
	for _, s := range t.slots {
		if s.number != 0 {
			out.put(s)
		}
	}
	return out
}

// halves returns the upper half of the hash of each feature, by its number.
func (t *featureNumbers) halves() []uint32 {
	out := make([]uint32, t.count)
	for _, s := range t.slots {
		if s.number != 0 {
			out[s.number-1] = s.half
		}
	}
	return out
}

// place returns the slot at which the search for a half hash begins: the product's upper
// half is spread evenly over any number of slots.
func (t *featureNumbers) place(half uint32) int {
	return int(uint64(half*2654435769) * uint64(len(t.slots)) >> 32)
}

// after returns the slot that is looked at next.
func (t *featureNumbers) after(slot int) int {
	if slot++; slot < len(t.slots) {
		return slot
	}
	return 0
}
