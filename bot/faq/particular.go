package faq

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

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
	ordinary = strings.Fields("a about all am an and any are at be beginner beginners can class could course cover covered did do " +
		"does for free from get go had has have hello hey hi how i if im in is it join know let like link " +
		"live long me much my need no not of ok on or our out pack please pm ppt price s see send so start " +
		"still take tell thank thanks that the there they this time to tob toc too up us vip want was we " +
		"what when where which who why will with yes you your app")
)

// topic returns the topic that a question asks to be covered, such as saas后台 of
// 会讲到saas后台吗.
func topic(folded string) (what string, asked bool) {
	if holds(folded, openly) > 0 || holds(folded, likewise) > 0 {
		return "", false
	}
	for _, w := range topical {
		_, after, found := strings.Cut(folded, w)
		if found && !begins(after, otherwise) {
			return strings.TrimRight(after, particles), true
		}
	}
	return saysWhat(folded)
}

// otherwise are the characters after which 讲 is no question about a topic: 讲师,
// 讲座, 讲得, 讲一下, 讲完, 说到底.
const otherwise = "得的师课座义解一完之后底"

// particles are what a question ends with.
const particles = "不吗么没呢呀啊嘛吧?"

// saysWhat tells whether 讲 has an object and a question ends: 讲数据分析不. Words
// such as 讲得, 讲师 and 讲一下 are left to the matcher.
func saysWhat(folded string) (what string, asked bool) {
	if strings.HasSuffix(folded, "讲不") || strings.HasSuffix(folded, "讲吗") {
		return "", true
	}
	_, after, said := strings.Cut(folded, "讲")
	for ; said; _, after, said = strings.Cut(after, "讲") {
		r := []rune(after)
		if len(r) > 2 && !begins(after, otherwise) && strings.ContainsRune("不吗么没", r[len(r)-1]) {
			return strings.TrimRight(after, particles), true
		}
	}
	return "", false
}

// begins tells whether a text begins with one of some characters.
func begins(s, characters string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(characters, r)
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
	lacks := func(w string) bool { return !strings.Contains(s.words, w) }
	if slices.ContainsFunc(m.index.lang.particulars.find(folded), lacks) {
		return false
	}
	for _, w := range foreign.FindAllString(folded, -1) {
		known := s.clock
		if w[0] > '9' {
			known = m.index.lang.means(w)
		}
		if lacks(w) && !known {
			return false
		}
	}
	if f := whether.FindStringSubmatch(folded); f != nil && holds(f[1]+f[3], openly) == 0 {
		return m.shares(s, f[1]+f[3])
	}
	return true
}

// covers tells whether an entry states that a topic is covered: each part of it
// stands there word for word.
func (m *Matcher) covers(entry int, topic string) bool {
	parts := strings.FieldsFunc(topic, func(r rune) bool { return strings.ContainsRune("的和跟与及、,", r) })
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p string) bool {
		return utf8.RuneCountInString(p) < 2 || !strings.Contains(m.stated[entry].words, p)
	})
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

// means tells whether Latin letters are known: made of concepts, ordinary words
// and pinyin. White space is gone, so that words stand without any between them.
func (l *language) means(w string) bool {
	if len(l.latin(w)) > 1 {
		return true
	}
	known := make([]bool, len(w)+1) // what is known up to each place
	known[0] = true
	for end := 1; end <= len(w); end++ {
		for from := range end {
			if known[from] && (slices.Contains(ordinary, w[from:end]) || l.concepts.has(w[from:end])) {
				known[end] = true
			}
		}
	}
	return known[len(w)]
}

// sure is how sure the matcher is of the best entry of a reading. What only looks
// like a question about the class is doubted: whether one topic is covered, such as
// 会讲到SaaS吗, may not be answered by a general description, for what the file
// does not state is never claimed (R18); if the answer names the topic, it is
// offered at least. And two or three characters that name nothing, such as 真的吗,
// ask nothing.
func (m *Matcher) sure(folded string, r reading, s Signals, w Weights) float64 {
	c := w.Confidence(s)
	what, asked := topic(folded)
	switch {
	case m.without&Reasons != 0:
		return c
	case asked && len(r.entries) > 0 && m.covers(r.entries[0].entry, what):
		return max(c, offered)
	case asked:
		return 0.3 * c
	case s[sigNoConcept] == 1 && s[sigShort] >= threeCharacters:
		return 0
	default:
		return c
	}
}
