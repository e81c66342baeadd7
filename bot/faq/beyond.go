package faq

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// beyondData holds what it means if a question says something that an entry does not state:
// a line for each pair of characters or concept, with its weight. A negative one turns a
// question into another matter (倍速 beside an entry about the recording), a positive one is
// mere talk around it. zhujiao faq fit writes the file.
//
//go:embed data/beyond.txt
var beyondData string

// beyondKinds are the features that are weighed, by their names in the file.
func beyondKinds() [4]struct {
	kind int
	name string
} {
	return [...]struct {
		kind int
		name string
	}{{chars1, "character"}, {chars2, "pair"}, {concepts, "concept"}, {world, "world"}}
}

// beyondWeights are the weights by feature.
type beyondWeights map[feature]float32

//nolint:gochecknoglobals // a constant that the language cannot express
var shippedBeyond = sync.OnceValue(func() beyondWeights {
	out := beyondWeights{}
	for _, line := range dataLines(beyondData) {
		name, rest, _ := strings.Cut(line, " ")
		word, weight, _ := strings.Cut(rest, " ")
		w, err := strconv.ParseFloat(weight, 32)
		if err != nil {
			panic(err) // a programmer's error, seen by every test
		}
		out[beyondFeature(name, word)] = float32(w)
	}
	return out
})

// beyondFeature returns the feature that a line is about.
func beyondFeature(name, word string) feature {
	switch name {
	case "concept":
		return hashName(seedConcepts, word)
	case "world":
		return hashName(seedWorld, word)
	default:
		r := []rune(word)
		return appendNGrams(nil, r, len(r))[0]
	}
}

// word is a feature of a form with the text that it stands for.
type word struct {
	feature feature
	name    string // of its kind
	text    string
}

// beyondWords returns what a form says that an entry's wordings and its answer do not have,
// each once.
func (v *fileView) beyondWords(f form, fs features, entry int) (out []word) {
	for _, k := range beyondKinds() {
		inFile := v.numbersOf(nil, fs[k.kind])
		for i, h := range fs[k.kind] {
			if slices.Contains(fs[k.kind][:i], h) || v.has(entry, inFile[i]) {
				continue
			}
			out = append(out, word{h, k.name, f.textOf(k.kind, i)})
		}
	}
	return out
}

// beside returns the weight of all that a question says beyond the entry that tally.lookAt looked at.
func (w beyondWeights) beside(r *reading) float64 {
	sum := 0.0
	for _, k := range beyondKinds() {
		all := r.parts[k.kind]
		for i, h := range all {
			weight := w[h]
			if weight != 0 && !slices.Contains(all[:i], h) && !r.tally.inEntry[k.kind][i] {
				sum += float64(weight)
			}
		}
	}
	return math.Max(-beyondMost, math.Min(beyondMost, sum/beyondScale))
}

// textOf returns the text of a form's i-th feature of a kind.
func (f form) textOf(kind, i int) string {
	switch kind {
	case concepts:
		return f.concepts[i]
	case world:
		return f.world[i]
	default:
		return string(f.runes[i : i+kind-chars1+1])
	}
}

// beyondScale and beyondMost keep the sum of the weights in the order of the other signals.
const (
	beyondScale = 3
	beyondMost  = 1.5
)
