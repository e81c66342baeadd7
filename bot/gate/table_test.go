package gate_test

import (
	"math/rand/v2"
	"testing"

	"zhujiao/bot/gate"
)

// TestTable: a table is a map of the upper halves of hashes, also when it is full, cleared and
// full again.
func TestTable(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	var table gate.Table
	for range 3 {
		want := map[uint64]uint64{}
		for range 20_000 {
			k := uint64(1+random.IntN(3000)) << 32
			if k%5 == 0 {
				k = 1<<33 | uint64(random.IntN(40))<<52 // many that begin at the same slot
			}
			got, found := table.Get(k)
			if v, there := want[k]; found != there || there && got != v {
				t.Fatalf("%x: got %d, %v, want %d, %v", k, got, found, v, there)
			}
			if random.IntN(2) == 0 {
				want[k] = random.Uint64()
				table.Put(k, want[k])
			}
		}
		if table.Used() != len(want) {
			t.Errorf("%d entries, want %d", table.Used(), len(want))
		}
		table.Clear()
	}
}
