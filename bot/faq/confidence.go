package faq

import (
	"math"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

// Signals are the measured inputs of a confidence, by the constants of signals.go.
type Signals [signalCount]float64

//nolint:gochecknoglobals // word lists, never changed
var (
	negations = []string{"不想", "不要", "不用", "别", "没说", "不是问", "不需要", "不必"}
	doneWords = []string{"已经", "搞定", "收到了", "领到了", "找到了", "解决了", "好了", "谢谢", "报过", "进去了", "能打开了"}
	results   = strings.Fields("好 着 到 上 完 回来 成 进去 进来 进群 开 懂 明白 妥 搞定 齐 解决 知道 看见 出来")
	asking    = strings.Fields("? 吗 么 呢 嘛 怎 咋 啥 哪 几 多少 谁 是不 有没 能不 可不 如何 为何 求 帮 麻烦 请问")
	thirds    = []string{"他说", "她说", "我妈", "我爸", "我同学", "我朋友", "我同事", "我室友", "我弟", "我姐", "我老公", "我老婆", "老板", "他们", "别人的"}
)

// thanks are what such a text ends with: thanks, particles, marks.
const thanks = "谢多感激老师哈哒呀啊哦噢嗯~!,.。、^_您你大家啰咯"

func holds(s string, words []string) float64 {
	for _, w := range words {
		if strings.Contains(s, w) {
			return 1
		}
	}
	return 0
}

// signals measures a reading.
func (x *index) signals(folded string, r reading) Signals {
	var s Signals
	if len(r.entries) == 0 {
		return s
	}
	top, second := r.entries[0], 0.0
	if len(r.entries) > 1 {
		second = r.entries[1].value
	}
	s[sigBestSimilarity], s[sigLeadOverNext] = top.value, top.value-second
	s[sigLeadOverOutOfScope], s[sigOutOfScopeSimilarity] = top.value-r.negative.value, r.negative.value
	phrase := ""
	if top.phrase != everything {
		phrase = text.Fold(x.phrases[top.phrase])
	}
	if !x.blunt {
		s.reasons(x.lang, folded, phrase)
	}
	f := r.form
	s[sigShort] = 1 / float64(len(f.runes)+1)
	s[sigLong] = math.Max(0, float64(len(f.runes)-15)) / 15
	s[sigSharedConcepts] = shared(f.concepts, x.lang.concepts.find(x.lang.plain(phrase)))
	if len(f.concepts) == 0 {
		s[sigNoConcept] = 1
	}
	if len([]rune(phrase)) > 2 && strings.Contains(folded, phrase) {
		s[sigHoldsPhrasing] = float64(len([]rune(phrase))) / float64(len(f.runes)+1)
	}
	s[sigCharCoverage], s[sigPairCoverage], s[sigRarestUncovered] = x.covered(r.terms, top.entry)
	x.oddly(&s, r, top.entry)
	return s
}

// reasons are the signals that are read off words: what the likest phrasing says
// too speaks against nothing.
func (s *Signals) reasons(lang *language, folded, phrase string) {
	if len(lang.foreign.find(folded)) > 0 {
		s[sigForeign] = 1
	}
	s[sigNegated] = holds(folded, negations) * (1 - holds(phrase, negations))
	s[sigDone] = holds(folded, doneWords) * (1 - holds(phrase, doneWords))
	s[sigThirdPerson] = holds(folded, thirds)
	if settled(folded) {
		s[sigDoneNoQuestion] = 1
	}
}

// oddly are the signals of the classifier and of an operator's own entries.
func (x *index) oddly(s *Signals, r reading, top int) {
	odds, next := x.odds(r, top), 0.0
	if r.rival.entry != top {
		next = r.rival.odds
	}
	for at, p := range r.odds {
		if x.holders[at] != top {
			next = math.Max(next, p)
		}
	}
	s[sigOdds], s[sigOutOfScopeOdds], s[sigOddsLead] = odds, x.odds(r, nobody), odds-next
	if r.likest == top {
		s[sigAgreement] = 1
	}
	s[sigTextSimilarity] = r.likeness
	if v := r.rival; v.found && v.entry == top {
		s[sigIsCustom] = 1
	} else if v.found {
		s[sigCustomMayBeMeant] = v.signals[customSimilarity] / math.Max(r.likeness, 1e-9)
	}
}

// settled tells whether a text says that something is done and asks nothing:
// 房间找着了,谢谢哈. What could not be done (打不开了) is no such thing.
func settled(folded string) bool {
	said := strings.TrimRight(folded, thanks)
	before, done := strings.CutSuffix(said, "了")
	if !done {
		before, done = strings.CutSuffix(said, "啦")
	}
	if !done || holds(folded, asking) > 0 {
		return false
	}
	said = before
	for _, w := range results {
		if before, found := strings.CutSuffix(said, w); found {
			return !strings.HasSuffix(before, "不") && !strings.HasSuffix(before, "没")
		}
	}
	return false
}

// covered is how much of a question the phrasings of an entry could have said:
// of its characters, of its pairs of characters, and what the rarest character is
// worth that they lack, as a part of the most it can be worth. What a near miss
// has too much shows here.
func (x *index) covered(t terms, entry int) (chars, pairs, rarest float64) {
	var sum, all [2]float64
	lists := t[chars1:chars3]
	if len(t[chars1]) == 0 {
		lists = t[sounds1:concepts]
	}
	var theirs []stretch
	for _, s := range x.stretches {
		if s.owner == entry {
			theirs = append(theirs, s)
		}
	}
	for n, list := range lists {
		for _, id := range list {
			worth := x.rarest
			if x.written(id) {
				worth = float64(x.idf[id])
			}
			all[n] += worth
			if x.says(theirs, id) {
				sum[n] += worth
			} else if n == 0 {
				rarest = math.Max(rarest, worth/x.rarest)
			}
		}
	}
	return sum[0] / math.Max(all[0], 1e-9), sum[1] / math.Max(all[1], 1e-9), rarest
}

// says tells whether one of some phrasings has a feature. What is common says
// nothing and counts as not said.
func (x *index) says(theirs []stretch, id int32) bool {
	if !x.written(id) {
		return false
	}
	list := x.postings[x.ends[id]:x.ends[id+1]] // in the order of the phrasings
	for _, s := range theirs {
		at, _ := slices.BinarySearch(list, newPosting(s.from, 0))
		if at < len(list) && list[at].phrase() < s.to {
			return true
		}
	}
	return false
}

// shared is the part of the concepts of a that b has too.
func shared(a, b []string) float64 {
	if len(a) == 0 {
		return 0
	}
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

// example is something measured, whether it was right, and how much it counts.
type example struct {
	signals []float64
	right   bool
	weight  float64
}

// fit finds the weights of a logistic regression, the last one the constant, by
// gradient descent with a little decay; no weight leaves the side of its sign.
func fit(xs []example, kinds []signal) []float64 {
	n := len(kinds)
	w, g := make([]float64, n+1), make([]float64, n+1)
	total := 0.0
	for _, x := range xs {
		total += x.weight
	}
	for range 2500 {
		clear(g)
		for i := range xs {
			xs[i].slope(w, g)
		}
		for j, k := range kinds {
			if w[j] -= 1.5 * (g[j]/total + 0.001*w[j]); w[j]*k.sign < 0 {
				w[j] = 0
			}
		}
		w[n] -= 1.5 * g[n] / total
	}
	return w
}

// slope adds what an example says of how the weights should change.
func (x *example) slope(w, g []float64) {
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
