package faq //nolint:testpackage // the fitting is not exported

import (
	"math"
	"testing"
)

// TestForestFile proves that data/forest.txt is what the program writes for its trees, and
// that a broken line is refused.
func TestForestFile(t *testing.T) {
	t.Parallel()
	if len(shippedForest()) == 0 || shippedForest().source() != forestData {
		t.Error("data/forest.txt is not what its trees are written as")
	}
	for _, broken := range []string{"sigShort", "sigShort 0.5 0.1 0.2", "sigNone 1 2 3 4", "sigShort x 1 2 3"} {
		if f, err := readForest(broken); err == nil {
			t.Errorf("%q is read as %v", broken, f)
		}
	}
}

// TestForestLearns fits what no weighted sum can say: that two signals mean something only
// if exactly one of them is there. The parts by signal add up to the whole.
func TestForestLearns(t *testing.T) {
	t.Parallel()
	var xs []example
	for i := range 800 {
		s := Signals{sigForeign: float64(i & 1), sigDone: float64(i >> 1 & 1)}
		if i%16 < 4 { // or the first fork would gain nothing on either side
			s[sigForeign], s[sigDone] = 1, 0
		}
		xs = append(xs, example{s[:], s[sigForeign] != s[sigDone], 1})
	}
	f := fitForest(xs, make([]float64, len(xs)))
	for i := range xs[:16] {
		s, by := Signals(xs[i].signals), Signals{}
		sum := f.sum(&s, &by)
		if (sum > 1) != xs[i].right || (sum < -1) == xs[i].right {
			t.Errorf("%v, %v: %.2f, right: %t", s[sigForeign], s[sigDone], sum, xs[i].right)
		}
		roots, parts := 0.0, 0.0
		for _, tree := range f {
			roots += float64(tree[0].value)
		}
		for _, v := range by {
			parts += v
		}
		if math.Abs(roots+parts-sum) > 1e-3 {
			t.Errorf("the parts add up to %.3f, the whole is %.3f", roots+parts, sum)
		}
	}
}

// TestThinned proves that a thinned class has fewer entries and that what is left out is no
// label any more, while the class itself stays as it was.
func TestThinned(t *testing.T) {
	t.Parallel()
	c := OwnClass{Queries: []Query{{Text: "a", IDs: []string{"a"}}, {Text: "b", IDs: []string{"b", "c"}}}}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		c.Setup.Entries = append(c.Setup.Entries, Entry{ID: id, Title: id + id, Answer: id})
	}
	fewer := 0
	for _, thin := range thinnings(c) {
		kept := map[string]bool{}
		for _, e := range thin.matcher.entries {
			kept[e.ID] = true
		}
		if len(kept) < len(c.Setup.Entries) {
			fewer++
		}
		for _, q := range thin.queries {
			for _, id := range q.IDs {
				if !kept[id] {
					t.Errorf("%s is left out and right all the same", id)
				}
			}
		}
	}
	if fewer == 0 || len(c.Queries[1].IDs) != 2 {
		t.Errorf("%d classes have fewer entries, the class itself has %v", fewer, c.Queries)
	}
	if thinnings(OwnClass{Generic: true, Setup: c.Setup}) != nil {
		t.Error("the class that every question may be put to is thinned")
	}
}
