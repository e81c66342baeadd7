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
// sounds and concepts, fitted on the shipped phrasings by `zhujiao faq learn`.
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
	// half is half the hash of each feature.
	half []uint32
	// weights are of feature i and class c at i*len(classes)+c, in steps.
	weights []int8
}

// clue is a feature of a text by its number, and its part in the whole.
type clue struct {
	id    int32
	value float32
}

// clues are the features that the classifier looks at: each view has a length
// of one, so that none drowns the others. Three characters say no more than their
// two pairs.
func clues(t terms) []clue {
	out := make([]clue, 0, t.size()-len(t[chars3]))
	for _, lists := range [...][2][]int32{{t[chars1], t[chars2]}, {t[sounds1], t[sounds2]}, {t[concepts], t[pairs]}} {
		first := len(out)
		for _, list := range lists {
			for at, id := range list {
				if !repeated(list, at) {
					out = append(out, clue{id: id})
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

// odds are the probabilities of the classes.
func (c *classifier) odds(cs []clue) []float64 {
	return odds(c.weights, len(c.classes), step, slices.DeleteFunc(cs, func(f clue) bool { return !c.knows(f) }))
}

// knows tells whether a feature is one of the classifier's: they are numbered
// first.
func (c *classifier) knows(f clue) bool { return f.id != unwritten && int(f.id) < len(c.half) }

// odds are the probabilities of n classes by weights that are worth a unit each.
func odds[W int8 | float32](weights []W, n int, unit float64, cs []clue) []float64 {
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

// lessons are what a classifier learns from; half is half the hash of each
// feature by its number.
type lessons struct {
	classes []string
	all     []lesson
	half    []uint32
}

// selection tells whether the i-th phrasing of the k-th intent is taken.
type selection func(k, i int) bool

// lessonsOf are the lessons of the shipped phrasings that are kept; nil keeps
// all. Each comes a second time with its sound alone: people type pinyin.
func lessonsOf(lang *language, keep selection) lessons {
	var out lessons
	ids := newTable(0)
	number := func(_ int, f feature) int32 { return ids.number(f) }
	for k, in := range Intents() {
		out.classes = append(out.classes, in.Name)
		for i, p := range in.Phrasings {
			if keep != nil && !keep(k, i) {
				continue
			}
			fs := lang.read(text.Fold(p)).features()
			heard := features{sounds1: fs[sounds1], sounds2: fs[sounds2]}
			out.all = append(out.all, lesson{clues(fs.terms(number)), k}, lesson{clues(heard.terms(number)), k})
		}
	}
	out.half = ids.half
	return out
}

// frequent drops the clues that are in too few lessons, and numbers the others
// anew.
func (l *lessons) frequent() {
	times, numbers := make([]int, len(l.half)), make([]int32, len(l.half))
	for _, one := range l.all {
		for _, c := range one.clues {
			times[c.id]++
		}
	}
	var half []uint32
	for id, n := range times {
		numbers[id] = unwritten
		if n >= rareness {
			numbers[id] = int32(len(half)) //nolint:gosec // some ten thousand
			half = append(half, l.half[id])
		}
	}
	l.half = half
	for i := range l.all {
		one := &l.all[i]
		for j := range one.clues {
			one.clues[j].id = numbers[one.clues[j].id]
		}
		one.clues = slices.DeleteFunc(one.clues, func(c clue) bool { return c.id == unwritten })
	}
}

// fitClassifier learns by stochastic gradient descent with a step of its own for
// each weight (Duchi, Hazan, Singer: AdaGrad, 2011). The same lessons give the
// same classifier.
func fitClassifier(l lessons) *classifier {
	l.frequent()
	n := len(l.classes)
	weights, past := make([]float32, len(l.half)*n), make([]float32, len(l.half)*n)
	rng := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // an order, not a secret
	for range epochs {
		for _, i := range rng.Perm(len(l.all)) {
			one := l.all[i]
			p := odds(weights, n, 1, one.clues)
			p[one.class]--
			for _, f := range one.clues {
				for k, e := range p {
					at := int(f.id)*n + k
					g := float32(e)*f.value + decay*weights[at]
					past[at] += g * g
					weights[at] -= rate * g / float32(math.Sqrt(float64(past[at])+1e-6))
				}
			}
		}
	}
	c := &classifier{classes: l.classes, half: l.half, weights: make([]int8, len(weights))}
	for i, w := range weights {
		c.weights[i] = int8(math.Max(-127, math.Min(127, math.Round(float64(w)/step))))
	}
	return c
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
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(c.half)))     //nolint:gosec // some ten thousand
	for _, h := range c.half {
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
	c := &classifier{classes: classes, half: make([]uint32, features), weights: make([]int8, features*n)}
	for i := range features {
		c.half[i] = uint32(words(2 + i)) //nolint:gosec // as stored
	}
	for i, v := range raw[8+4*features:] {
		c.weights[i] = int8(v) //nolint:gosec // the bits
	}
	return c, nil
}
