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
	// topicVerbs ask whether the class covers a topic. A question with an
	// openQuestionWord (讲什么) asks for no single topic, and notTopicVerbs only begin
	// with the same character.
	topicVerbs        = strings.Fields("讲到 会讲 讲不讲 涉及 涵盖 会提 提到 会教 教不教 说到 有讲")
	openQuestionWords = strings.Fields("什么 啥 哪 几 多久 多长 多少 谁 东西 怎么")
	notTopicVerbs     = strings.Fields("提醒 提供 提前 提示")
	asksWhether       = regexp.MustCompile(`有没有(.{2,8}?)(的|吗|么|呀|啊)?$|(?:^|[^没])有(.{2,8}?)(?:吗|么|没|没有|不|嘛)$`)
	latinOrNumber     = regexp.MustCompile(`[a-z]{2,}|[0-9]{2,}`)
	clockTime         = regexp.MustCompile(`\d:\d`)
	commonEnglish     = strings.Fields("a about all am an and any are at be beginner beginners can class could course cover covered did " +
		"do does for free from get go had has have hello hey hi how i if im in is it join know let like link " +
		"live long me much my need no not of ok on or our out pack please pm ppt price s see send so start " +
		"still take tell thank thanks that the there they this time to tob toc too up us vip want was we " +
		"what when where which who why will with yes you your app " +
		"after again also another anything are ask audience bad before best better both bring by called change chat " +
		"check child children club come comes content cost costs day days deadline different difference doing done " +
		"during each early else end english enough ever every everyone explain fee few find first follow for friend " +
		"friends game give going good grade graded group happen happens has here his her home homework hour hours " +
		"husband include included inside into itself job just keep kid kids last late later learn learning left lesson " +
		"lessons listen little lot make many material materials max maybe mean minimum miss missed mom money more most " +
		"mother mum must name never new next night now number old one online only open or other over own pay people " +
		"person phone place plan play possible prepare put question questions ready really register registration replay " +
		"right said same saturday say scored second session she should show sign since skip so someone something soon " +
		"start starts step still stop student students stuff sunday sure talk teach teacher test than them then thing " +
		"things this those through tomorrow tonight too try turn two type under until up update use used using very " +
		"video wait watch way week weeks welcome well whole wife wifi without work working works worry would write " +
		"wrong year years yet young winners announced winner submit forgot password daughter son probation period due " +
		"typhoon coming held")
)

// topicAsked returns the topic of a question whether the class covers something, such
// as saas后台 in 会讲到saas后台吗.
func topicAsked(folded string) (topic string, asked bool) {
	if containsAny(folded, openQuestionWords) > 0 || containsAny(folded, notTopicVerbs) > 0 {
		return "", false
	}
	for _, w := range topicVerbs {
		_, after, found := strings.Cut(folded, w)
		if found && !startsWithAny(after, notTopicSuffixes) {
			return strings.TrimRight(after, finalParticles), true
		}
	}
	return topicAfterTeach(folded)
}

// isTopicQuestion reports whether a folded text asks if the class covers something.
func isTopicQuestion(folded string) bool {
	_, asked := topicAsked(folded)
	return asked
}

// notTopicSuffixes are the characters that make another word of the verb before them,
// such as 讲师, 讲座, 讲得, 讲一下, 讲完 and 说到底.
const notTopicSuffixes = "得的师课座义解一完之后底"

// finalParticles are the particles and marks at the end of a question.
const finalParticles = "不吗么没呢呀啊嘛吧?"

// topicAfterTeach returns the object of 讲 in a yes-no question such as 讲数据分析不.
// Other words with 讲, such as 讲得, 讲师 and 讲一下, do not count.
func topicAfterTeach(folded string) (topic string, asked bool) {
	if strings.HasSuffix(folded, "讲不") || strings.HasSuffix(folded, "讲吗") {
		return "", true
	}
	_, after, found := strings.Cut(folded, "讲")
	for ; found; _, after, found = strings.Cut(after, "讲") {
		r := []rune(after)
		if len(r) > 2 && !startsWithAny(after, notTopicSuffixes) && strings.ContainsRune("不吗么没", r[len(r)-1]) {
			return strings.TrimRight(after, finalParticles), true
		}
	}
	return "", false
}

// startsWithAny reports whether s begins with one of some characters.
func startsWithAny(s, characters string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(characters, r)
}

// statement is what an entry states: its answer and its wording, folded, the concepts
// in them, those of the world of classes apart, and whether the answer gives a time of day.
type statement struct {
	words    string
	concepts []string
	world    []string
	clock    bool
}

// statement returns what an entry states; it is empty if the answer is not known.
func (m *Matcher) statement(e Entry) statement {
	if e.Answer == "" {
		return statement{}
	}
	words := text.Fold(strings.Join(append([]string{e.Answer, e.Title}, e.Aliases...), " "))
	lang := m.index.lang
	normal := lang.normalise(words)
	return statement{words, lang.concepts.find(normal), lang.world.find(normal), clockTime.MatchString(e.Answer)}
}

