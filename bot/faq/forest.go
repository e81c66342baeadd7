package faq

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// forestData holds what signals say together beyond what each says by itself. zhujiao faq
// fit writes it: a line for each tree, and for each node in the order of a depth-first walk
// "signal bound value" (value is that of all questions that come by), or "value" of a leaf.
//
//go:embed data/forest.txt
var forestData string

// node is a fork or a leaf of a tree. A question whose signal is below the bound goes on at
// the next node, any other at above.
type node struct {
	signal int16 // leaf: noSignal
	above  int16
	bound  float32
	value  float32
}

// noSignal marks a leaf.
const noSignal = -1

// tree is a decision tree; its root comes first.
type tree []node

// forest adds up trees. It corrects a logistic regression, which knows no signal that means
// one thing beside another signal and something else without it.
type forest []tree

// sum returns what the trees add to the logarithm of the odds of some signals. by collects
// how much of it comes from each signal; it may be nil.
func (f forest) sum(s, by *Signals) (sum float64) {
	for _, t := range f {
		at, n := 0, &t[0]
		for n.signal != noSignal {
			next := at + 1
			if s[n.signal] >= float64(n.bound) {
				next = int(n.above)
			}
			if by != nil {
				by[n.signal] += float64(t[next].value - n.value)
			}
			at, n = next, &t[next]
		}
		sum += float64(n.value)
	}
	return sum
}

//nolint:gochecknoglobals // a constant that the language cannot express
var shippedForest = sync.OnceValue(func() forest {
	f, err := readForest(forestData)
	if err != nil {
		panic(err) // a programmer's error, seen by every test
	}
	return f
})

// readForest reads the lines of a forest.
func readForest(data string) (f forest, err error) {
	signals := map[string]int16{}
	for i, k := range signalTable() {
		signals[k.ident] = int16(i)
	}
	for _, line := range dataLines(data) {
		var t tree
		words := strings.Fields(line)
		if _, err := t.read(words, signals); err != nil {
			return nil, err
		}
		f = append(f, t)
	}
	return f, nil
}

// read appends the tree that some words begin with, and returns the words after it.
func (t *tree) read(words []string, signals map[string]int16) (rest []string, err error) {
	if len(words) == 0 {
		return nil, fmt.Errorf("a tree ends early")
	}
	signal, isFork := signals[words[0]]
	if !isFork {
		v, err := strconv.ParseFloat(words[0], 32)
		*t = append(*t, node{signal: noSignal, value: float32(v)})
		return words[1:], err
	}
	if len(words) < 3 {
		return nil, fmt.Errorf("a fork ends early")
	}
	bound, err := strconv.ParseFloat(words[1], 32)
	if err != nil {
		return nil, err
	}
	value, err := strconv.ParseFloat(words[2], 32)
	if err != nil {
		return nil, err
	}
	at := len(*t)
	*t = append(*t, node{signal: signal, bound: float32(bound), value: float32(value)})
	if rest, err = t.read(words[3:], signals); err != nil {
		return nil, err
	}
	(*t)[at].above = int16(len(*t))
	return t.read(rest, signals)
}

// source returns the text of data/forest.txt.
func (f forest) source() string {
	var b strings.Builder
	b.WriteString("# What signals say together: see forest.go. Fitted by .ci/fit.\n")
	for _, t := range f {
		for i, n := range t {
			if i > 0 {
				b.WriteByte(' ')
			}
			if n.signal == noSignal {
				fmt.Fprintf(&b, "%.4f", n.value)
			} else {
				fmt.Fprintf(&b, "%s %.4f %.4f", signalTable()[n.signal].ident, n.bound, n.value)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
