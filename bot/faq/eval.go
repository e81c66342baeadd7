package faq

import (
	"cmp"
	"slices"

	"zhujiao/bot/text"
)

// Query is a labelled question: IDs are the entries that would be right, none
// for a question that must not be answered.
type Query struct {
	Text, Kind string
	IDs        []string
}

// Judged is a query with what a matcher said.
type Judged struct {
	Query
	Hits       []Hit
	Signals    Signals
	Confidence float64
	Band       Band
	exact      bool
	factor     float64
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
func CrossValidate(entries []Entry, qs []Query, folds int, precision float64) []Judged {
	m, _ := New(entries)
	js := m.Judge(qs)
	out := slices.Clone(js)
	for k := range folds {
		var xs []Signals
		var right []bool
		for i := range js {
			if i%folds != k {
				xs, right = append(xs, js[i].Signals), append(right, js[i].Right())
			}
		}
		w := Fit(xs, right)
		train := make([]*Judged, 0, len(js))
		for i := range js {
			if i%folds != k {
				j := js[i]
				j.Confidence = w.Confidence(j.Signals)
				train = append(train, &j)
			}
		}
		b := boundsFor(train, precision)
		for i := range out {
			if i%folds == k {
				out[i].decideWith(w, b)
			}
		}
	}
	return out
}

func (j *Judged) decideWith(w Weights, b Bounds) {
	j.Confidence = w.Confidence(j.Signals) * j.factor
	if j.exact {
		j.Confidence = 1
	}
	switch {
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
		folded := text.Fold(q.Text)
		j := Judged{Query: q}
		r := m.Match(folded)
		j.Hits, j.Band, j.Confidence, j.exact = r.Hits, r.Band, r.Confidence, r.Exact
		_, j.Signals = m.Measure(folded)
		j.factor = particular(folded, j.Signals)
		out[i] = j
	}
	return out
}

// FitAll fits weights and bounds on all queries.
func FitAll(entries []Entry, qs []Query, precision float64) (Weights, Bounds) {
	m, _ := New(entries)
	js := m.Judge(qs)
	xs, right, all := make([]Signals, len(js)), make([]bool, len(js)), make([]*Judged, len(js))
	for i := range js {
		xs[i], right[i], all[i] = js[i].Signals, js[i].Right(), &js[i]
	}
	w := Fit(xs, right)
	for i := range js {
		js[i].Confidence = w.Confidence(js[i].Signals)
	}
	return w, boundsFor(all, precision)
}

// boundsFor finds the lowest confidence from which the answers have the wished
// precision, with a margin for what was not seen; and asks back where one in
// three would be right.
func boundsFor(js []*Judged, precision float64) Bounds {
	sorted := slices.Clone(js)
	slices.SortFunc(sorted, func(a, b *Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	b := Bounds{Answer: 0.99, Suggest: 0.3}
	right := 0
	for i, j := range sorted {
		if j.Right() {
			right++
		}
		// one more mistake than was seen (rule of succession)
		if i >= 10 && float64(right)/float64(i+2) >= precision {
			b.Answer = j.Confidence
		}
	}
	return b
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
