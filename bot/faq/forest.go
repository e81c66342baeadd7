package faq

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// forestData holds what signals say together beyond what each says by itself. zhujiao faq
// fit writes it: a line for each tree, with what it is of, and for each node in the order of a
// depth-first walk "signal bound value" (value is that of all questions that come by), or
// "value" of a leaf.
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

// sum returns what the trees add for some signals: to the logarithm of the odds, or to what
// ranks. by collects how much of it comes from each signal; it may be nil.
func (f forest) sum(s, by []float64) (sum float64) {
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

// value is what a tree adds for some signals. The processor foretells badly which way a fork goes:
// the loop is written so that the compiler chooses the next node without a jump.
func (t *tree) value(s []float64) float64 {
	nodes, at := *t, 0
	for n := &nodes[0]; n.signal != noSignal; n = &nodes[at] {
		above := int(n.above)
		at++
		if s[n.signal] >= float64(n.bound) {
			at = above
		}
	}
	return float64(nodes[at].value)
}

// forests are the trees of data/forest.txt: those of the confidence, and those of the ranking.
type forests struct{ confidence, ranking forest }

// The first word of a line of data/forest.txt.
const (
	ofConfidence = "confidence"
	ofRanking    = "ranking"
)

//nolint:gochecknoglobals // a constant that the language cannot express
var shippedForests = sync.OnceValue(func() forests {
	f, err := readForests(forestData)
	if err != nil {
		panic(err) // a programmer's error, seen by every test
	}
	return f
})

// shippedRanking is the ranking that is shipped.
func shippedRanking() ranking { return ranking{shippedRankWeights(), shippedForests().ranking} }

// readForests reads the lines of forests.
func readForests(data string) (out forests, err error) {
	signals, rank := signalTable(), rankTable()
	confidence, ranking := identNumbers(signals[:]), identNumbers(rank[:])
	for _, line := range dataLines(data) {
		kind, words, _ := strings.Cut(line, " ")
		into, numbers := &out.confidence, confidence
		if kind == ofRanking {
			into, numbers = &out.ranking, ranking
		} else if kind != ofConfidence {
			return out, fmt.Errorf("a tree of %q", kind)
		}
		var t tree
		if _, err := t.read(strings.Fields(words), numbers); err != nil {
			return out, err
		}
		*into = append(*into, t)
	}
	return out, nil
}

// identNumbers returns the number of each signal by its constant.
func identNumbers(kinds []signal) map[string]int16 {
	out := map[string]int16{}
	for i, k := range kinds {
		out[k.ident] = int16(i)
	}
	return out
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
func (f forests) source() string {
	var b strings.Builder
	b.WriteString("# What signals say together: see forest.go. Fitted by .ci/fit.\n")
	signals, rank := signalTable(), rankTable()
	f.confidence.write(&b, ofConfidence, signals[:])
	f.ranking.write(&b, ofRanking, rank[:])
	return b.String()
}

// write writes a line for each tree, which begins with a word for the kind.
func (f forest) write(b *strings.Builder, kind string, kinds []signal) {
	for _, t := range f {
		b.WriteString(kind)
		for _, n := range t {
			if n.signal == noSignal {
				fmt.Fprintf(b, " %.4f", n.value)
			} else {
				fmt.Fprintf(b, " %s %.4f %.4f", kinds[n.signal].ident, n.bound, n.value)
			}
		}
		b.WriteByte('\n')
	}
}
