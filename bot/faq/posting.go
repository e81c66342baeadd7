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
// half of each hash. Two features with the same half are treated as one.
type featureNumbers struct {
	slots  []int32 // the number plus 1, or 0 if the slot is free
	hashes []uint32
}

// newFeatureNumbers returns a table with room for n features. It grows when more are
// added.
func newFeatureNumbers(n int) *featureNumbers {
	return &featureNumbers{slots: make([]int32, max(1<<10, n+n/4+1)), hashes: make([]uint32, 0, n)}
}

// find returns the number of a feature.
func (t *featureNumbers) find(f feature) (int32, bool) {
	half := uint32(f >> 32)
	for i := t.place(half); ; i = t.after(i) {
		n := t.slots[i]
		if n == 0 {
			return 0, false
		}
		if t.hashes[n-1] == half {
			return n - 1, true
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
	t.hashes = append(t.hashes, half)
	if len(t.hashes)*5 > len(t.slots)*4 {
		t.slots = make([]int32, 2*len(t.slots))
		for i, h := range t.hashes[:len(t.hashes)-1] {
			t.put(h, int32(i+1))
		}
	}
	n := int32(len(t.hashes))
	t.put(half, n)
	return n - 1
}

// put stores a number in the first free slot for its hash.
func (t *featureNumbers) put(half uint32, n int32) {
	i := t.place(half)
	for t.slots[i] != 0 {
		i = t.after(i)
	}
	t.slots[i] = n
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
