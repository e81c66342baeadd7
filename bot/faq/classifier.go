package faq

import (
	_ "embed"
	"encoding/binary"
	"errors"
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
	// hashes is the upper half of the hash of each feature, in four bytes.
	hashes string
	// weights holds the weight of feature i and class c at i*len(classes)+c, a signed byte
	// in units of weightStep. Both are parts of the program's file, as store wrote it: the
	// system keeps in memory what questions need of them.
	weights string
}

// size returns the number of features.
func (c *classifier) size() int { return len(c.hashes) / 4 }

// numbers returns a table of the features, numbered as the classifier does.
func (c *classifier) numbers() *featureNumbers {
	out := newFeatureNumbers(c.size())
	for at := 0; at < len(c.hashes); at += 4 {
		out.add(binary.BigEndian.Uint32([]byte(c.hashes[at : at+4])))
	}
	return out
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
	return c.oddsOf(slices.DeleteFunc(cs, func(f classifierInput) bool { return !c.has(f) }))
}

// oddsOf is odds for features that the classifier has.
func (c *classifier) oddsOf(cs []classifierInput) []float64 {
	n := len(c.classes)
	out, sums := make([]float64, n), make([]int32, n)
	for i, f := range cs {
		row := c.weights[int(f.id)*n:][:len(sums)]
		for k := range sums {
			sums[k] += int32(int8(row[k]))
		}
		if i+1 < len(cs) && cs[i+1].value == f.value {
			continue // the features of a view count alike, so that their weights are added first
		}
		for k, sum := range sums {
			out[k] += weightStep * float64(f.value) * float64(sum)
		}
		clear(sums)
	}
	softmax(out)
	return out
}

// has reports whether a feature is one of the classifier's, which have the lowest
// numbers.
func (c *classifier) has(f classifierInput) bool {
	return f.id != unknownTerm && int(f.id) < c.size()
}

// oddsWith returns the probabilities of n classes by weights that are being fitted.
func oddsWith(weights []float32, n int, cs []classifierInput) []float64 {
	out := make([]float64, n)
	for _, f := range cs {
		weight := float64(f.value)
		for k, w := range weights[int(f.id)*n : int(f.id)*n+n] {
			out[k] += weight * float64(w)
		}
	}
	softmax(out)
	return out
}

// softmax turns sums of weights into probabilities.
func softmax(out []float64) {
	top, sum := slices.Max(out), 0.0
	for k, v := range out {
		out[k] = math.Exp(v - top)
		sum += out[k]
	}
	for k := range out {
		out[k] /= sum
	}
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
	out.hashes = ids.halves()
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
			probs := oddsWith(weights, n, text.inputs)
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
	var hashes, rounded []byte
	for _, h := range l.hashes {
		hashes = binary.BigEndian.AppendUint32(hashes, h)
	}
	for _, w := range weights {
		rounded = append(rounded, byte(int8(math.Max(-127, math.Min(127, math.Round(float64(w)/weightStep))))))
	}
	return &classifier{classes: l.classes, hashes: string(hashes), weights: string(rounded)}
}

//go:embed data/classifier.bin
var classifierData string

// weightStep is the unit of a stored weight.
const weightStep = 0.06

// FitClassifier fits the classifier on all shipped phrasings and returns the content
// of data/classifier.bin.
func FitClassifier() []byte { return fitClassifier(trainingSetOf(shipped(), nil)).store() }

// store encodes a classifier: the numbers of classes and features, the upper half of each
// feature's hash, and a byte for each weight.
func (c *classifier) store() []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(c.classes)))
	out = binary.BigEndian.AppendUint32(out, uint32(c.size()))
	return append(append(out, c.hashes...), c.weights...)
}

// loadClassifier decodes what store encoded. It copies nothing.
func loadClassifier(classes []string, data string) (*classifier, error) {
	const head = 8
	word := func(i int) int { return int(binary.BigEndian.Uint32([]byte(data[4*i : 4*i+4]))) }
	if n := len(classes); len(data) < head || word(0) != n || len(data) != head+word(1)*(4+n) {
		return nil, errors.New("the classifier was fitted on other intents: run zhujiao faq learn")
	}
	weights := head + 4*word(1)
	return &classifier{classes: classes, hashes: data[head:weights], weights: data[weights:]}, nil
}
