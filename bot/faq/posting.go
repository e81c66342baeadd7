package faq

import "math"

// posting is a phrasing that has a feature, and the feature's weight there: 18
// bits and 14 bits, since there are a million of them.
type posting uint32

const (
	weightBits = 14
	// maxPhrases is how many phrasings an index takes.
	maxPhrases = 1 << (32 - weightBits)
	fullWeight = 1<<weightBits - 1
)

// newPosting packs a weight of 0 to 1.
func newPosting(phrase int, weight float32) posting {
	w := math.Round(float64(weight) * fullWeight)
	return posting(phrase)<<weightBits | posting(math.Max(0, math.Min(fullWeight, w))) //nolint:gosec // bounded by maxPhrases
}

func (p posting) phrase() int { return int(p >> weightBits) }

// weight is in parts of fullWeight.
func (p posting) weight() float32 { return float32(p & fullWeight) }

// table numbers features from 0. It keeps half of each hash: two of 300,000
// features that have the same half are rarer than one in ten thousand, and are
// taken for each other.
type table struct {
	slots []int32 // number + 1 by place; 0 is free
	half  []uint32
}

// newTable has room for n features; more make it grow.
func newTable(n int) *table {
	size := 1 << 10
	for size < n+n/3 {
		size *= 2
	}
	return &table{slots: make([]int32, size), half: make([]uint32, 0, n)}
}

// find returns the number of a feature.
func (t *table) find(f feature) (int32, bool) {
	half := uint32(f >> 32)
	for i := t.place(half); ; i = (i + 1) & (len(t.slots) - 1) {
		n := t.slots[i]
		if n == 0 {
			return 0, false
		}
		if t.half[n-1] == half {
			return n - 1, true
		}
	}
}

// number returns the number of a feature, a new one if it has none.
func (t *table) number(f feature) int32 {
	if n, ok := t.find(f); ok {
		return n
	}
	return t.add(uint32(f >> 32))
}

// add numbers half a hash that is not there.
func (t *table) add(half uint32) int32 {
	t.half = append(t.half, half)
	if len(t.half)*4 > len(t.slots)*3 {
		t.slots = make([]int32, 2*len(t.slots))
		for i, h := range t.half[:len(t.half)-1] {
			t.put(h, int32(i+1))
		}
	}
	n := int32(len(t.half)) //nolint:gosec // some hundred thousand
	t.put(half, n)
	return n - 1
}

// put stores a number at the first free place.
func (t *table) put(half uint32, n int32) {
	i := t.place(half)
	for t.slots[i] != 0 {
		i = (i + 1) & (len(t.slots) - 1)
	}
	t.slots[i] = n
}

// place is where the search for half a hash begins.
func (t *table) place(half uint32) int { return int(half*2654435769>>4) & (len(t.slots) - 1) }
