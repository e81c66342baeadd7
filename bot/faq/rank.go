package faq

import (
	"math"
	"slices"
)

// The features by which the entries of a file are ranked: how an entry resembles a
// question among all phrasings and among the file's own texts. Those that begin with rel
// are relative to the entry that has most of it.
const (
	rankSimilarity = iota
	rankOdds
	rankLogOdds
	rankLeaning
	rankStated
	rankConcepts
	rankConceptsStated
	rankWorld
	rankWorldStated
	rankWordingConcepts
	rankWordingWorld
	rankClause
	rankClauseConcepts
	rankClauseWorld
	rankSounds
	rankOwn
	rankTrusted
	rankTopic
	rankTopicOfClause
	rankExplained
	relSimilarity
	relWording
	relCovered
	relStated
	relConceptsStated
	relWorldStated
	relClause
	relTopic
	relTopicOfClause
	relExplained
	rankFeatureCount
)

// rankTable describes the features by their constants.
func rankTable() [rankFeatureCount]signal {
	return [...]signal{
		rankSimilarity:      {"rankSimilarity", "similarity among all phrasings", 1},
		rankOdds:            {"rankOdds", "odds of the classifier", 1},
		rankLogOdds:         {"rankLogOdds", "odds of the classifier, as a logarithm", 1},
		rankLeaning:         {"rankLeaning", "leans like a wording", 1},
		rankStated:          {"rankStated", "share of characters in wording or answer", 1},
		rankConcepts:        {"rankConcepts", "share of concepts in the wording", 1},
		rankConceptsStated:  {"rankConceptsStated", "share of concepts in wording or answer", 1},
		rankWorld:           {"rankWorld", "share of worldly concepts in the wording", 1},
		rankWorldStated:     {"rankWorldStated", "share of worldly concepts in wording or answer", 1},
		rankWordingConcepts: {"rankWordingConcepts", "concepts of a wording", 1},
		rankWordingWorld:    {"rankWordingWorld", "worldly concepts of a wording", 1},
		rankClause:          {"rankClause", "likeness to a clause of the answer", 1},
		rankClauseConcepts:  {"rankClauseConcepts", "concepts of a clause of the answer", 1},
		rankClauseWorld:     {"rankClauseWorld", "worldly concepts of a clause of the answer", 1},
		rankSounds:          {"rankSounds", "share of sounds in the wording", 1},
		rankOwn:             {"rankOwn", "no built-in intent", 0},
		rankTrusted:         {"rankTrusted", "confidence in it without the file's view, if it has an intent", 1},
		rankTopic:           {"rankTopic", "is about the same matters", 1},
		rankTopicOfClause:   {"rankTopicOfClause", "a clause of the answer is about the same matters", 1},
		rankExplained:       {"rankExplained", "share of what is said that it has or that is about its matters", 1},
		relSimilarity:       {"relSimilarity", "similarity relative to the highest", 1},
		relWording:          {"relWording", "likeness to a wording, likewise", 1},
		relCovered:          {"relCovered", "share of characters in the wording, likewise", 1},
		relStated:           {"relStated", "share of characters in wording or answer, likewise", 1},
		relConceptsStated:   {"relConceptsStated", "share of concepts in wording or answer, likewise", 1},
		relWorldStated:      {"relWorldStated", "share of worldly concepts in wording or answer, likewise", 1},
		relClause:           {"relClause", "likeness to a clause, likewise", 1},
		relTopic:            {"relTopic", "is about the same matters, likewise", 1},
		relTopicOfClause:    {"relTopicOfClause", "a clause is about the same matters, likewise", 1},
		relExplained:        {"relExplained", "share of what is said that it has or that is about its matters, likewise", 1},
	}
}

// rankFeatures are the features of one entry.
type rankFeatures [rankFeatureCount]float64

// any reports whether an entry resembles a question at all.
func (f *rankFeatures) any() bool {
	for k, v := range f {
		least := 0.0
		switch k {
		case rankOwn, rankLeaning, relTopic, relTopicOfClause, rankExplained, relExplained:
			continue
		case rankTopic, rankTopicOfClause:
			least = topicResembles
		}
		if v > least {
			return true
		}
	}
	return false
}

// topicResembles is how alike the matters of texts without any common feature have to be.
const topicResembles = 0.3

// rankWeights are those of a conditional logit: the entry of which the weighted features
// add up to most is the likeliest. Entries with a built-in intent have weights of their own,
// which come first, since the classifier knows them.
type rankWeights [2]rankFeatures

// of returns the weights for an entry with some features.
func (w *rankWeights) of(f *rankFeatures) *rankFeatures { return &w[int(f[rankOwn])] }

// logOddsFloor keeps the logarithm of odds of 0 finite; its logarithm is subtracted, so that
// the feature is never negative.
const logOddsFloor = 0.003

