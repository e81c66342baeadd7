package faq

import (
	_ "embed"
	"errors"
	"math"
	"slices"
	"sync"
)

//go:embed data/topics.bin
var topicModel string

// topics says which matters of the world of classes a text resembles. A matter is a line of
// data/topics.txt, or a concept with its words. A feature speaks for a matter by how much
// oftener that has it than the others do. The strings are parts of the program's file, as
// store wrote it: the system keeps in memory what questions need of them.
type topics struct {
	count int
	// hashes is the upper half of the hash of each feature, sorted, in four bytes each.
	hashes string
	// The weights of feature i are those before ends i and not before ends i-1, four bytes each.
	ends string
	// weights are a topic and a weight, two bytes each.
	weights string
}

// topicWeight is how much something speaks for a matter, 0 to 1 in units of topicUnit.
type topicWeight struct{ topic, weight uint16 }

// topicUnit is the weight of 1.
const topicUnit = math.MaxUint16

// topicKinds are the features that speak for matters, with how much they do.
func topicKinds() [4]struct {
	kind   int
	weight float64
} {
	return [...]struct {
		kind   int
		weight float64
	}{{chars1, 0.2}, {chars2, 0.65}, {concepts, 0.65}, {world, 1}}
}

//nolint:gochecknoglobals // a constant that the language cannot express
var shippedTopics = sync.OnceValue(func() *topics {
	t, err := loadTopics(topicModel)
	if err != nil {
		panic(err) // a programmer's error, seen by every test
	}
	return t
})

// loadTopics decodes what topicCounts.store encoded. It copies nothing.
func loadTopics(data string) (*topics, error) {
	const head = 8
	if len(data) < head {
		return nil, errStaleTopics
	}
	n := int(numberAt(data, 1))
	if t := (&topics{count: int(numberAt(data, 0))}); len(data) >= head+8*n {
		t.hashes, t.ends, t.weights = data[head:head+4*n], data[head+4*n:head+8*n], data[head+8*n:]
		if len(t.weights) == 4*t.end(n-1) {
			return t, nil
		}
	}
	return nil, errStaleTopics
}

var errStaleTopics = errors.New("data/topics.bin is no model of matters: run zhujiao faq learn")

// numberAt returns the i-th number of four bytes.
func numberAt(s string, i int) uint32 {
	return uint32(s[4*i])<<24 | uint32(s[4*i+1])<<16 | uint32(s[4*i+2])<<8 | uint32(s[4*i+3])
}

// end returns where the weights of a feature end.
func (t *topics) end(i int) int {
	if i < 0 {
		return 0
	}
	return int(numberAt(t.ends, i))
}

// find returns which weights are those of a feature, from before to; none if it has none.
func (t *topics) find(f feature) (from, to int) {
	half := uint32(f >> 32)
	low, high := 0, len(t.hashes)/4
	for low < high {
		if mid := (low + high) / 2; numberAt(t.hashes, mid) < half {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(t.hashes)/4 || numberAt(t.hashes, low) != half {
		return 0, 0
	}
	return t.end(low - 1), t.end(low)
}

// weight returns the i-th weight.
func (t *topics) weight(i int) topicWeight {
	w := numberAt(t.weights, i)
	return topicWeight{uint16(w >> 16), uint16(w)}
}

// topicsAbout is how much a text is about each matter. It is used again for another text.
type topicsAbout struct {
	all     []float32 // by matter; the squares add up to 1
	touched []int32   // the matters that the text is about at all
}

// read finds out how much a text with some features is about each matter, in a class with a subject.
func (a *topicsAbout) read(t *topics, fs features, subject subject) {
	if len(a.all) != t.count {
		a.all = make([]float32, t.count)
	}
	for _, topic := range a.touched {
		a.all[topic] = 0
	}
	a.touched = a.touched[:0]
	for _, k := range topicKinds() {
		for i, f := range fs[k.kind] {
			if slices.Contains(fs[k.kind][:i], f) {
				continue
			}
			a.add(t, f, float32(subject.share(f)))
		}
	}
	square := float32(0)
	for _, topic := range a.touched {
		square += a.all[topic] * a.all[topic]
	}
	scale := 1 / float32(math.Sqrt(float64(square))+1e-9)
	for _, topic := range a.touched {
		a.all[topic] *= scale
	}
}

// add adds the matters for which a feature speaks, which counts so much.
func (a *topicsAbout) add(t *topics, f feature, share float32) {
	for from, to := t.find(f); from < to; from++ {
		w := t.weight(from)
		if w.weight == 0 {
			continue
		}
		if a.all[w.topic] == 0 {
			a.touched = append(a.touched, int32(w.topic))
		}
		a.all[w.topic] += share * float32(w.weight)
	}
}

// textTopics are the matters that a text of a file is about most.
type textTopics [12]topicWeight

// most returns the matters that a text is about most.
func (a *topicsAbout) most() (out textTopics) {
	order := a.greatest(len(out))
	square := 0.0
	for _, i := range order {
		square += float64(a.all[i]) * float64(a.all[i])
	}
	for n, i := range order {
		out[n] = topicWeight{uint16(i), uint16(topicUnit * float64(a.all[i]) / (math.Sqrt(square) + 1e-9))}
	}
	return out
}

// greatest returns the n matters that the text is about most, the greatest first; of equal ones
// that with the lower number.
func (a *topicsAbout) greatest(n int) []int32 {
	more := func(i, j int32) bool { return a.all[i] > a.all[j] || a.all[i] == a.all[j] && i < j }
	out := make([]int32, 0, n+1)
	for _, i := range a.touched {
		if len(out) == n && !more(i, out[n-1]) {
			continue
		}
		at := len(out)
		for at > 0 && more(i, out[at-1]) {
			at--
		}
		out = slices.Insert(out, at, i)
		out = out[:min(len(out), n)]
	}
	return out
}

// likeness returns how alike the matters of two texts are, 0 to 1.
func (t *textTopics) likeness(question []float32) float64 {
	sum := float32(0)
	for _, w := range t {
		sum += float32(w.weight) * question[w.topic]
	}
	return float64(sum) / topicUnit
}
