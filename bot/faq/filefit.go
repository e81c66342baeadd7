package faq

import (
	"slices"
	"sync"

	"zhujiao/bot/text"
)

// OwnClass is a class with labelled questions to it.
type OwnClass struct {
	Name    string
	Setup   Setup
	Queries []Query
	// Generic is set if hardly any of its entries is its own, and the questions are those that
	// every class is asked. The ranking is not fitted on it.
	Generic bool
}

// FileFit is what is fitted for campaign files.
type FileFit struct {
	rank       rankWeights
	confidence confidenceFit
	beyond     beyondWeights
	// examples are those that beyond was fitted on.
	examples []beyondExample
}

// practice is a class prepared for fitting.
type practice struct {
	class   OwnClass
	matcher *Matcher
	ranked  []rankedQuestion // of the questions in scope
}

// practise prepares classes for fitting.
func practise(classes []OwnClass) []practice {
	out := make([]practice, len(classes))
	var wait sync.WaitGroup
	for i, c := range classes {
		wait.Go(func() {
			m, _ := New(c.Setup)
			c.Queries = slices.Clone(c.Queries)
			out[i] = practice{class: c, matcher: m}
			for n := range c.Queries {
				c.Queries[n].Author = c.Name
				if q := c.Queries[n]; len(q.IDs) > 0 && m.index.file != nil && !c.Generic {
					out[i].ranked = append(out[i].ranked, m.rankedQuestion(q))
				}
			}
		})
	}
	wait.Wait()
	return out
}

// rankedQuestion returns a labelled question with the features of all entries.
func (m *Matcher) rankedQuestion(q Query) rankedQuestion {
	out := rankedQuestion{features: m.index.read(cutRunes(text.Fold(q.Text)), noPhrase).features}
	for _, e := range m.entries {
		out.right = append(out.right, slices.Contains(q.IDs, e.ID))
	}
	return out
}

// bench fits on classes, some of which are left out, and keeps what it has fitted.
type bench struct {
	all   []practice
	ranks map[[2]int]rankWeights
}

// nobody leaves no class out.
const nobody = -1

// rank returns the ranking fitted without the classes i and j (or nobody).
func (b *bench) rank(i, j int) rankWeights {
	key := [2]int{min(i, j), max(i, j)}
	if w, ok := b.ranks[key]; ok {
		return w
	}
	var qs []rankedQuestion
	for n := range b.all {
		if n != i && n != j {
			qs = append(qs, b.all[n].ranked...)
		}
	}
	b.ranks[key] = fitRank(qs)
	return b.ranks[key]
}

// without returns what is fitted without a class (or nobody). The confidence is fitted on
// the questions of each class as what was fitted on the others reads them, or it would
// trust the ranking too much.
func (b *bench) without(except int, precision float64) (out FileFit) {
	examples := make([][]beyondExample, len(b.all))
	for i := range b.all {
		if i != except {
			b.all[i].matcher.index.rank = b.rank(i, except)
			examples[i] = b.all[i].beyondExamples()
		}
	}
	var judged []Judged
	for i := range b.all {
		if i == except {
			continue
		}
		others := slices.Clone(examples)
		others[i] = nil
		b.all[i].matcher.index.beyond = fitBeyond(slices.Concat(others...))
		judged = append(judged, b.all[i].matcher.Judge(b.all[i].class.Queries)...)
	}
	out.examples = slices.Concat(examples...)
	out.rank, out.beyond = b.rank(except, nobody), fitBeyond(out.examples)
	out.confidence = fitConfidence(judged, precision)
	return out
}

// fitConfidence fits weights and bounds for best entries with an intent and for the file's
// own ones.
func fitConfidence(judged []Judged, precision float64) (out confidenceFit) {
	kinds := signalTable()
	for own := range out {
		var xs []example
		var of []Judged
		for i := range judged {
			if j := &judged[i]; int(j.Signals[sigOwn]) == own && len(j.Hits) > 0 {
				xs = append(xs, example{j.Signals[:], j.Right(), 1})
				of = append(of, *j)
			}
		}
		out[own].Weights = Weights(fitLogistic(xs, kinds[:]))
		out[own].Bounds = pooledBounds(of, out[own].Weights, precision-knownAllowance*float64(1-own))
	}
	return out
}

// knownAllowance is by how much the precision of entries with an intent may be lower in
// practice: half of the classes' questions to them are near misses, far more than people
// ask, and the test questions keep the full precision with it.
const knownAllowance = 0.02

// pooledBounds is boundsFor with the questions of all authors together: one class has too
// few for a bound of its own.
func pooledBounds(js []Judged, w Weights, precision float64) Bounds {
	for i := range js {
		js[i].Author = ""
	}
	b := boundsFor(js, w, precision)
	b.Suggest = max(b.Suggest, leastOffered)
	return b
}

// leastOffered is the lowest confidence at which an entry of a file is offered. It is above
// what a question about a topic gets that no entry names (see Matcher.confidence).
const leastOffered = 0.3

// judge judges the questions of a class with what was fitted.
func (p *practice) judge(f FileFit) []Judged {
	p.matcher.index.rank, p.matcher.index.beyond, p.matcher.fit = f.rank, f.beyond, f.confidence
	return p.matcher.Judge(p.class.Queries)
}

// FitFile fits the ranking, the confidence and its bounds on classes.
func FitFile(classes []OwnClass, precision float64) FileFit {
	b := bench{practise(classes), map[[2]int]rankWeights{}}
	return b.without(nobody, precision)
}

// LeaveOneOut judges the questions of each class with what was fitted on the others.
func LeaveOneOut(classes []OwnClass, precision float64) [][]Judged {
	b, out := bench{practise(classes), map[[2]int]rankWeights{}}, make([][]Judged, len(classes))
	for i := range b.all {
		out[i] = b.all[i].judge(b.without(i, precision))
	}
	return out
}