// rankFeatures returns the features of every entry, from the similarities among all
// phrasings and a reading with everything else, in the memory of the reading's tally.
func (x *index) rankFeatures(similarities []score, r reading) []rankFeatures {
	likenesses := r.likenesses
	out := zeroed(r.tally.features, len(likenesses))
	r.tally.features = out
	for e := range likenesses {
		f, l := &out[e], &likenesses[e]
		f[rankLeaning], f[rankSounds] = l.leaning, l.sounds
		f[rankTopic], f[rankTopicOfClause], f[relTopic], f[relTopicOfClause] = l.topic, l.topicOfClause, l.topic, l.topicOfClause
		f[rankExplained], f[relExplained] = l.explained, l.explained
		f[rankStated], f[rankConceptsStated], f[rankWorldStated] = l.stated[partChars], l.stated[partConcepts], l.stated[partWorld]
		f[rankConcepts], f[rankWorld] = l.covered[partConcepts], l.covered[partWorld]
		f[rankWordingConcepts], f[rankWordingWorld] = l.wording[partConcepts], l.wording[partWorld]
		f[rankClause], f[rankClauseConcepts], f[rankClauseWorld] = l.clause[partChars], l.clause[partConcepts], l.clause[partWorld]
		f[relWording], f[relCovered], f[relClause] = l.wording[partChars], l.covered[partChars], l.clause[partChars]
		f[relStated], f[relConceptsStated], f[relWorldStated] = f[rankStated], f[rankConceptsStated], f[rankWorldStated]
		if e+1 >= len(x.hasIntent) || !x.hasIntent[e+1] {
			f[rankOwn] = 1
		}
	}
	for _, s := range similarities {
		if s.entry != noEntry {
			out[s.entry][rankSimilarity], out[s.entry][relSimilarity] = s.value, s.value
		}
	}
	for at, p := range r.odds {
		if e := x.intentOwners[at]; e != noEntry {
			out[e][rankOdds] += p
			out[e][rankLogOdds] = math.Log((out[e][rankOdds] + logOddsFloor) / logOddsFloor)
		}
	}
	if len(r.byPhrasings) > 0 {
		f := &out[r.byPhrasings[0].entry]
		f[rankTrusted] = r.trust * (1 - f[rankOwn])
	}
	relate(out)
	return out
}

// leastTopic keeps matters that a question hardly touches from counting as its best.
const leastTopic = 0.35

// relate divides the relative features by the highest of each. It goes through the entries
// twice, and not twice for each feature, because thousands of them do not fit in the cache.
func relate(all []rankFeatures) {
	var most rankFeatures
	for k := relSimilarity; k < rankFeatureCount; k++ {
		most[k] = 1e-9
	}
	most[relTopic], most[relTopicOfClause], most[relExplained] = leastTopic, leastTopic, leastTopic
	for e := range all {
		f := &all[e]
		for k := relSimilarity; k < rankFeatureCount; k++ {
			if f[k] > most[k] {
				most[k] = f[k]
			}
		}
	}
	for e := range all {
		f := &all[e]
		for k := relSimilarity; k < rankFeatureCount; k++ {
			f[k] /= most[k]
		}
	}
}

// scores returns the weighted features of each entry, added up.
func (w *rankWeights) scores(all []rankFeatures) []float64 {
	out := make([]float64, len(all))
	for e := range all {
		f, sum := &all[e], 0.0
		of := w.of(f)
		for k := range f {
			sum += of[k] * f[k]
		}
		out[e] = sum
	}
	return out
}

// shares turns scores into probabilities in place.
func shares(out []float64) []float64 {
	if len(out) == 0 {
		return nil
	}
	most, sum := slices.Max(out), 0.0
	for e, v := range out {
		out[e] = math.Exp(v - most)
		sum += out[e]
	}
	for e := range out {
		out[e] /= sum
	}
	return out
}

// The entries with an intent share their probability for the most part as the phrasings and
// the classifier tell them apart, which were fitted on far more questions than the ranking.
const (
	sharedByPhrasings = 0.3
	phrasingsScale    = 8
)

// shareByPhrasings divides the probability of the entries that have an intent anew.
func shareByPhrasings(p []float64, all []rankFeatures) {
	known, sum := 0.0, 1e-12
	shares := make([]float64, len(p))
	for e := range all {
		if f := &all[e]; f[rankOwn] == 0 {
			shares[e] = math.Exp(phrasingsScale * (f[rankSimilarity] + classifierShare*f[rankOdds]))
			known, sum = known+p[e], sum+shares[e]
		}
	}
	for e := range all {
		if all[e][rankOwn] == 0 {
			p[e] = (1-sharedByPhrasings)*p[e] + sharedByPhrasings*known*shares[e]/sum
		}
	}
}

// fitRank fits the weights of a conditional logit on questions, each with the features of
// all entries and which of these are right, by gradient descent with L2 decay. A weight
// whose sign contradicts its feature's is set to zero.
func fitRank(qs []rankedQuestion) (w rankWeights) {
	kinds := rankTable()
	var squares rankWeights
	for range rankRounds {
		var g rankWeights
		for i := range qs {
			qs[i].addGradient(&w, &g)
		}
		for own := range w {
			for k := range w[own] {
				d := g[own][k]/float64(len(qs)) + rankDecay*w[own][k]
				squares[own][k] += d * d
				if w[own][k] -= 0.5 * d / math.Sqrt(squares[own][k]+1e-9); w[own][k]*kinds[k].sign < 0 {
					w[own][k] = 0
				}
			}
		}
	}
	return w
}

// rankRounds and rankDecay control the fitting.
const (
	rankRounds = 160
	rankDecay  = 0.002
)

// rankedQuestion is a labelled question with the features of all entries.
type rankedQuestion struct {
	features []rankFeatures
	right    []bool
}

// addGradient adds the gradient of the loss at the weights w to g.
func (q *rankedQuestion) addGradient(w, g *rankWeights) {
	p, right := shares(w.scores(q.features)), 1e-12
	for e, is := range q.right {
		if is {
			right += p[e]
		}
	}
	for e := range p {
		d := p[e]
		if q.right[e] {
			d -= p[e] / right
		}
		of := g.of(&q.features[e])
		for k, v := range q.features[e] {
			of[k] += d * v
		}
	}
}
