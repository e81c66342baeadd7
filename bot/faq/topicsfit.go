package faq

import (
	"cmp"
	_ "embed"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

//go:embed data/topics.txt
var topicData string

// A feature of more than one matter in topicCommon says too little, and of the matters of any
// other the topicMost likeliest are kept. A feature that was seen only once counts half.
const (
	topicCommon = 4
	topicMost   = 24
	topicSmooth = 3
)

// FitTopics weighs what speaks for the shipped matters and returns the content of
// data/topics.bin.
func FitTopics() []byte {
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
	return b.store()
}

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

// store encodes the weights: the numbers of matters and of features; of each feature, sorted,
// what topics.features has; the weights.
func (b *topicCounts) store() []byte {
	type weighed struct {
		half    uint32
		weights []topicWeight
	}
	var all []weighed
	halves := b.features.halves()
	for id, uses := range b.counts {
		if w := b.weigh(b.kindOf[id], uses); len(w) > 0 {
			all = append(all, weighed{halves[id], w})
		}
	}
	slices.SortFunc(all, func(a, b weighed) int { return cmp.Compare(a.half, b.half) })
	out := binary.BigEndian.AppendUint32(nil, uint32(len(b.texts)))
	out = binary.BigEndian.AppendUint32(out, uint32(len(all)))
	end := 0
	for _, f := range all {
		end += len(f.weights)
		for _, n := range [topicFields]uint32{f.half, uint32(end), math.Float32bits(lengthOf(f.weights))} {
			out = binary.BigEndian.AppendUint32(out, n)
		}
	}
	for _, f := range all {
		for _, w := range f.weights {
			out = binary.BigEndian.AppendUint16(out, w.topic)
			out = binary.BigEndian.AppendUint16(out, w.weight)
		}
	}
	return out
}

// lengthOf returns the Euclidean length of weights.
func lengthOf(weights []topicWeight) float32 {
	square := 0.0
	for _, w := range weights {
		square += float64(w.weight) * float64(w.weight)
	}
	return float32(math.Sqrt(square) + 1e-9)
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
