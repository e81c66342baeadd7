package faq

import (
	"cmp"
	"slices"
	"sync"

	"zhujiao/bot/text"
)

// Query is a labelled question. IDs are the entries that would be right; it is empty
// for a question that must not be answered. Author may be empty.
type Query struct {
	Text, Kind, Author string
	IDs                []string
}

// Judged is a query with the result of a matcher.
type Judged struct {
	Query
	Hits       []Hit
	Signals    Signals
	Confidence float64
	Band       Band
	exact      bool

	// confidenceWith returns the confidence that another estimate would give.
	confidenceWith func(estimator) float64
	// askBack is set if the question is not answered at once: it names two entries, asks for
	// a particular that the entry does not state, or means a command in a file with answers.
	askBack bool
	// weight is how much the question counts in a fit.
	weight float64
}

// Right reports whether the first hit is one of the labels.
func (j *Judged) Right() bool { return len(j.Hits) > 0 && slices.Contains(j.IDs, j.Hits[0].ID) }

// Report summarises how well a matcher did: recall at 1 and at 3 hits and mean
// reciprocal rank of the questions in scope.
type Report struct {
	InScope, OutOfScope int
	R1, R3, MRR         float64
	// Precision and Recall are those of the answer band. False are the wrong answers,
	// and OutOfScopeAnswered counts those to questions that are out of scope.
	Precision, Recall  float64
	False              []Judged
	OutOfScopeAnswered int
	ByKind             map[string][2]int // right, all
}

// CrossValidate judges every query with weights and bounds that were fitted on the
// other folds. The examples made of the shipped phrasings are used in every fold.
func CrossValidate(s Setup, qs []Query, folds int, precision float64) []Judged {
	m, _ := New(s)
	js := m.Judge(qs)
	base := heldOutExamples(m)
	if s.Without == 0 { // the examples with custom entries need all parts
		_, more := fitCustomWeights(m.index.lang)
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
			w, b := fitWeights(base, train, precision)
			for i := k; i < len(js); i += folds {
				js[i].decide(w, b)
			}
		})
	}
	wait.Wait()
	return js
}

// queryWeight is the weight of a labelled query; a shipped phrasing has 1.
const queryWeight = 4

// fitWeights fits weights on the examples of base and the queries of train, and bounds
// on train.
func fitWeights(base []example, train []Judged, precision float64) (Weights, Bounds) {
	xs := slices.Clone(base)
	for i := range train {
		xs = append(xs, example{train[i].Signals[:], train[i].Right(), queryWeight})
	}
	kinds := signalTable()
	w := Weights(fitLogistic(xs, kinds[:]))
	return w, boundsFor(train, w, precision)
}

// heldOutFolds is the number of folds of the shipped phrasings.
const heldOutFolds = 5

// foldOf returns the fold of the i-th phrasing of the k-th intent. A fold is a run of
// neighbours, because phrasings that were written one after the other resemble each
// other and must not be judged by each other.
func foldOf(k, i int) int { return i * heldOutFolds / len(Intents()[k].Phrasings) }

// heldOutExamples asks every shipped phrasing of a matcher that was built without its
// fold. The thousands of examples make up for the small number of labelled queries.
func heldOutExamples(m *Matcher) []example {
	if m.without&Phrasings != 0 {
		return nil
	}
	folds := make([][]example, heldOutFolds)
	var wait sync.WaitGroup
	for k := range heldOutFolds {
		wait.Go(func() { folds[k] = m.heldOutExamplesOf(k) })
	}
	wait.Wait()
	return slices.Concat(folds...)
}

// heldOutExamplesOf asks the phrasings of one fold of an index and a classifier that
// were built from the other folds.
func (m *Matcher) heldOutExamplesOf(fold int) (out []example) {
	keep := func(k, i int) bool { return foldOf(k, i) != fold }
	x := m.index
	var c *classifier
	if x.classifier != nil {
		c = fitClassifier(trainingSetOf(x.lang, keep))
	}
	index, holders := newIndex(x.lang, m.phrasings(keep), c), m.ownersByIntent()
	index.withoutReasons = x.withoutReasons
	setIntentOwners(index, holders)
	for k, in := range Intents() {
		owner := holders[k]
		for i, p := range in.Phrasings {
			folded := text.Fold(p)
			_, isOperators := m.exact[folded]
			if _, isTopic := topicAsked(folded); keep(k, i) || isOperators || isTopic {
				continue
			}
			r := index.read(folded, noPhrase)
			right := owner != noEntry && len(r.entries) > 0 && r.entries[0].entry == owner
			signals := index.signals(r)
			out = append(out, example{signals[:], right, 1})
		}
	}
	return out
}

