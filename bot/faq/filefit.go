package faq

import (
	"slices"
	"sync"

	"zhujiao/bot/text"
)

// OwnClass is a class with its own entries and labelled questions to it.
type OwnClass struct {
	Name    string
	Setup   Setup
	Queries []Query
}

// FileFit are the weights and bounds for campaign files.
type FileFit struct {
	Rank    rankWeights
	Weights Weights
	Bounds  Bounds
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
			out[i] = practice{class: c, matcher: m}
			for n := range c.Queries {
				out[i].class.Queries[n].Author = c.Name
				if q := c.Queries[n]; len(q.IDs) > 0 && m.index.file != nil {
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

// rankOf fits the ranking on classes, except some.
func rankOf(all []practice, except ...int) rankWeights {
	var qs []rankedQuestion
	for i := range all {
		if !slices.Contains(except, i) {
			qs = append(qs, all[i].ranked...)
		}
	}
	return fitRank(qs)
}

// judgeWith judges the questions of a class with other weights of the ranking.
func (p *practice) judgeWith(w rankWeights) []Judged {
	p.matcher.index.rank = w
	return p.matcher.Judge(p.class.Queries)
}

// FitFile fits the ranking, the confidence and its bounds on classes with entries of their
// own. The confidence is fitted on questions of each class as the other classes' ranking
// reads them, or it would trust the ranking too much.
func FitFile(classes []OwnClass, precision float64) FileFit {
	return fitFile(practise(classes), precision)
}

// fitFile is FitFile of prepared classes, except some.
func fitFile(all []practice, precision float64, except ...int) (out FileFit) {
	var judged []Judged
	for i := range all {
		if !slices.Contains(except, i) {
			judged = append(judged, all[i].judgeWith(rankOf(all, append([]int{i}, except...)...))...)
		}
	}
	out.Weights, out.Bounds = fitWeights(nil, judged, precision)
	out.Rank = rankOf(all, except...)
	return out
}

// LeaveOneOut judges the questions of each class with what was fitted on the others.
func LeaveOneOut(classes []OwnClass, precision float64) [][]Judged {
	all, out := practise(classes), make([][]Judged, len(classes))
	for i := range all {
		f := fitFile(all, precision, i)
		out[i] = all[i].judgeWith(f.Rank)
		for n := range out[i] {
			out[i][n].decide(f.Weights, f.Bounds)
		}
	}
	return out
}
