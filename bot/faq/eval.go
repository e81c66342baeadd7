package faq

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"zhujiao/bot/text"
)

// Query is a labelled question: IDs are the entries that would be right, none
// for a question that must not be answered. Author is who wrote it, if several
// did.
type Query struct {
	Text, Kind, Author string
	IDs                []string
}

// Judged is a query with what a matcher said.
type Judged struct {
	Query
	Hits       []Hit
	Signals    Signals
	Confidence float64
	Band       Band
	exact      bool
	// sure is how sure the matcher would be with other weights.
	sure func(Weights) float64
	// held is a question that is asked back however sure the matcher is: it names
	// two entries, or a particular that the entry does not state.
	held bool
}

// Right tells whether the first hit is one of the labels.
func (j *Judged) Right() bool { return len(j.Hits) > 0 && slices.Contains(j.IDs, j.Hits[0].ID) }

// Report says how well a matcher did.
type Report struct {
	InScope, Negatives int
	R1, R3, MRR        float64
	// Precision and Recall are of the answer band; False are the wrong answers,
	// FalseNegatives those to questions that must not be answered.
	Precision, Recall float64
	False             []Judged
	FalseNegatives    int
	ByKind            map[string][2]int // right, all
}

// CrossValidate judges every query with weights and bounds that were fitted on
// the other folds only, so that nothing is judged by what was learnt from it.
// The shipped phrasings, each compared with all others, are learnt from in every
// fold.
func CrossValidate(s Setup, qs []Query, folds int, precision float64) []Judged {
	m, _ := New(s)
	js := m.Judge(qs)
	base := m.practice()
	if s.Without == 0 { // the practice of entries of their own leaves nothing out
		_, more := fitRivals(m.index.lang)
		base = append(base, more...)
	}
	var wait sync.WaitGroup
	for k := range folds {
		wait.Go(func() {
			var train []Judged
			for i := range js {
				if i%folds != k {
					train = append(train, js[i])
				}
			}
			w, b := learn(base, train, precision)
			for i := k; i < len(js); i += folds {
				js[i].decideWith(w, b)
			}
		})
	}
	wait.Wait()
	return js
}

// Fit is what .ci/fit puts into weights.go.
type Fit struct {
	Weights Weights
	Bounds  Bounds
	Rivals  rivalWeights
}

// FitAll fits weights and bounds on all queries and the shipped phrasings.
func FitAll(s Setup, qs []Query, precision float64) (out Fit) {
	var base []example
	m, _ := New(s)
	out.Rivals, base = fitRivals(m.index.lang)
	out.Weights, out.Bounds = learn(append(base, m.practice()...), m.Judge(qs), precision)
	return out
}

// Source is the text of weights.go, to be formatted.
func (f Fit) Source() string {
	var b strings.Builder
	list := func(comment, head string, weights []float64, kinds []signal, constant string) {
		fmt.Fprintf(&b, "\n%s\nfunc %s{\n", comment, head)
		for i, w := range weights {
			fmt.Fprintf(&b, "\t\t%s: %.3f,\n", append(kinds, signal{ident: constant})[i].ident, w)
		}
		b.WriteString("\t}\n}\n")
	}
	b.WriteString("package faq\n")
	kinds, custom := signalTable(), customSignalTable()
	list("// shippedWeights were fitted by .ci/fit; docs/understanding.md tells on what and\n// how well they do.",
		"shippedWeights() Weights {\n\treturn Weights", f.Weights[:], kinds[:], "sigConstant")
	list("// shippedRivals are the odds of an operator's own entries.",
		"shippedRivals() rivalWeights {\n\treturn rivalWeights", f.Rivals[:], custom[:], "customConstant")
	fmt.Fprintf(&b, "\n// shippedBounds are the confidences that gave the precision that was asked.\n"+
		"func shippedBounds() Bounds { return Bounds{Answer: %.3f, Suggest: %.3f} }\n", f.Bounds.Answer, f.Bounds.Suggest)
	return b.String()
}

