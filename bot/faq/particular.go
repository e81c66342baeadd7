package faq

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"

	"zhujiao/bot/text"
)

//go:embed data/particulars.txt
var particularData string

//nolint:gochecknoglobals // word lists and patterns, never changed
var (
	// topical ask whether something is a topic of the class; what is asked openly
	// (讲什么) is none, nor are words that only begin alike (提醒, 提供, 提前).
	topical  = strings.Fields("讲到 会讲 讲不讲 涉及 涵盖 会提 提到 会教 教不教 说到 有讲")
	openly   = strings.Fields("什么 啥 哪 几 多久 多长 多少 谁 东西 怎么")
	likewise = strings.Fields("提醒 提供 提前 提示")
	whether  = regexp.MustCompile(`有没有(.{2,8}?)(的|吗|么|呀|啊)?$|(?:^|[^没])有(.{2,8}?)(?:吗|么|没|没有|不|嘛)$`)
	foreign  = regexp.MustCompile(`[a-z]{2,}|[0-9]{2,}`)
	clocked  = regexp.MustCompile(`\d:\d`)
	ordinary = strings.Fields("ok hi app vip no yes get free live ppt pm tob toc in the is it what how who when where time price class " +
		"course start much")
)

// asksTopic tells whether a question is whether one topic is covered.
func asksTopic(folded string) bool {
	if holds(folded, topical) == 0 && !saysWhat(folded) {
		return false
	}
	return holds(folded, openly) == 0 && holds(folded, likewise) == 0
}

// saysWhat tells whether 讲 has an object and a question ends: 讲数据分析不. Words
// such as 讲得, 讲师 and 讲一下 are left to the matcher.
func saysWhat(folded string) bool {
	if strings.HasSuffix(folded, "讲不") || strings.HasSuffix(folded, "讲吗") {
		return true
	}
	_, what, said := strings.Cut(folded, "讲")
	for ; said; _, what, said = strings.Cut(what, "讲") {
		r := []rune(what)
		if len(r) > 2 && !strings.ContainsRune("得的师课座义解一", r[0]) && strings.ContainsRune("不吗么没", r[len(r)-1]) {
			return true
		}
	}
	return false
}

// statement is what an entry states: its answer and its own wording, folded.
type statement struct {
	words    string
	concepts []string
	clock    bool
}

func (m *Matcher) statement(e Entry) statement {
	if e.Answer == "" {
		return statement{}
	}
	words := text.Fold(strings.Join(append([]string{e.Answer, e.Title}, e.Aliases...), " "))
	return statement{words, m.index.lang.concepts.find(m.index.lang.plain(words)), clocked.MatchString(e.Answer)}
}

// states tells whether an entry may answer a question as it is put: not when the
// question asks for a particular that the entry does not state (R18). An entry of
// which only the wording is known may answer anything.
func (m *Matcher) states(entry int, folded string) bool {
	s := m.stated[entry]
	if s.words == "" {
		return true
	}
	for _, w := range m.index.lang.particulars.find(folded) {
		if !strings.Contains(s.words, w) {
			return false
		}
	}
	for _, w := range foreign.FindAllString(folded, -1) {
		number := w[0] <= '9'
		if strings.Contains(s.words, w) || number && s.clock || slices.Contains(ordinary, w) || !number && m.index.lang.means(w) {
			continue
		}
		return false
	}
	if f := whether.FindStringSubmatch(folded); f != nil {
		return m.shares(s, f[1]+f[3])
	}
	return true
}

// shares tells whether a statement has two characters or a concept of a word.
func (m *Matcher) shares(s statement, word string) bool {
	r := []rune(word)
	for i := range len(r) - 1 {
		if strings.Contains(s.words, string(r[i:i+2])) {
			return true
		}
	}
	lang := m.index.lang
	return slices.ContainsFunc(lang.concepts.find(lang.plain(word)), func(c string) bool { return slices.Contains(s.concepts, c) })
}

// means tells whether a Latin word is known: a concept, or pinyin.
func (l *language) means(w string) bool {
	return l.concepts.has(w) || len(l.latin(w)) > 1
}

// particular lowers the confidence of what only looks like a question about the
// class. Whether one topic is covered, such as 会讲到SaaS吗, may not be answered
// by a general description: what the file does not state is never claimed (R18),
// unless the operator's own wording asks just that. And two or three characters
// that name nothing, such as 真的吗, ask nothing.
func particular(folded string, s Signals) float64 {
	switch {
	case asksTopic(folded):
		return 0.3
	case s[11] == 1 && s[8] >= 0.25:
		return 0
	default:
		return 1
	}
}
