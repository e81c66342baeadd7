package faq

import (
	"cmp"
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
	rank       ranking
	confidence confidenceFit
	trees      forest
	beyond     beyondWeights
	// examples are those that beyond was fitted on.
	examples []beyondExample
}

// practice is a class prepared for fitting.
type practice struct {
	class   OwnClass
	matcher *Matcher
	ranked  []rankedQuestion // of the questions in scope
	// thinned are matchers for the class with some entries and wordings left out.
	thinned []thinnedClass
}

// practise prepares classes for fitting.
func practise(classes []OwnClass) []practice {
	out := make([]practice, len(classes))
	var wait sync.WaitGroup
	for i, c := range classes {
		wait.Go(func() {
			m, _ := New(c.Setup)
			c.Queries = slices.Clone(c.Queries)
			out[i] = practice{class: c, matcher: m, thinned: thinnings(c)}
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

// bench fits on classes, some of which are left out, and keeps what it has fitted. A class is
// left out with its neighbours, which have the same author: the classes of a fold.
type bench struct {
	all   []practice
	ranks map[[2]int]ranking
}

// folds is the number of folds of the classes.
const folds = 6

// nobody leaves no fold out.
const nobody = -1

// fold returns the fold of a class.
func (b *bench) fold(class int) int { return class * folds / len(b.all) }

// rank returns the ranking fitted without the folds i and j (or nobody).
func (b *bench) rank(i, j int) ranking {
	key := [2]int{min(i, j), max(i, j)}
	if w, ok := b.ranks[key]; ok {
		return w
	}
	var qs []rankedQuestion
	for n := range b.all {
		if f := b.fold(n); f != i && f != j {
			qs = append(qs, b.all[n].ranked...)
		}
	}
	b.ranks[key] = fitRanking(qs)
	return b.ranks[key]
}

// without returns what is fitted without a fold (or nobody). The confidence is fitted on
// the questions of each class as what was fitted on the other folds reads them, or it would
// trust the ranking too much.
func (b *bench) without(except int, precision float64) (out FileFit) {
	var examples [folds][]beyondExample
	for i := range b.all {
		if f := b.fold(i); f != except {
			b.all[i].matcher.index.rank = b.rank(f, except)
			examples[f] = append(examples[f], b.all[i].beyondExamples()...)
		}
	}
	var judged, practised []Judged
	for f := range folds {
		if f == except {
			continue
		}
		others := examples
		others[f] = nil
		beyond := fitBeyond(slices.Concat(others[:]...))
		for i := range b.all {
			if b.fold(i) == f {
				whole, thinned := b.all[i].judgeAll(beyond)
				judged, practised = append(judged, whole...), append(practised, thinned...)
			}
		}
	}
	out.examples = slices.Concat(examples[:]...)
	out.rank, out.beyond = b.rank(except, nobody), fitBeyond(out.examples)
	out.confidence = fitConfidence(judged, practised, precision)
	out.trees = out.confidence[0].trees
	return out
}

// judgeAll judges the questions of a class as the ranking that it has and some weights of words
// read them: those to the whole class, which decide the bounds, and all others.
func (p *practice) judgeAll(beyond beyondWeights) (judged, practised []Judged) {
	p.matcher.index.beyond = beyond
	if js := p.labelled(p.matcher.Judge(p.class.Queries)); p.class.Generic {
		practised = weighed(js, genericWeight) // the bounds are those of classes
	} else {
		judged = weighed(js, 1)
	}
	for _, t := range p.thinned {
		t.matcher.index.rank, t.matcher.index.beyond = p.matcher.index.rank, beyond
		practised = append(practised, weighed(p.labelled(t.matcher.Judge(t.queries)), thinnedWeight)...)
	}
	return judged, practised
}

// genericWeight is how much a question that every class is asked counts beside one to a class.
const genericWeight = 0.5

// weighed sets how much questions count.
func weighed(js []Judged, weight float64) []Judged {
	for i := range js {
		js[i].weight = weight
	}
	return js
}

// labelled leaves out the questions whose best entry is one that labels cannot name: a
// command, which is added to the entries of the file. It may be right all the same.
func (p *practice) labelled(js []Judged) []Judged {
	if p.class.Generic {
		return js
	}
	commands := map[string]bool{}
	for _, e := range p.class.Setup.Entries {
		commands[e.ID] = e.Command
	}
	return slices.DeleteFunc(js, func(j Judged) bool { return len(j.Hits) > 0 && commands[j.Hits[0].ID] })
}

// fitConfidence fits weights for best entries with an intent and for the file's own ones, and
// trees that correct both, on questions to whole classes and to thinned ones. Bounds are those
// that the questions to whole classes need for a precision, as what was fitted on the other
// classes reads them. The bound of the answers is one for all: questions to one kind of entry
// are too few for a bound of their own.
func fitConfidence(judged, practised []Judged, precision float64) (out confidenceFit) {
	out = fitEstimate(judged, practised)
	var left [2][]Judged
	for part := range boundParts {
		in := func(j Judged) bool { return partOfClass(j.Author) == part }
		fit := fitEstimate(slices.DeleteFunc(slices.Clone(judged), in), slices.DeleteFunc(slices.Clone(practised), in))
		for i := range judged {
			if j := judged[i]; in(j) && len(j.Hits) > 0 {
				own := int(j.Signals[sigOwn])
				j.Confidence = j.confidenceWith(&fit[own])
				left[own] = append(left[own], j)
			}
		}
	}
	both := pooledBounds(slices.Concat(left[0], left[1]), precision)
	// What sounds like a question that every class is asked is rather offered than ignored.
	out[0].Bounds = Bounds{both.Answer, leastOffered}
	out[1].Bounds = Bounds{both.Answer, min(both.Answer, pooledBounds(left[1], precision).Suggest)}
	return out
}

// boundParts is the number of parts of the classes of which each is left out once to find
// the bounds.
const boundParts = 3

// partOfClass returns the part that a class belongs to, by its name.
func partOfClass(name string) (part int) {
	for _, r := range name {
		part = (part*31 + int(r)) % boundParts
	}
	return part
}

// fileRounds is the number of rounds in which the weights of a confidence are fitted.
const fileRounds = 800

// fitEstimate fits the weights and the trees of a confidence.
func fitEstimate(judged, practised []Judged) (out confidenceFit) {
	kinds := signalTable()
	var all []example
	var margins []float64
	for own := range out {
		xs := append(examplesOf(practised, own), examplesOf(judged, own)...)
		out[own].Weights = Weights(fitLogisticIn(fileRounds, xs, kinds[:]))
		for _, x := range xs {
			all, margins = append(all, x), append(margins, out[own].margin(Signals(x.signals)))
		}
	}
	return withTrees(out, fitForest(all, margins))
}

// examplesOf returns the questions whose best entry is the file's own (1) or has an intent (0).
func examplesOf(js []Judged, own int) (out []example) {
	for i := range js {
		if j := &js[i]; int(j.Signals[sigOwn]) == own && len(j.Hits) > 0 {
			out = append(out, example{j.Signals[:], j.Right(), j.weight})
		}
	}
	return out
}

// pooledBounds is boundsFor with the questions of all authors together: one class has too
// few for a bound of its own.
func pooledBounds(js []Judged, precision float64) Bounds {
	for i := range js {
		js[i].Author = ""
	}
	b := boundsOf(js, precision)
	b.Answer = answerBound(js, precision)
	b.Suggest = max(b.Suggest, leastOffered)
	return b
}

// negativesAnswered is the share of questions that must not be answered of which the answers
// may reach in practice.
const negativesAnswered = 0.018

// answerBound returns the lowest confidence from which on answers to questions have a
// precision and reach no more negatives than negativesAnswered; it assumes one more mistake
// than was seen.
func answerBound(js []Judged, precision float64) float64 {
	sorted, negatives := make([]*Judged, 0, len(js)), 0.0
	for i := range js {
		if len(js[i].IDs) == 0 {
			negatives++
		}
		if !js[i].askBack {
			sorted = append(sorted, &js[i])
		}
	}
	slices.SortStableFunc(sorted, func(a, b *Judged) int { return cmp.Compare(b.Confidence, a.Confidence) })
	bound, right, wrong, answered := 0.99, 0.0, 1.0, 0.0
	for i, j := range sorted {
		if j.Right() {
			right++
		} else if wrong++; len(j.IDs) == 0 {
			answered++
		}
		if answered > negativesAnswered*negatives {
			break
		}
		if i >= 10 && right/(right+wrong) >= precision {
			bound = j.Confidence
		}
	}
	return bound
}

// leastOffered is the lowest confidence at which an entry of a file is offered. It is above
// what a question about a topic gets that no entry names (see Matcher.confidence).
const leastOffered = 0.25

// judge judges the questions of a class with what was fitted.
func (p *practice) judge(f FileFit) []Judged {
	p.matcher.index.rank, p.matcher.index.beyond, p.matcher.fit = f.rank, f.beyond, f.confidence
	return p.matcher.Judge(p.class.Queries)
}

// FitFile fits the ranking, the confidence and its bounds on classes.
func FitFile(classes []OwnClass, precision float64) FileFit {
	b := bench{practise(classes), map[[2]int]ranking{}}
	return b.without(nobody, precision)
}

// LeaveOut judges the questions of each class with what was fitted on the other folds.
func LeaveOut(classes []OwnClass, precision float64) [][]Judged {
	b, out := bench{practise(classes), map[[2]int]ranking{}}, make([][]Judged, len(classes))
	for f := range folds {
		var fit *FileFit
		for i := range b.all {
			if b.fold(i) != f {
				continue
			}
			if fit == nil {
				fitted := b.without(f, precision)
				fit = &fitted
			}
			out[i] = b.all[i].judge(*fit)
		}
	}
	return out
}
