package faq //nolint:testpackage // the table is used inside the package only

import (
	"math/rand/v2"
	"testing"
)

// TestFeatureNumbers numbers features in their order, finds them again, and takes no more
// room than was asked for.
func TestFeatureNumbers(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 823, 5000, 150001, 150002, 150003} {
		rng, table, grown := rand.New(rand.NewPCG(1, uint64(n))), newFeatureNumbers(n), newFeatureNumbers(0)
		slots, known := len(table.slots), map[uint32]int32{}
		for len(known) < n {
			half := rng.Uint32()
			if _, again := known[half]; again {
				continue
			}
			want := int32(len(known))
			known[half] = want
			f := feature(half)<<32 | feature(rng.Uint32())
			if got := table.number(f); got != want || grown.number(f) != want {
				t.Fatalf("feature %d of %d is number %d", want, n, got)
			}
		}
		for half, want := range known {
			for _, x := range []*featureNumbers{table, grown} {
				if got, ok := x.find(feature(half) << 32); !ok || got != want {
					t.Fatalf("feature %d of %d is found as %d, %v", want, n, got, ok)
				}
			}
		}
		if len(table.slots) != slots {
			t.Errorf("a table for %d features grew from %d slots to %d", n, slots, len(table.slots))
		}
		for half := range feature(1000) {
			if _, is := known[uint32(half)]; is {
				continue
			}
			if got, ok := table.find(half << 32); ok {
				t.Fatalf("feature %d is none of %d, but number %d", half, n, got)
			}
		}
	}
}
