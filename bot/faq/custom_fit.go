package faq

import (
	"slices"
	"sync"

	"zhujiao/bot/text"
)

// The weights of custom entries are fitted in rounds. In each, some built-in intents
// play custom entries: they have only a few phrasings, and the classifier is fitted
// without them.
const (
	customRounds    = 6
	customPhrasings = 5
	askEvery        = 3 // every third held-out phrasing is asked
)

// heldOutQuestion is a shipped phrasing that was asked of an index without it, with
// the number of its intent.
type heldOutQuestion struct {
	folded  string
	intent  int
	reading reading
	index   *index
}

// customExamples runs all rounds with the weights w and returns the examples that
// toExample makes of the questions asked.
func customExamples(lang *language, w customWeights, toExample func(heldOutQuestion) (example, bool)) []example {
	rounds := make([][]example, customRounds)
	var wait sync.WaitGroup
	for round := range customRounds {
		wait.Go(func() {
			for _, a := range customRound(lang, round, w) {
				if x, ok := toExample(a); ok {
					rounds[round] = append(rounds[round], x)
				}
			}
		})
	}
	wait.Wait()
	return slices.Concat(rounds...)
}

// fitCustomWeights fits the weights of custom entries. It also returns examples for
// the weights of the confidence, measured where custom entries exist.
func fitCustomWeights(lang *language) (customWeights, []example) {
	signals := customSignalTable()
	w := customWeights(fitLogistic(customExamples(lang, customWeights{}, func(q heldOutQuestion) (example, bool) {
		best := q.reading.custom
		return example{best.signals[:], best.entry == q.intent, 1}, best.found
	}), signals[:]))
	return w, customExamples(lang, w, func(q heldOutQuestion) (example, bool) {
		s := q.index.signals(q.reading)
		return example{s[:], len(q.reading.entries) > 0 && q.reading.entries[0].entry == q.intent, 1}, true
	})
}

// customRound runs one round: it asks the phrasings of one fold of an index that was
// built from the other folds.
func customRound(lang *language, round int, w customWeights) (out []heldOutQuestion) {
	fold := round % heldOutFolds
	isCustom := func(k int) bool { return k%customRounds == round && Intents()[k].Name != outOfScopeIntent }
	keep := func(k, i int) bool { return foldOf(k, i) != fold }
	c := fitClassifier(trainingSetOf(lang, func(k, i int) bool { return !isCustom(k) && keep(k, i) }))
	x := newIndex(lang, customRoundSources(isCustom, keep), c)
	owners := make([]int, len(Intents()))
	for k, in := range Intents() {
		if owners[k] = k; isCustom(k) || in.Name == outOfScopeIntent {
			owners[k] = noEntry
		}
	}
	setIntentOwners(x, owners)
	x.custom = w
	for k, in := range Intents() {
		for i := 0; i < len(in.Phrasings); i += askEvery {
			if folded := text.Fold(in.Phrasings[i]); !keep(k, i) {
				out = append(out, heldOutQuestion{folded, k, x.read(folded, noPhrase), x})
			}
		}
	}
	return out
}

// customRoundSources returns the phrasings of a round, with each intent as an entry.
// An intent that plays a custom entry has only a few.
func customRoundSources(isCustom func(k int) bool, keep keepPhrasing) (out []ownedPhrase) {
	for k, in := range Intents() {
		owner, step := k, 1
		if in.Name == outOfScopeIntent {
			owner = noEntry
		}
		if isCustom(k) {
			step = max(1, len(in.Phrasings)/customPhrasings)
		}
		for i := step / 2; i < len(in.Phrasings); i += step {
			if keep(k, i) {
				out = append(out, ownedPhrase{in.Phrasings[i], owner})
			}
		}
	}
	return out
}
