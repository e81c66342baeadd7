package faq

import (
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"zhujiao/bot/text"
)

//go:embed data/topics.txt
var topicData string

// topics says which matters of the world of classes a text resembles. A matter is a line of
// data/topics.txt, or a concept with its words. A feature speaks for a matter by how much
// oftener that has it than the others do.
type topics struct {
	features *featureNumbers
	// The weights of feature i are weights[ends[i]:ends[i+1]].
	ends    []int32
	weights []topicWeight
	count   int
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

// A feature of more than one matter in topicCommon says too little, and of the matters of any
// other the topicMost likeliest are kept. A feature that was seen only once counts half.
const (
	topicCommon = 4
	topicMost   = 24
	topicSmooth = 3
)

//nolint:gochecknoglobals // a constant that the language cannot express
var shippedTopics = sync.OnceValue(func() *topics {
	lang := shipped()
	b := topicCounts{features: newFeatureNumbers(1 << 15)}
	for _, line := range dataLines(topicData) {
		_, phrasings, _ := strings.Cut(line, ": ")
		b.add(lang, strings.Split(phrasings, " / "))
	}
	for _, data := range []string{worldData, conceptData} {
		for _, line := range dataLines(data) {
			_, words, _ := strings.Cut(line, ":")
			b.add(lang, strings.Fields(words))
		}
	}
	return b.topics()
})

// topicCounts counts how many texts of each matter have a feature.
type topicCounts struct {
	features *featureNumbers
	kindOf   []float64    // the weight of each feature's kind
	counts   [][]topicUse // by feature
	texts    []float64    // of each matter
}

// topicUse is how many texts of a matter have a feature.
type topicUse struct {
	topic int
	texts float64
}

// add counts the texts of one more matter.
func (b *topicCounts) add(lang *language, texts []string) {
	topic := len(b.texts)
	b.texts = append(b.texts, float64(len(texts)))
	for _, t := range texts {
		fs := lang.read(text.Fold(t)).features()
		for _, k := range topicKinds() {
			for i, f := range fs[k.kind] {
				if slices.Contains(fs[k.kind][:i], f) {
					continue
				}
				id := int(b.features.number(f))
				if id == len(b.counts) {
					b.counts, b.kindOf = append(b.counts, nil), append(b.kindOf, k.weight)
				}
				if n := len(b.counts[id]); n == 0 || b.counts[id][n-1].topic != topic {
					b.counts[id] = append(b.counts[id], topicUse{topic: topic})
				}
				b.counts[id][len(b.counts[id])-1].texts++
			}
		}
	}
}

// topics weighs the features.
func (b *topicCounts) topics() *topics {
	out := &topics{features: b.features, ends: []int32{0}, count: len(b.texts)}
	for id, uses := range b.counts {
		out.weights = append(out.weights, b.weigh(b.kindOf[id], uses)...)
		out.ends = append(out.ends, int32(len(out.weights)))
	}
	out.weights = slices.Clip(out.weights)
	return out
}

// weigh returns what a feature says: for each matter the root of its share of the texts, times
// how few matters have the feature.
func (b *topicCounts) weigh(kind float64, uses []topicUse) (out []topicWeight) {
	n := float64(len(b.texts))
	if len(uses)*topicCommon > len(b.texts) {
		return nil
	}
	sum, all := 0.0, 0.0
	for _, u := range uses {
		sum += u.texts / (b.texts[u.topic] + topicSmooth)
		all += u.texts
	}
	scale := kind * math.Log(n/float64(len(uses))) / math.Log(n) * all / (all + 1)
	for _, u := range uses {
		w := scale * math.Sqrt(u.texts/(b.texts[u.topic]+topicSmooth)/sum)
		out = append(out, topicWeight{uint16(u.topic), uint16(w * topicUnit)})
	}
	slices.SortStableFunc(out, func(a, b topicWeight) int { return cmp.Compare(b.weight, a.weight) })
	return out[:min(len(out), topicMost)]
}

// of returns how much a text with some features is about each matter; the squares add up to 1.
func (t *topics) of(fs features) []float32 {
	out := make([]float32, t.count)
	for _, k := range topicKinds() {
		for i, f := range fs[k.kind] {
			id, known := t.features.find(f)
			if !known || slices.Contains(fs[k.kind][:i], f) {
				continue
			}
			for _, w := range t.weights[t.ends[id]:t.ends[id+1]] {
				out[w.topic] += float32(w.weight)
			}
		}
	}
	square := float32(0)
	for _, v := range out {
		square += v * v
	}
	scale := 1 / float32(math.Sqrt(float64(square))+1e-9)
	for i := range out {
		out[i] *= scale
	}
	return out
}

// textTopics are the matters that a text of a file is about most.
type textTopics [8]topicWeight

// most returns the matters that a text with some features is about most.
func (t *topics) most(fs features) (out textTopics) {
	all := t.of(fs)
	order := greatest(all, len(out))
	square := 0.0
	for _, i := range order {
		square += float64(all[i]) * float64(all[i])
	}
	for n, i := range order {
		out[n] = topicWeight{uint16(i), uint16(topicUnit * float64(all[i]) / (math.Sqrt(square) + 1e-9))}
	}
	return out
}

// greatest returns the places of the n greatest values, the greatest first; of equal ones that
// which comes first.
func greatest(all []float32, n int) []int {
	out := make([]int, 0, n+1)
	for i, v := range all {
		if len(out) == n && v <= all[out[n-1]] {
			continue
		}
		at := len(out)
		for at > 0 && v > all[out[at-1]] {
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

// topicsOf returns the matters that a question is about, or nil if they are left out.
func topicsOf(x *index, fs features) []float32 {
	if x.without&Topics != 0 {
		return nil
	}
	return shippedTopics().of(fs)
}