// decide sets confidence and band by other weights and bounds.
func (j *Judged) decide(w estimator, b Bounds) {
	j.Confidence = j.confidenceWith(w)
	if j.exact {
		j.Confidence = 1
	}
	switch {
	case j.askBack && j.Confidence >= b.Suggest:
		j.Band = Suggest
	case j.Confidence >= b.Answer:
		j.Band = Answer
	case j.Confidence >= b.Suggest:
		j.Band = Suggest
	default:
		j.Band = None
	}
}

// Judge matches labelled queries.
func (m *Matcher) Judge(qs []Query) []Judged {
	out := make([]Judged, len(qs))
	for i, q := range qs {
		folded := cutRunes(text.Fold(q.Text))
		r, read := m.Match(folded), m.index.read(folded, noPhrase)
		j := Judged{Query: q, Hits: r.Hits, Band: r.Band, Confidence: r.Confidence, exact: r.Confidence == 1}
		j.Signals = m.index.signals(read)
		j.confidenceWith = func(w estimator) float64 { return m.confidence(folded, read, j.Signals, w) }
		j.askBack = len(m.namedEntries(folded)) > 1
		if len(read.entries) > 0 {
			top := read.entries[0].entry
			j.askBack = j.askBack || m.index.file != nil && m.entries[top].Command || !m.mayAnswer(top, folded)
		}
		out[i] = j
	}
	return out
}

// boundsFor finds the bounds of the bands. The answer band begins where the answers to
// the queries of each single author have the wished precision; the band below it ends
// where none of the choices is right more often than not.
func boundsFor(js []Judged, w estimator, precision float64) Bounds {
	js = slices.Clone(js)
	for i := range js {
		js[i].decide(w, Bounds{1, 1})
	}
	return boundsOf(js, precision)
}

// boundsOf is boundsFor by the confidences that the questions have.
func boundsOf(js []Judged, precision float64) (b Bounds) {
	authors, all := map[string][]*Judged{}, make([]*Judged, len(js))
	for i := range js {
		j := js[i]
		authors[j.Author], all[i] = append(authors[j.Author], &j), &j
	}
	for _, ofAuthor := range authors {
		b.Answer = max(b.Answer, boundFor(ofAuthor, precision))
	}
	b.Suggest = suggestBound(all, b.Answer)
	return b
}

// suggestWindow is the number of questions over which suggestBound takes the average.
const suggestWindow = 50

// suggestBound returns the lowest confidence around which at least half of the
// questions have the right entry among the choices.
func suggestBound(js []*Judged, answer float64) float64 {
	candidates := slices.DeleteFunc(slices.Clone(js), func(j *Judged) bool { return j.Confidence >= answer })
	slices.SortFunc(candidates, func(a, b *Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	bound, weight := answer, outOfScopeWeight(js)
	for end := suggestWindow; end <= len(candidates); end++ {
		good, bad := 0.0, 0.0
		for _, j := range candidates[end-suggestWindow : end] {
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
		bound = candidates[end-1-suggestWindow/2].Confidence
	}
	return bound
}

// outOfScopeShare is the assumed share of questions that must not be answered. Where
// labelled queries have a smaller share, each of them gets a higher weight.
const outOfScopeShare = 0.4

// boundFor returns the bound of the answer band for the queries of one author. It
// assumes one more mistake than was seen (rule of succession).
func boundFor(js []*Judged, precision float64) float64 {
	sorted := slices.Clone(js)
	slices.SortFunc(sorted, func(a, b *Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	weight := outOfScopeWeight(js)
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

// outOfScopeWeight returns the weight of a query that must not be answered, at least 1,
// so that their share becomes outOfScopeShare.
func outOfScopeWeight(js []*Judged) float64 {
	n := 0
	for _, j := range js {
		if len(j.IDs) == 0 {
			n++
		}
	}
	if n == 0 || n == len(js) {
		return 1
	}
	return max(1, outOfScopeShare/(1-outOfScopeShare)*float64(len(js)-n)/float64(n))
}

// Summarise computes the report of judged queries.
func Summarise(js []Judged) Report {
	r := Report{ByKind: map[string][2]int{}}
	var answered, right int
	for i := range js {
		j := &js[i]
		k := r.ByKind[j.Kind]
		k[1]++
		if len(j.IDs) == 0 {
			r.OutOfScope++
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
			r.OutOfScopeAnswered++
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
