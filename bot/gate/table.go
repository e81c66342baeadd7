package gate

// table is a map of hashes in 12 bytes a slot, where Go's map takes 17, and with nothing that
// the collector has to look at. The zero value is an empty table.
type table struct {
	tags    []uint32 // the upper half of the hash; 0 for an empty slot
	entries []entry
	used    int
}

// tableMin is how many slots a table has at first. Their number is a power of two, and at
// least a quarter of them is empty.
const tableMin = 64

// tagOf returns the half of a hash by which a table knows it. The lower half chooses the shard.
func tagOf(k uint64) uint32 { return max(1, uint32(k>>32)) }

// slot returns the slot of a tag, or the empty one where it belongs.
func (t *table) slot(tag uint32) uint32 {
	last := uint32(len(t.tags) - 1) //nolint:gosec // far below 2^32
	i := tag & last
	for t.tags[i] != tag && t.tags[i] != 0 {
		i = (i + 1) & last
	}
	return i
}

// get returns the entry of a hash.
func (t *table) get(k uint64) (entry, bool) {
	if t.used == 0 {
		return 0, false
	}
	i := t.slot(tagOf(k))
	return t.entries[i], t.tags[i] != 0
}

// put sets the entry of a hash.
func (t *table) put(k uint64, v entry) {
	if 4*(t.used+1) > 3*len(t.tags) {
		t.grow()
	}
	t.set(tagOf(k), v)
}

func (t *table) set(tag uint32, v entry) {
	i := t.slot(tag)
	if t.tags[i] == 0 {
		t.used++
	}
	t.tags[i], t.entries[i] = tag, v
}

// grow doubles the number of slots.
func (t *table) grow() {
	n := max(tableMin, 2*len(t.tags))
	wider := table{tags: make([]uint32, n), entries: make([]entry, n)}
	for i, tag := range t.tags {
		if tag != 0 {
			wider.set(tag, t.entries[i])
		}
	}
	*t = wider
}

// clear makes the table empty. It keeps its slots.
func (t *table) clear() {
	clear(t.tags)
	t.used = 0
}
