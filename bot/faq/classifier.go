package faq

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"

	"zhujiao/bot/text"
)

// The classifier is a multinomial logistic regression over characters, syllables and
// concepts that tells the built-in intents apart. `zhujiao faq learn` fits it on the
// shipped phrasings. It complements similarity: it learns which features distinguish
// an intent from the others.
const (
	// epochs, learningRate and decay control the fitting.
	epochs       = 12
	learningRate = 0.4
	decay        = 2e-5
	// minTexts is the number of training texts that a feature has to occur in.
	minTexts = 2
)

// classifier holds a weight for each feature and class.
type classifier struct {
	classes []string
	// hashes is the upper half of the hash of each feature.
	hashes []uint32
	// weights holds the weight of feature i and class c at i*len(classes)+c, in units of
	// weightStep.
	weights []int8
}

// classifierInput is a feature of a text with its value.
type classifierInput struct {
	id    int32
	value float32
}

// classifierInputs returns the features that the classifier uses. Each view has the
// Euclidean length 1, so that none dominates the others. Triples of characters are
// left out; they add nothing to the pairs.
func classifierInputs(t terms) []classifierInput {
	out := make([]classifierInput, 0, t.size()-len(t[chars3]))
	for _, lists := range [...][2][]int32{{t[chars1], t[chars2]}, {t[sounds1], t[sounds2]}, {t[concepts], t[pairs]}} {
		first := len(out)
		for _, list := range lists {
			for at, id := range list {
				if !isRepeat(list, at) {
					out = append(out, classifierInput{id: id})
				}
			}
		}
		value := float32(1 / math.Sqrt(float64(len(out)-first)))
		for i := range out[first:] {
			out[first+i].value = value
		}
	}
	return out
}

// odds returns the probabilities of the classes.
func (c *classifier) odds(cs []classifierInput) []float64 {
	return odds(c.weights, len(c.classes), weightStep, slices.DeleteFunc(cs, func(f classifierInput) bool { return !c.has(f) }))
}

// has reports whether a feature is one of the classifier's, which have the lowest
// numbers.
func (c *classifier) has(f classifierInput) bool {
	return f.id != unknownTerm && int(f.id) < len(c.hashes)
}

// odds returns the probabilities of n classes (softmax); unit is the value of a weight
// of 1.
func odds[W int8 | float32](weights []W, n int, unit float64, cs []classifierInput) []float64 {
	out := make([]float64, n)
	for _, f := range cs {
		weight := unit * float64(f.value)
		for k, w := range weights[int(f.id)*n : int(f.id)*n+n] {
			out[k] += weight * float64(w)
		}
	}
	top, sum := slices.Max(out), 0.0
	for k, v := range out {
		out[k] = math.Exp(v - top)
		sum += out[k]
	}
	for k := range out {
		out[k] /= sum
	}
	return out
}

// trainingText is a text whose class is known.
type trainingText struct {
	inputs []classifierInput
	class  int
}

// trainingSet is the input of the fitting; hashes is the upper half of the hash of each
// feature, by the feature's number.
type trainingSet struct {
	classes []string
	all     []trainingText
	hashes  []uint32
}

// keepPhrasing reports whether the i-th phrasing of the k-th intent is used.
type keepPhrasing func(k, i int) bool

// trainingSetOf returns the shipped phrasings that keep selects (nil selects all).
// Each is used twice, the second time with its syllables alone, because people type
// pinyin.
func trainingSetOf(lang *language, keep keepPhrasing) trainingSet {
	var out trainingSet
	ids := newFeatureNumbers(0)
	number := func(_ int, f feature) int32 { return ids.number(f) }
	for k, in := range Intents() {
		out.classes = append(out.classes, in.Name)
		for i, p := range in.Phrasings {
			if keep != nil && !keep(k, i) {
				continue
			}
			fs := lang.read(text.Fold(p)).features()
			heard := features{sounds1: fs[sounds1], sounds2: fs[sounds2]}
			for _, form := range []features{fs, heard} {
				out.all = append(out.all, trainingText{classifierInputs(form.terms(number)), k})
			}
		}
	}
	out.hashes = ids.hashes
	return out
}