// mayAnswer reports whether an entry may answer a question as it is put. It may not
// if the question asks for a particular that the entry does not state (R18). An entry
// whose answer is not known may answer anything.
func (m *Matcher) mayAnswer(entry int, folded string) bool {
	s := m.statements[entry]
	if s.words == "" {
		return true
	}
	lacks := func(w string) bool { return !strings.Contains(s.words, w) }
	if slices.ContainsFunc(m.index.lang.particulars.find(folded), lacks) {
		return false
	}
	for _, w := range latinOrNumber.FindAllString(folded, -1) {
		known := s.clock
		if w[0] > '9' {
			known = m.index.lang.knowsLatin(w) || statesLatin(m.index.lang, s, w)
		}
		if lacks(w) && !known {
			return false
		}
	}
	if f := asksWhether.FindStringSubmatch(folded); f != nil && containsAny(f[1]+f[3], openQuestionWords) == 0 {
		return m.mentions(s, f[1]+f[3])
	}
	return true
}

// statesLatin reports whether a statement has every concept that a word of Latin letters stands
// for: an entry about Apple computers states mac.
func statesLatin(lang *language, s statement, latin string) bool {
	found := slices.Concat(lang.concepts.find(latin), lang.world.find(latin))
	return len(found) > 0 && !slices.ContainsFunc(found, func(c string) bool {
		return !slices.Contains(s.concepts, c) && !slices.Contains(s.world, c)
	})
}

// namesTopic reports whether an entry states that the class covers a topic: each part
// of the topic occurs in the statement word for word.
func (m *Matcher) namesTopic(entry int, topic string) bool {
	parts := strings.FieldsFunc(topic, func(r rune) bool { return strings.ContainsRune("的和跟与及、,", r) })
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(p string) bool {
		return utf8.RuneCountInString(p) < 2 || !strings.Contains(m.statements[entry].words, p)
	})
}

// mentions reports whether a statement shares two consecutive characters or a concept
// with a word.
func (m *Matcher) mentions(s statement, word string) bool {
	r := []rune(word)
	for i := range len(r) - 1 {
		if strings.Contains(s.words, string(r[i:i+2])) {
			return true
		}
	}
	lang := m.index.lang
	return slices.ContainsFunc(lang.concepts.find(lang.normalise(word)), func(c string) bool { return slices.Contains(s.concepts, c) })
}

// knowsLatin reports whether Latin letters consist of known words: concepts, common
// English and pinyin. Folded text has no spaces between words.
func (l *language) knowsLatin(w string) bool {
	if len(l.latinSyllables(w)) > 1 {
		return true
	}
	known := make([]bool, len(w)+1) // by length: whether that much of w is known
	known[0] = true
	for end := 1; end <= len(w); end++ {
		for from := range end {
			if known[from] && (slices.Contains(commonEnglish, w[from:end]) || l.concepts.has(w[from:end])) {
				known[end] = true
			}
		}
	}
	return known[len(w)]
}

// confidence returns the confidence in the best entry of a reading. Two kinds of
// questions get less than the regression says. Whether the class covers a topic
// (会讲到SaaS吗) is not answered by a general description, because the bot never states
// what the file does not (R18); if the answer names the topic, the entry is offered at
// least, as is one of which the question has most of a wording. And up to three characters
// without a concept (真的吗) ask for nothing, unless they are words of the entry.
func (m *Matcher) confidence(folded string, r reading, s Signals, w estimator) float64 {
	c := w.Confidence(s)
	topic, isTopic := topicAsked(folded)
	switch {
	case m.without&Reasons != 0:
		return c
	case isTopic && len(r.entries) > 0 && m.asksTopic(r.entries[0].entry, topic):
		return c
	case isTopic && len(r.entries) > 0 && m.namesTopic(r.entries[0].entry, topic):
		return max(c, offeredConfidence)
	case isTopic:
		return unnamedTopic * c
	case s[sigNoConcept] == 1 && s[sigShort] >= threeCharacters && !usesWords(s):
		return 0
	case trusted(s):
		return max(c, s[sigTrusted])
	case s[sigRunOfWording] >= mostOfWording && !m.mayAnswer(r.entries[0].entry, folded):
		return max(c, offeredConfidence)
	default:
		return c
	}
}

// unnamedTopic is the share of the confidence that a question about a topic keeps that no entry
// names. It stays below leastOffered.
const unnamedTopic = 0.2

// mostOfWording is the share of a wording that a question has word for word from which on the
// entry is offered although it does not state the particular that is asked.
const mostOfWording = 0.7

// allButSure is the confidence by phrasings alone, and agrees the probability by the file's own
// texts, from which on an entry with an intent is answered with.
const (
	allButSure = 0.95
	agrees     = 0.9
)

// trusted reports whether hundreds of phrasings are all but sure of an entry with an intent, and
// the file's own texts agree, while nothing turns the question into another matter. What a
// moderator has published has one wording and a short answer, which say little.
func trusted(s Signals) bool {
	return s[sigOwn] == 0 && s[sigTrusted] >= allButSure && s[sigRank] >= agrees &&
		s[sigNearMiss] == 0 && s[sigNearMissWording] == 0
}

// asksTopic reports whether a wording of an entry asks itself if the class covers something,
// and the entry mentions a topic.
func (m *Matcher) asksTopic(entry int, topic string) bool {
	return m.asksTopics[entry] && m.mentions(m.statements[entry], topic)
}

// usesWords reports whether a question has hardly anything but words of the best entry, or
// the classifier knows it for the entry's intent in a file with answers (谁来教).
func usesWords(s Signals) bool {
	return s[sigStated] >= 0.8 && s[sigRarestUnstated] < 0.5 || s[sigRank] > 0.9 && s[sigOdds] > 0.5
}
