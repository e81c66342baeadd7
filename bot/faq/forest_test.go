package faq //nolint:testpackage // the fitting is not exported

import (
	"math"
	"slices"
	"testing"
)

// TestForestFile proves that data/forest.txt is what the program writes for its trees, and
// that a broken line is refused.
func TestForestFile(t *testing.T) {
	t.Parallel()
	if f := shippedForests(); len(f.confidence) == 0 || len(f.ranking) == 0 || f.source() != forestData {
		t.Error("data/forest.txt is not what its trees are written as")
	}
	for _, broken := range []string{
		"confidence sigShort", "confidence sigShort 0.5 0.1 0.2", "confidence sigNone 1 2 3 4", "confidence sigShort x 1 2 3",
		"ranking sigShort 0.5 0.1 0.2 0.3", "0.5",
	} {
		if f, err := readForests(broken); err == nil {
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
		sum := f.sum(s[:], by[:])
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
	for _, thin := range thinnings(OwnClass{Generic: true, Setup: c.Setup}) {
		if len(thin.matcher.entries) != len(c.Setup.Entries) {
			t.Error("the class that every question may be put to is thinned")
		}
	}
}

// TestPublishedPractice proves that a class is practised on as moderators publish: one wording
// and a short answer for each entry.
func TestPublishedPractice(t *testing.T) {
	t.Parallel()
	whole := Entry{ID: "a", Title: "有停车位吗", Aliases: []string{"停车"}, Answer: "有，在地下二层。先到先停。"}
	got := published(OwnClass{Setup: Setup{Entries: []Entry{whole, {ID: "b", Title: "有回放吗"}}}}).matcher.entries
	if a := got[0]; a.Title != whole.Title || len(a.Aliases) != 0 || a.Answer != "有" {
		t.Errorf("published: %+v", a)
	}
	if got[1].Answer == "" {
		t.Error("an entry without an answer was published")
	}
}

// TestRankingTrees fits what no weighted sum ranks: that a feature, which alone speaks for an
// entry, speaks against it beside another.
func TestRankingTrees(t *testing.T) {
	t.Parallel()
	var qs []rankedQuestion
	for range 400 {
		q := rankedQuestion{features: make([]rankFeatures, 4), right: make([]bool, 4)}
		for e := range q.features {
			q.features[e][rankTopic], q.features[e][rankClause] = float64(e&1), float64(e>>1&1)
			q.right[e] = e == 1
		}
		qs = append(qs, q)
	}
	linear := fitRank(qs)
	r := ranking{linear, fitRankForest(qs, &linear)}
	p, before := r.probabilities(qs[0].features), shares(linear.scores(qs[0].features))
	if p[1] < 0.8 || before[1] > before[3]+1e-9 {
		t.Errorf("with trees %.2f, without %.2f", p, before)
	}
}

// TestCandidates finds the likeliest entries, the best first.
func TestCandidates(t *testing.T) {
	t.Parallel()
	scores := []float64{3, 9, 1, 7, 7, 2, 8, 0, 5, 6, 4}
	if got := candidates(scores); !slices.Equal(got, []int{1, 6, 3, 4, 9, 8, 10, 0}) && !slices.Equal(got, []int{1, 6, 4, 3, 9, 8, 10, 0}) {
		t.Errorf("%v", got)
	}
	if got := candidates(scores[:2]); !slices.Equal(got, []int{1, 0}) {
		t.Errorf("%v", got)
	}
}
