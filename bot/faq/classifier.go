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
	"unicode/utf8"

	"zhujiao/bot/text"
)

// The classifier tells the shipped intents apart: a linear model over characters,
// sounds and concepts, fitted on the shipped phrasings by `zhujiao faq fit`.
// Likeness asks what a question looks like; the classifier, what distinguishes
// it.
const (
	// buckets are the places for features; names are hashed into them.
	buckets = 1 << 15
	// epochs, rate and decay are of the fitting.
	epochs = 12
	rate   = 0.4
	decay  = 2e-5
)

// classifier gives each class a weight for each bucket.
type classifier struct {
	classes []string
	// weights are of bucket b and class c at b*len(classes)+c.
	weights []float32
}

// hashed is a feature of a text for the classifier.
type hashed struct {
	bucket int
	value  float32
}

// clues are the features that the classifier looks at: each view has a length
// of one, so that none drowns the others.
func clues(views [3][]string) []hashed {
	out := make([]hashed, 0, 96)
	for v, names := range views {
		if v == 2 {
			names = append(slices.Clip(names), pairs(names)...)
		}
		seen := map[int]bool{}
		for _, n := range names {
			if b := bucket(v, n); (v > 0 || utf8.RuneCountInString(n) < 3) && !seen[b] { // the pairs say as much as three
				seen[b] = true
				out = append(out, hashed{b, 0})
			}
		}
		if n := len(seen); n > 0 {
			w := float32(1 / math.Sqrt(float64(n)))
			for i := len(out) - n; i < len(out); i++ {
				out[i].value = w
			}
		}
	}
	return out
}

// pairs are the concepts that occur together.
func pairs(names []string) (out []string) {
	for i, a := range names {
		for _, b := range names[i+1:] {
			if a > b {
				a, b = b, a
			}
			if a != b && len(out) < 40 {
				out = append(out, a+"+"+b)
			}
		}
	}
	return out
}

// bucket is FNV-1a of a view and a name, cut to the number of buckets.
func bucket(view int, name string) int {
	h := (uint32(2166136261) ^ uint32(view)) * 16777619 //nolint:gosec // 0 to 2
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 16777619
	}
	return int((h ^ h>>15) % buckets)
}

// odds are the probabilities of the classes.
func (c *classifier) odds(cs []hashed) []float64 {
	n := len(c.classes)
	out := make([]float64, n)
	for _, f := range cs {
		row := c.weights[f.bucket*n : f.bucket*n+n]
		for k, w := range row {
			out[k] += float64(w * f.value)
		}
	}
	top, sum := out[0], 0.0
	for _, v := range out {
		top = math.Max(top, v)
	}
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
	clues []hashed
	class int
}

// fitClassifier learns by stochastic gradient descent with a step of its own for
// each weight (Duchi, Hazan, Singer: AdaGrad, 2011). The same lessons give the
// same classifier.
func fitClassifier(classes []string, lessons []lesson) *classifier {
	n := len(classes)
	c := &classifier{classes: classes, weights: make([]float32, buckets*n)}
	past := make([]float32, buckets*n)
	rng := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // an order, not a secret
	for range epochs {
		for _, i := range rng.Perm(len(lessons)) {
			l := lessons[i]
			p := c.odds(l.clues)
			p[l.class]--
			for _, f := range l.clues {
				for k, e := range p {
					at := f.bucket*n + k
					g := float32(e)*f.value + decay*c.weights[at]
					past[at] += g * g
					c.weights[at] -= rate * g / float32(math.Sqrt(float64(past[at])+1e-6))
				}
			}
		}
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
			v := features(lang.read(text.Fold(p)))
			out = append(out, lesson{clues(v), k}, lesson{clues([3][]string{1: v[1]}), k})
		}
	}
	return classes, out
}

//go:embed data/classifier.bin
var classifierData []byte

// step is what one of the 255 levels of a stored weight is worth.
const step = 0.06

// FitClassifier fits the classifier on all shipped phrasings and returns what
// data/classifier.bin has to hold.
func FitClassifier() ([]byte, error) { return fitClassifier(lessonsOf(shipped(), nil)).store() }

// store writes a classifier in small: a byte a weight, compressed.
func (c *classifier) store() ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("store the classifier: %w", err)
	}
	raw := binary.BigEndian.AppendUint32(nil, uint32(len(c.classes))) //nolint:gosec // some thirty
	for _, w := range c.weights {
		raw = append(raw, byte(128+math.Max(-127, math.Min(127, math.Round(float64(w)/step)))))
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
	if n := len(classes); len(raw) != 4+buckets*n || int(binary.BigEndian.Uint32(raw)) != n {
		return nil, errors.New("the classifier was fitted on other intents: run zhujiao faq fit")
	}
	c := &classifier{classes: classes, weights: make([]float32, len(raw)-4)}
	for i, v := range raw[4:] {
		c.weights[i] = step * (float32(v) - 128)
	}
	return c, nil
}