// queryWeight is how much a query of somebody else counts beside a phrasing of
// ours.
const queryWeight = 4

// learn fits weights on practice and queries, and bounds on the queries.
func learn(base []example, train []Judged, precision float64) (Weights, Bounds) {
	xs := slices.Clone(base)
	for i := range train {
		xs = append(xs, example{train[i].Signals[:], train[i].Right(), queryWeight})
	}
	kinds := signalTable()
	w := Weights(fit(xs, kinds[:]))
	return w, boundsFor(train, w, precision)
}

// practiceFolds is into how many parts the phrasings are cut for practice.
const practiceFolds = 5

// practiceFold is the part of the i-th phrasing of the k-th intent. The parts are
// runs of neighbours: who writes phrasings writes like ones after each other, and
// what was written by the same hand in the same minute must not help itself.
func practiceFold(k, i int) int { return i * practiceFolds / len(Intents()[k].Phrasings) }

// practice asks every shipped phrasing of a matcher that has not seen it, nor
// those around it: thousands of things to be answered and not to be answered
// teach caution where labelled queries are few.
func (m *Matcher) practice() []example {
	if m.without&Phrasings != 0 {
		return nil
	}
	parts := make([][]example, practiceFolds)
	var wait sync.WaitGroup
	for k := range practiceFolds {
		wait.Go(func() { parts[k] = m.practise(k) })
	}
	wait.Wait()
	return slices.Concat(parts...)
}

// practise asks the phrasings of one part of an index and a classifier that were
// made of the others.
func (m *Matcher) practise(part int) (out []example) {
	keep := func(k, i int) bool { return practiceFold(k, i) != part }
	x := m.index
	var c *classifier
	if x.classifier != nil {
		c = fitClassifier(lessonsOf(x.lang, keep))
	}
	fresh, holders := newIndex(x.lang, m.sources(keep), c), m.holders()
	fresh.blunt = x.blunt
	fresh.held(holders)
	for k, in := range Intents() {
		owner := holders[k]
		for i, p := range in.Phrasings {
			folded := text.Fold(p)
			_, theirs := m.exact[folded]
			if _, asked := topic(folded); keep(k, i) || theirs || asked {
				continue
			}
			r := fresh.read(folded, everything)
			right := owner != nobody && len(r.entries) > 0 && r.entries[0].entry == owner
			signals := fresh.signals(folded, r)
			out = append(out, example{signals[:], right, 1})
		}
	}
	return out
}

func (j *Judged) decideWith(w Weights, b Bounds) {
	j.Confidence = j.sure(w)
	if j.exact {
		j.Confidence = 1
	}
	switch {
	case j.held && j.Confidence >= b.Suggest:
		j.Band = Suggest
	case j.Confidence >= b.Answer:
		j.Band = Answer
	case j.Confidence >= b.Suggest:
		j.Band = Suggest
	default:
		j.Band = None
	}
}

// Judge runs queries through a matcher as it is.
func (m *Matcher) Judge(qs []Query) []Judged {
	out := make([]Judged, len(qs))
	for i, q := range qs {
		folded := cutRunes(text.Fold(q.Text))
		r, read := m.Match(folded), m.index.read(folded, everything)
		j := Judged{Query: q, Hits: r.Hits, Band: r.Band, Confidence: r.Confidence, exact: r.Confidence == 1}
		j.Signals = m.index.signals(folded, read)
		j.sure = func(w Weights) float64 { return m.sure(folded, read, j.Signals, w) }
		j.held = len(m.both(folded)) > 1 || len(read.entries) > 0 && !m.states(read.entries[0].entry, folded)
		out[i] = j
	}
	return out
}

