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

// The classifier tells the shipped intents apart: a linear model over characters,
// sounds and concepts, fitted on the shipped phrasings by `zhujiao faq fit`.
// Likeness asks what a question looks like; the classifier, what distinguishes
// it.
const (
	// epochs, rate and decay are of the fitting.
	epochs = 12
	rate   = 0.4
	decay  = 2e-5
	// rareness is in how many lessons a feature has to be to count.
	rareness = 2
)

// classifier gives each class a weight for each feature.
type classifier struct {
	classes []string
	ids     *table
	// weights are of feature i and class c at i*len(classes)+c, in steps.
	weights []int8
}

// clue is a feature of a text for the classifier, and its part in the whole.
type clue struct {
	feature feature
	value   float32
}

// clues are the features that the classifier looks at: each view has a length
// of one, so that none drowns the others. Three characters say no more than their
// two pairs.
func clues(fs features) []clue {
	out := make([]clue, 0, 128)
	var room [128]feature
	for _, lists := range [...][2][]feature{{fs[chars1], fs[chars2]}, {fs[sounds1], fs[sounds2]}, {fs[concepts], pairs(fs[concepts])}} {
		all := append(append(room[:0], lists[0]...), lists[1]...)
		slices.Sort(all)
		all = slices.Compact(all)
		value := float32(1 / math.Sqrt(float64(len(all))))
		for _, f := range all {
			out = append(out, clue{f, value})
		}
	}
	return out
}

// pairs are the concepts that occur together, in whichever order.
func pairs(concepts []feature) (out []feature) {
	for i, a := range concepts {
		for _, b := range concepts[i+1:] {
			if a != b && len(out) < 40 {
				out = append(out, (min(a, b)*prime^max(a, b))*prime)
			}
		}
	}
	return out
}

// odds are the probabilities of the classes.
func (c *classifier) odds(cs []clue) []float64 {
	return odds(c.weights, len(c.classes), step, c.ids.known(cs))
}

// known is which of the clues the table has, each with its number.
func (t *table) known(cs []clue) []known {
	out := make([]known, 0, len(cs))
	for _, c := range cs {
		if id, ok := t.find(c.feature); ok {
			out = append(out, known{id, c.value})
		}
	}
	return out
}

// known is a clue by its number.
type known struct {
	id    int32
	value float32
}

// odds are the probabilities of n classes by weights that are worth a unit each.
func odds[W int8 | float32](weights []W, n int, unit float64, cs []known) []float64 {
	out := make([]float64, n)
	for _, f := range cs {
		worth := unit * float64(f.value)
		for k, w := range weights[int(f.id)*n : int(f.id)*n+n] {
			out[k] += worth * float64(w)
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

// lesson is a text whose class is known.
type lesson struct {
	clues []clue
	class int
}

// frequent numbers the features that are in enough lessons.
func frequent(lessons []lesson) *table {
	times := map[feature]int{}
	for _, l := range lessons {
		for _, c := range l.clues {
			times[c.feature]++
		}
	}
	t := newTable(len(times))
	for _, l := range lessons { // not over the map: the numbers are to be the same every time
		for _, c := range l.clues {
			if times[c.feature] >= rareness {
				t.number(c.feature)
			}
		}
	}
	return t
}

// fitClassifier learns by stochastic gradient descent with a step of its own for
// each weight (Duchi, Hazan, Singer: AdaGrad, 2011). The same lessons give the
// same classifier.
func fitClassifier(classes []string, lessons []lesson) *classifier {
	n, ids := len(classes), frequent(lessons)
	weights, past := make([]float32, len(ids.half)*n), make([]float32, len(ids.half)*n)
	seen := make([][]known, len(lessons))
	for i, l := range lessons {
		seen[i] = ids.known(l.clues)
	}
	rng := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // an order, not a secret
	for range epochs {
		for _, i := range rng.Perm(len(lessons)) {
			p := odds(weights, n, 1, seen[i])
			p[lessons[i].class]--
			for _, f := range seen[i] {
				for k, e := range p {
					at := int(f.id)*n + k
					g := float32(e)*f.value + decay*weights[at]
					past[at] += g * g
					weights[at] -= rate * g / float32(math.Sqrt(float64(past[at])+1e-6))
				}
			}
		}
	}
	c := &classifier{classes: classes, ids: ids, weights: make([]int8, len(weights))}
	for i, w := range weights {
		c.weights[i] = int8(math.Max(-127, math.Min(127, math.Round(float64(w)/step))))
	}
	return c
}

// lessonsOf are the lessons of the shipped phrasings that are kept; nil keeps
// all. Each comes a second time with its sound alone: people type pinyin.
func lessonsOf(lang *language, keep func(i, n int) bool) (classes []string, out []lesson) {
	for k, in := range Intents() {
		classes = append(classes, in.Name)
		for i, p := range in.Phrasings {
			if keep != nil && !keep(i, len(in.Phrasings)) {
				continue
			}
			fs := lang.read(text.Fold(p)).features()
			heard := features{sounds1: fs[sounds1], sounds2: fs[sounds2]}
			out = append(out, lesson{clues(fs), k}, lesson{clues(heard), k})
		}
	}
	return classes, out
}

//go:embed data/classifier.bin
var classifierData []byte

// step is what one of the 255 levels of a weight is worth.
const step = 0.06

// FitClassifier fits the classifier on all shipped phrasings and returns what
// data/classifier.bin has to hold.
func FitClassifier() ([]byte, error) { return fitClassifier(lessonsOf(shipped(), nil)).store() }

// store writes a classifier in small: how many classes and features there are,
// half the hash of each feature, a byte a weight; compressed.
func (c *classifier) store() ([]byte, error) {
	raw := binary.BigEndian.AppendUint32(nil, uint32(len(c.classes))) //nolint:gosec // some thirty
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(c.ids.half))) //nolint:gosec // some ten thousand
	for _, h := range c.ids.half {
		raw = binary.BigEndian.AppendUint32(raw, h)
	}
	for _, w := range c.weights {
		raw = append(raw, byte(w)) //nolint:gosec // the bits
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

// loadClassifier reads what store wrote.
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
	c := &classifier{classes: classes, ids: newTable(features), weights: make([]int8, features*n)}
	for i := range features {
		c.ids.add(uint32(words(2 + i))) //nolint:gosec // as stored
	}
	for i, v := range raw[8+4*features:] {
		c.weights[i] = int8(v) //nolint:gosec // the bits
	}
	return c, nil
}
