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
	// features are, by the upper half of the hash: that half, where the weights end, which begin
	// where those before end, and their length. It is one list, because what stands beside each
	// other is read from memory at once.
	features string
	// first is by the upper bits of a hash the first feature that has these, so that a search
	// reads a few next to each other.
	first []int32
	// weights are a topic and a weight, two bytes each.
	weights string
}

// The numbers of each of topics.features, four bytes each.
const (
	topicHash = iota
	topicEnd
	topicLength // a float
	topicFields
)

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
	if t := (&topics{count: int(numberAt(data, 0))}); len(data) >= head+4*topicFields*n {
		t.features, t.weights = data[head:head+4*topicFields*n], data[head+4*topicFields*n:]
		if len(t.weights) == 4*t.end(n-1) {
			t.index(n)
			return t, nil
		}
	}
	return nil, errStaleTopics
}

// bucketShift leaves the upper 15 bits of a hash.
const bucketShift = 32 - 15

// index notes where the features with the same upper bits begin.
func (t *topics) index(features int) {
	t.first = make([]int32, 1<<(32-bucketShift)+1)
	for i := range features {
		t.first[numberAt(t.features, topicFields*i+topicHash)>>bucketShift+1] = int32(i + 1)
	}
	for i := 1; i < len(t.first); i++ {
		t.first[i] = max(t.first[i], t.first[i-1])
	}
}

var errStaleTopics = errors.New("data/topics.bin is no model of matters: run zhujiao faq learn")

// numberAt returns the i-th number of four bytes.
func numberAt(s string, i int) uint32 {
	b := s[4*i : 4*i+4] // one check of the bounds instead of four
	return uint32(b[3]) | uint32(b[2])<<8 | uint32(b[1])<<16 | uint32(b[0])<<24
}

// end returns where the weights of a feature end.
func (t *topics) end(i int) int {
	if i < 0 {
		return 0
	}
	return int(numberAt(t.features, topicFields*i+topicEnd))
}

// weightsOf returns the weights of a feature and their Euclidean length; none if it has none.
func (t *topics) weightsOf(f feature) (topicWeights, float32) {
	half := uint32(f >> 32)
	for i := int(t.first[half>>bucketShift]); i < int(t.first[half>>bucketShift+1]); i++ {
		if numberAt(t.features, topicFields*i+topicHash) == half {
			length := math.Float32frombits(numberAt(t.features, topicFields*i+topicLength))
			return topicWeights(t.weights[4*t.end(i-1) : 4*t.end(i)]), length
		}
	}
	return "", 0
}

// topicWeights are the weights of a feature as the file has them, four bytes each.
type topicWeights string

// size returns the number of weights.
func (w topicWeights) size() int { return len(w) / 4 }

// at returns the i-th weight.
func (w topicWeights) at(i int) topicWeight {
	n := numberAt(string(w), i)
	return topicWeight{uint16(n >> 16), uint16(n)}
}

// topicsAbout is how much a text is about each matter. It is used again for another text.
type topicsAbout struct {
	all     []float32 // by matter; the squares add up to 1
	touched []int32   // the matters that the text is about at all
	// weights are those of the text's features, by kind and in their order, for the kinds that
	// speak for matters.
	weights [featureKinds][]topicWeights
	lengths [featureKinds][]float32 // of the weights
}

// find looks up the weights of a text's features.
func (a *topicsAbout) find(t *topics, fs features) {
	for _, k := range topicKinds() {
		weights, lengths := a.weights[k.kind][:0], a.lengths[k.kind][:0]
		for _, f := range fs[k.kind] {
			w, length := t.weightsOf(f)
			weights, lengths = append(weights, w), append(lengths, length)
		}
		a.weights[k.kind], a.lengths[k.kind] = weights, lengths
	}
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
	a.find(t, fs)
	for _, k := range topicKinds() {
		for i, f := range fs[k.kind] {
			if slices.Contains(fs[k.kind][:i], f) {
				continue
			}
			a.add(a.weights[k.kind][i], float32(subject.share(f)))
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
func (a *topicsAbout) add(weights topicWeights, share float32) {
	for i := range weights.size() {
		w := weights.at(i)
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
