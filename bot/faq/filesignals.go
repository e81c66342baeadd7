package faq

import "strings"

// fileSignals sets the signals that only a campaign file has. The ones that measure
// similarity are those of the best entry by probability.
func (x *index) fileSignals(s *Signals, r reading) {
	top := r.entries[0]
	f, l := &r.features[top.entry], &r.likenesses[top.entry]
	next, nextTopic, nextExplained := 0.0, 0.0, 0.0
	s[sigBestSimilarity], s[sigLeadOverNext] = f[rankSimilarity], 0
	for e := range r.features {
		if f := &r.features[e]; e != top.entry {
			next, nextTopic = max(next, f[rankSimilarity]), max(nextTopic, f[rankTopic])
			nextExplained = max(nextExplained, f[rankExplained])
		}
	}
	s[sigLeadOverNext], s[sigLeadOverOutOfScope] = f[rankSimilarity]-next, f[rankSimilarity]-r.outOfScope.value
	s[sigRank], s[sigRankLead] = top.value, top.value
	if len(r.entries) > 1 {
		s[sigRankLead] -= r.entries[1].value
	}
	s[sigLeaning] = l.leaning
	s[sigStated], s[sigConceptsStated], s[sigWorldStated] = l.stated[partChars], l.stated[partConcepts], l.stated[partWorld]
	s[sigOwn], s[sigTopic], s[sigTopicLead] = f[rankOwn], f[rankTopic], f[rankTopic]-nextTopic
	s[sigExplained], s[sigExplainedLead] = l.explained, l.explained-nextExplained
	if len(r.byPhrasings) > 0 && r.byPhrasings[0].entry == top.entry {
		s[sigTrusted] = r.trust * (1 - f[rankOwn])
	} else {
		s[sigOtherTrusted] = r.trust
	}
	if r.compared.asks&^x.file.forms[top.entry] != 0 {
		s[sigForm] = 1
	}
	if x.without&Unstated != 0 {
		return
	}
	x.file.words[top.entry].besides(s, &r)
	r.tally.lookAt(x.file, top.entry)
	x.unstated(s, &r, top.entry)
	s[sigElsewhere] = elsewhere(x, &r, top.entry)
	s[sigBeyond] = x.beyond.beside(&r)
}

// unstated measures what of a question neither the phrasings of an entry nor its answer
// have: the predicate of a near miss (发票抬头开错了能重开吗 beside 能开发票吗).
func (x *index) unstated(s *Signals, r *reading, entry int) {
	ranges := rangesOf(x, entry)
	inFile := func(kind, i int) bool { return r.tally.inEntry[kind][i] }
	states := func(kind, i int) bool { return inFile(kind, i) || x.phrasesHave(ranges, r.numbers[kind][i]) }
	s[sigPairsStated], s[sigRarestUnstated] = x.share(r, states, chars2), x.rarestNot(r, chars1, states)
	s[sigConceptUnstated], s[sigFileConceptUnstated] = x.rarestNot(r, concepts, states), x.rarestNot(r, concepts, inFile)
	s[sigWorldUnstated], s[sigFileWorldUnstated] = x.rarestNot(r, world, states), x.rarestNot(r, world, inFile)
	s[sigUnstatedShare] = 1 - x.share(r, inFile, concepts, world)
}

// share returns the share of features of some kinds, by worth, that has reports; 1 if there
// are none.
func (x *index) share(r *reading, has func(kind, i int) bool, kinds ...int) float64 {
	shared, all := 1e-9, 1e-9
	for _, kind := range kinds {
		for i, id := range r.numbers[kind] {
			worth := x.worth(id)
			all += worth
			if has(kind, i) {
				shared += worth
			}
		}
	}
	return shared / all
}

// rarestNot returns the worth of the rarest feature of a kind that has does not report.
func (x *index) rarestNot(r *reading, kind int, has func(kind, i int) bool) (worth float64) {
	for i, id := range r.numbers[kind] {
		if w := x.worth(id); w > worth && !has(kind, i) {
			worth = w
		}
	}
	return worth
}

// questionForms are the ways to ask: each has words of which a question in that form has one.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var questionForms = [][]string{
	strings.Fields("怎么 咋 如何 怎样 怎莫 点样 啷个 爪子 how"),
	strings.Fields("什么时候 几点 几时 哪天 几号 何时 多久 多长 几天 几个小时 几个钟 截止 最晚 周几 when howlong"),
	strings.Fields("多少 几个 几次 几道 几节 几杯 多大 多贵 几多 好多 howm"),
	strings.Fields("哪里 哪儿 在哪 去哪 边度 哪点 地址 入口 where"),
	strings.Fields("谁 哪位 哪个老师 边个 who"),
	strings.Fields("为什么 为啥 干嘛 why"),
	strings.Fields("有没有 有吗 有无 有冇 没得"),
	strings.Fields("什么 啥 哪些 哪个 哪种 what which"),
}

// asks returns the forms in which a folded text asks, as a bit set.
func asks(folded string) (forms uint) {
	for i, words := range questionForms {
		if containsAny(folded, words) > 0 {
			forms |= 1 << i
		}
	}
	return forms
}

// rangesOf returns the phrasings of an entry.
func rangesOf(x *index, entry int) (out []phraseRange) {
	for _, s := range x.ranges {
		if s.owner == entry {
			out = append(out, s)
		}
	}
	return out
}
