package faq

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"zhujiao/bot/text"
)

// Signals are the measured inputs of a confidence, by the constants of signals.go.
type Signals [signalCount]float64

//nolint:gochecknoglobals // word lists, never changed
var (
	negations     = []string{"不想", "不要", "不用", "别", "没说", "不是问", "不需要", "不必"}
	doneWords     = []string{"已经", "搞定", "收到了", "领到了", "找到了", "解决了", "好了", "谢谢", "报过", "进去了", "能打开了"}
	resultWords   = strings.Fields("好 着 到 上 完 回来 成 进去 进来 进群 开 懂 明白 妥 搞定 齐 解决 知道 看见 出来")
	questionWords = strings.Fields("? 吗 么 呢 嘛 怎 咋 啥 哪 几 多少 谁 是不 有没 能不 可不 如何 为何 求 帮 麻烦 请问")
	thirdPersons  = []string{"他说", "她说", "我妈", "我爸", "我同学", "我朋友", "我同事", "我室友", "我弟", "我姐", "我老公", "我老婆", "老板", "他们", "别人的"}
)

// thanksAndMarks are the characters that may follow the end of a text that
// reports something done: thanks, particles and marks.
const thanksAndMarks = "谢多感激老师哈哒呀啊哦噢嗯~!,.。、^_您你大家啰咯"

// containsAny is 1 if a text has one of some words, else 0. It searches for those only that begin
// with a character of the text, because most lists have dozens of words.
func containsAny(s string, words []string) float64 {
	var characters [4]uint64 // by the lowest 8 bits
	for _, r := range s {
		characters[r>>6&3] |= 1 << (r & 63)
	}
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); characters[r>>6&3]&(1<<(r&63)) != 0 && strings.Contains(s, w) {
			return 1
		}
	}
	return 0
}

// signals measures the reading of a text; all signals are 0 if it has no
// entry.
func (x *index) signals(r reading) Signals {
	s := x.phrasingSignals(r)
	if x.file != nil && len(r.entries) > 0 {
		x.fileSignals(&s, r)
	}
	return s
}

// phrasingSignals sets the signals that exist without the view of a file.
func (x *index) phrasingSignals(r reading) (s Signals) {
	if len(r.entries) == 0 {
		return s
	}
	top, second := r.entries[0], 0.0
	if len(r.entries) > 1 {
		second = r.entries[1].value
	}
	s = r.compared.besidePhrase(x, top.phrase)
	s[sigBestSimilarity], s[sigLeadOverNext] = top.value, top.value-second
	s[sigLeadOverOutOfScope], s[sigOutOfScopeSimilarity] = top.value-r.outOfScope.value, r.outOfScope.value
	if !x.withoutReasons {
		s[sigForeign] = r.foreign
	}
	f := r.form
	s[sigShort] = 1 / float64(len(f.runes)+1)
	s[sigLong] = math.Max(0, float64(len(f.runes)-15)) / 15
	if len(f.concepts) == 0 {
		s[sigNoConcept] = 1
	}
	s[sigCharCoverage], s[sigPairCoverage], s[sigRarestUncovered] = r.compared.coverage(x, top.entry)
	x.modelSignals(&s, r, top.entry)
	return s
}

// phraseSignals returns the signals that only a question and the most similar phrasing (or
// noPhrase) decide.
func (x *index) phraseSignals(folded string, f form, number int) (s Signals) {
	phrase := ""
	if number != noPhrase {
		phrase = text.Fold(x.phrases[number])
	}
	if !x.withoutReasons {
		s.wordSignals(folded, phrase)
	}
	if len(f.concepts) > 0 {
		s[sigSharedConcepts] = sharedPart(f.concepts, x.lang.concepts.find(x.lang.normalise(phrase)))
	}
	if len([]rune(phrase)) > 2 && strings.Contains(folded, phrase) {
		s[sigHoldsPhrasing] = float64(len([]rune(phrase))) / float64(len(f.runes)+1)
	}
	return s
}

// wordSignals sets the signals that depend on single words. A word that also occurs
// in the most similar phrasing is not counted as evidence against it.
func (s *Signals) wordSignals(folded, phrase string) {
	s[sigNegated] = containsAny(folded, negations) * (1 - containsAny(phrase, negations))
	s[sigDone] = containsAny(folded, doneWords) * (1 - containsAny(phrase, doneWords))
	s[sigThirdPerson] = containsAny(folded, thirdPersons)
	if reportsDone(folded) {
		s[sigDoneNoQuestion] = 1
	}
}

// modelSignals sets the signals of the classifier and of custom entries.
func (x *index) modelSignals(s *Signals, r reading, top int) {
	odds, next := x.odds(r, top), 0.0
	if r.custom.entry != top {
		next = r.custom.odds
	}
	for at, p := range r.odds {
		if x.intentOwners[at] != top {
			next = math.Max(next, p)
		}
	}
	s[sigOdds], s[sigOutOfScopeOdds], s[sigOddsLead] = odds, x.odds(r, noEntry), odds-next
	if r.mostSimilar == top {
		s[sigAgreement] = 1
	}
	s[sigTextSimilarity] = r.similarity
	if v := r.custom; v.found && v.entry == top {
		s[sigIsCustom] = 1
	} else if v.found {
		s[sigCustomMayBeMeant] = v.signals[customSimilarity] / math.Max(r.similarity, 1e-9)
	}
}