// dropRare removes the features that occur in fewer than minTexts texts and renumbers
// the others.
func (l *trainingSet) dropRare() {
	counts, numbers := make([]int, len(l.hashes)), make([]int32, len(l.hashes))
	for _, text := range l.all {
		for _, c := range text.inputs {
			counts[c.id]++
		}
	}
	var half []uint32
	for id, n := range counts {
		numbers[id] = unknownTerm
		if n >= minTexts {
			numbers[id] = int32(len(half))
			half = append(half, l.hashes[id])
		}
	}
	l.hashes = half
	for i := range l.all {
		text := &l.all[i]
		for j := range text.inputs {
			text.inputs[j].id = numbers[text.inputs[j].id]
		}
		text.inputs = slices.DeleteFunc(text.inputs, func(c classifierInput) bool { return c.id == unknownTerm })
	}
}

// fitClassifier fits a classifier by stochastic gradient descent with AdaGrad. It is
// deterministic.
func fitClassifier(l trainingSet) *classifier {
	l.dropRare()
	n := len(l.classes)
	weights, squares := make([]float32, len(l.hashes)*n), make([]float32, len(l.hashes)*n)
	rng := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // the order of the texts is no secret
	for range epochs {
		for _, i := range rng.Perm(len(l.all)) {
			text := l.all[i]
			probs := odds(weights, n, 1, text.inputs)
			probs[text.class]--
			for _, f := range text.inputs {
				for k, e := range probs {
					at := int(f.id)*n + k
					g := float32(e)*f.value + decay*weights[at]
					squares[at] += g * g
					weights[at] -= learningRate * g / float32(math.Sqrt(float64(squares[at])+1e-6))
				}
			}
		}
	}
	c := &classifier{classes: l.classes, hashes: l.hashes, weights: make([]int8, len(weights))}
	for i, w := range weights {
		c.weights[i] = int8(math.Max(-127, math.Min(127, math.Round(float64(w)/weightStep))))
	}
	return c
}

//go:embed data/classifier.bin
var classifierData []byte

// weightStep is the unit of a stored weight.
const weightStep = 0.06

// FitClassifier fits the classifier on all shipped phrasings and returns the content
// of data/classifier.bin.
func FitClassifier() ([]byte, error) { return fitClassifier(trainingSetOf(shipped(), nil)).store() }

// store encodes a classifier, compressed: the numbers of classes and features, the
// upper half of each feature's hash, and a byte for each weight.
func (c *classifier) store() ([]byte, error) {
	raw := binary.BigEndian.AppendUint32(nil, uint32(len(c.classes)))
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(c.hashes)))
	for _, h := range c.hashes {
		raw = binary.BigEndian.AppendUint32(raw, h)
	}
	for _, w := range c.weights {
		raw = append(raw, byte(w))
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("store the classifier: %w", err)
	}
	if _, err := z.Write(raw); err != nil {
		return nil, fmt.Errorf("store the classifier: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("store the classifier: %w", err)
	}
	return b.Bytes(), nil
}

// loadClassifier decodes what store encoded.
func loadClassifier(classes []string, b []byte) (*classifier, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read the classifier: %w", err)
	}
	raw, err := io.ReadAll(io.LimitReader(z, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("read the classifier: %w", err)
	}
	n, words := len(classes), func(i int) int { return int(binary.BigEndian.Uint32(raw[4*i:])) }
	if len(raw) < 8 || words(0) != n || len(raw) != 8+words(1)*(4+n) {
		return nil, errors.New("the classifier was fitted on other intents: run zhujiao faq learn")
	}
	features := words(1)
	c := &classifier{classes: classes, hashes: make([]uint32, features), weights: make([]int8, features*n)}
	for i := range features {
		c.hashes[i] = uint32(words(2 + i))
	}
	for i, v := range raw[8+4*features:] {
		c.weights[i] = int8(v)
	}
	return c, nil
}
