package app

import (
	"slices"
	"sync"
)

// finalDrawsSize is how many bytes of publications are kept: some 30,000 draws.
const finalDrawsSize = 4 << 20

// finalDraws keeps the publications of classes whose draws have ended: at most so many bytes,
// those that were asked for last.
type finalDraws struct {
	most int
	mu   sync.Mutex
	// kept are the publications, the one that was asked for last at the end.
	kept []finalDraw
}

// finalDraw is the publication of a class. Draws names the draws in it: a file that is
// changed later may draw for another pack.
type finalDraw struct {
	class, draws string
	body         []byte
}

// get returns the publication of a class with these draws, if it is kept.
func (f *finalDraws) get(class, draws string) (body []byte, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.kept, func(k finalDraw) bool { return k.class == class && k.draws == draws })
	if i < 0 {
		return nil, false
	}
	k := f.kept[i]
	f.kept = append(slices.Delete(f.kept, i, i+1), k)
	return k.body, true
}

// put keeps the publication of a class and drops those that were not asked for the longest.
// One that is too large alone is not kept.
func (f *finalDraws) put(class, draws string, body []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = slices.DeleteFunc(f.kept, func(k finalDraw) bool { return k.class == class })
	f.kept = append(f.kept, finalDraw{class, draws, body})
	size := 0
	for i, k := range slices.Backward(f.kept) {
		if size += len(k.body); size > f.most {
			f.kept = slices.Delete(f.kept, 0, i+1)
			return
		}
	}
}