// reportsDone reports whether a text says that something is done and asks nothing,
// such as 房间找着了,谢谢哈. A failure (打不开了) does not count.
func reportsDone(folded string) bool {
	said := strings.TrimRight(folded, thanksAndMarks)
	before, done := strings.CutSuffix(said, "了")
	if !done {
		before, done = strings.CutSuffix(said, "啦")
	}
	if !done || containsAny(folded, questionWords) > 0 {
		return false
	}
	said = before
	for _, w := range resultWords {
		if before, found := strings.CutSuffix(said, w); found {
			return !strings.HasSuffix(before, "不") && !strings.HasSuffix(before, "没")
		}
	}
	return false
}

// coverage measures how much of a question occurs in the phrasings of an entry: the
// share of its characters and of its pairs of characters, each weighted by IDF, and the
// IDF of the rarest character that does not occur, relative to the highest possible
// one. They reveal a near miss, which has words that the entry does not have.
func (x *index) coverage(t terms, entry int) (chars, pairs, rarest float64) {
	var sum, all [2]float64
	lists := t[chars1:chars3]
	if len(t[chars1]) == 0 {
		lists = t[sounds1:concepts]
	}
	phrases := rangesOf(x, entry)
	for n, list := range lists {
		for _, id := range list {
			worth := x.maxIDF
			if x.inPhrasings(id) {
				worth = float64(x.idf(id))
			}
			all[n] += worth
			if x.phrasesHave(phrases, id) {
				sum[n] += worth
			} else if n == 0 {
				rarest = math.Max(rarest, worth/x.maxIDF)
			}
		}
	}
	return sum[0] / math.Max(all[0], 1e-9), sum[1] / math.Max(all[1], 1e-9), rarest
}

// phrasesHave reports whether one of the phrasings in some ranges has a feature. A
// feature that is too common to be indexed counts as absent.
func (x *index) phrasesHave(ranges []phraseRange, id int32) bool {
	if !x.inPhrasings(id) {
		return false
	}
	list := x.postings[x.postingEnds[id]:x.postingEnds[id+1]] // in the order of the phrasings
	for _, s := range ranges {
		at, _ := slices.BinarySearch(list, newPosting(s.from, 0))
		if at < len(list) && list[at].phrase() < s.to {
			return true
		}
	}
	return false
}

// sharedPart returns the share of the concepts in a, which has some, that are also in b.
func sharedPart(a, b []string) float64 {
	n := 0
	for _, c := range a {
		if slices.Contains(b, c) {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// Weights are those of the logistic regression that turns signals into a
// confidence; the last one is the constant.
type Weights [signalCount + 1]float64

// Confidence is the estimated probability that the best entry is right.
func (w Weights) Confidence(s Signals) float64 {
	return logistic(w[:], s[:])
}

// calibrated are weights with the bounds that go with them, and trees that correct what the
// weights say; there may be none.
type calibrated struct {
	Weights
	Bounds
	trees forest
}

// Confidence is the estimated probability that the best entry is right.
func (c *calibrated) Confidence(s Signals) float64 {
	return 1 / (1 + math.Exp(-c.margin(s)-c.trees.sum(s[:], nil)))
}

// margin returns the logarithm of the odds that the weights alone give.
func (w Weights) margin(s Signals) float64 {
	sum := w[signalCount]
	for i, v := range s {
		sum += w[i] * v
	}
	return sum
}

// estimator estimates the probability that the best entry is right.
type estimator interface{ Confidence(s Signals) float64 }

// confidenceFit holds what turns signals into a band: for a best entry with a built-in
// intent, and for one that only the file has. They differ, because the classifier and
// hundreds of phrasings speak for the former alone.
type confidenceFit [2]calibrated

// withTrees returns a fit with trees.
func withTrees(f confidenceFit, trees forest) confidenceFit {
	for own := range f {
		f[own].trees = trees
	}
	return f
}

// of returns the weights and bounds for some signals.
func (f *confidenceFit) of(s Signals) *calibrated { return &f[int(s[sigOwn])] }

// example is one observation for a logistic regression: the measured signals,
// whether the answer was right, and how much the observation counts.
type example struct {
	signals []float64
	right   bool
	weight  float64
}

// fitLogistic fits the weights of a logistic regression, the constant last, by
// gradient descent with L2 decay. A weight whose sign contradicts its signal's is
// set to zero.
func fitLogistic(xs []example, signals []signal) []float64 {
	return fitLogisticIn(logisticRounds, xs, signals)
}

// logisticRounds is the usual number of rounds of fitLogistic.
const logisticRounds = 2500

// fitLogisticIn is fitLogistic in so many rounds.
func fitLogisticIn(rounds int, xs []example, signals []signal) []float64 {
	n := len(signals)
	w, g := make([]float64, n+1), make([]float64, n+1)
	total := 0.0
	for _, x := range xs {
		total += x.weight
	}
	for range rounds {
		clear(g)
		for i := range xs {
			xs[i].addGradient(w, g)
		}
		for j, k := range signals {
			if w[j] -= 1.5 * (g[j]/total + 0.001*w[j]); w[j]*k.sign < 0 {
				w[j] = 0
			}
		}
		w[n] -= 1.5 * g[n] / total
	}
	return w
}

// addGradient adds the gradient of the loss of x at the weights w to g.
func (x *example) addGradient(w, g []float64) {
	e := logistic(w, x.signals)
	if x.right {
		e--
	}
	e *= x.weight
	for j, v := range x.signals {
		g[j] += e * v
	}
	g[len(x.signals)] += e
}