// boundsFor finds the lowest confidence from which the answers to every author's
// queries have the wished precision: whoever asks, a wrong answer is to be as rare.
// It asks back as long as one of the choices is right as often as not.
func boundsFor(js []Judged, w Weights, precision float64) (b Bounds) {
	authors, all := map[string][]*Judged{}, make([]*Judged, len(js))
	for i := range js {
		j := js[i]
		j.decideWith(w, Bounds{1, 1})
		authors[j.Author], all[i] = append(authors[j.Author], &j), &j
	}
	for _, theirs := range authors {
		b.Answer = max(b.Answer, boundFor(theirs, precision))
	}
	b.Suggest = suggestBound(all, b.Answer)
	return b
}

// margin is how many questions the bound of asking back is judged by.
const margin = 50

// suggestBound is the lowest confidence around which half of the questions have the
// right entry among the choices.
func suggestBound(js []*Judged, answer float64) float64 {
	below := slices.DeleteFunc(slices.Clone(js), func(j *Judged) bool { return j.Confidence >= answer })
	slices.SortFunc(below, func(a, b *Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	bound, weight := answer, negativeWeight(js)
	for end := margin; end <= len(below); end++ {
		good, bad := 0.0, 0.0
		for _, j := range below[end-margin : end] {
			switch {
			case len(j.IDs) == 0:
				bad += weight
			case slices.ContainsFunc(j.Hits, func(h Hit) bool { return slices.Contains(j.IDs, h.ID) }):
				good++
			default:
				bad++
			}
		}
		if good < bad {
			break
		}
		bound = below[end-1-margin/2].Confidence
	}
	return bound
}

// negativeShare is how much of what people type must not be answered: two in
// five (faq-bench). Where labelled queries have fewer, each counts for more.
const negativeShare = 0.4

// boundFor is the bound for queries of one author, with one more mistake than was
// seen (rule of succession).
func boundFor(js []*Judged, precision float64) float64 {
	sorted := slices.Clone(js)
	slices.SortFunc(sorted, func(a, b *Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	weight := negativeWeight(js)
	bound, right, wrong := 0.99, 0.0, 1.0
	for i, j := range sorted {
		switch {
		case j.Right():
			right++
		case len(j.IDs) == 0:
			wrong += weight
		default:
			wrong++
		}
		if i >= 10 && right/(right+wrong) >= precision {
			bound = j.Confidence
		}
	}
	return bound
}

// negativeWeight makes the queries that must not be answered as many as people
// type; never less than they are.
func negativeWeight(js []*Judged) float64 {
	n := 0
	for _, j := range js {
		if len(j.IDs) == 0 {
			n++
		}
	}
	if n == 0 || n == len(js) {
		return 1
	}
	return max(1, negativeShare/(1-negativeShare)*float64(len(js)-n)/float64(n))
}

// Summarise counts what was judged.
func Summarise(js []Judged) Report {
	r := Report{ByKind: map[string][2]int{}}
	var answered, right int
	for i := range js {
		j := &js[i]
		k := r.ByKind[j.Kind]
		k[1]++
		if len(j.IDs) == 0 {
			r.Negatives++
			if j.Band != Answer {
				k[0]++
			}
		} else {
			r.InScope++
			if at := slices.IndexFunc(j.Hits, func(h Hit) bool { return slices.Contains(j.IDs, h.ID) }); at >= 0 {
				r.R3++
				r.MRR += 1 / float64(at+1)
				if at == 0 {
					r.R1++
					k[0]++
				}
			}
		}
		r.ByKind[j.Kind] = k
		if j.Band != Answer {
			continue
		}
		answered++
		switch {
		case j.Right():
			right++
		case len(j.IDs) == 0:
			r.FalseNegatives++
			r.False = append(r.False, *j)
		default:
			r.False = append(r.False, *j)
		}
	}
	n := float64(max(1, r.InScope))
	r.R1, r.R3, r.MRR, r.Recall = r.R1/n, r.R3/n, r.MRR/n, float64(right)/n
	r.Precision = float64(right) / float64(max(1, answered))
	return r
}
