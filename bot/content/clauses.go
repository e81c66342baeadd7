package content

import (
	"strings"
	"unicode"
	"unicode/utf8"

	regexp "zhujiao/bot/lazyregexp"
)

// A text contradicts the settings only if it surely speaks of the class itself: most times,
// dates and durations in an operator's answers belong to other matters, such as when the
// recording can be seen or how long the homework takes.

// classWords speak of the class as something that begins and ends.
var (
	classWords = regexp.MustCompile(`开课|开播|开讲|上课|准时|老师讲|直播`)
	// liveThings are things of a live class, not the class.
	liveThings = regexp.MustCompile(`直播(间|链接|评论|入口|回放|号|平台|地址|画面|时)|(看|听|用)直播`)
	// otherTimes are matters that have times of their own.
	otherTimes = regexp.MustCompile(`推送|发送|发放|开放|入场|进场|可进|进店|进群|回放|回看|截止|抽|集中|统一|选答|答疑|各有|报名|领|下载|公布|` +
		`寄|测试|彩排|调试|提前|之前|以前|起|保留|有效`)
	// wholeWords speak of the class from its beginning to its end.
	wholeWords = regexp.MustCompile(`开课|开播|开讲|开始|上课|课程|公开课|这节课|整节|整场|全程|时长|一共|共\s?\d|直播|点到|[:：]\d\d到|点半?讲`)
	// otherSpans are parts of a class, or matters beside it, that have a duration.
	otherSpans = regexp.MustCompile(`作业|答疑|互动|专门|休息|练习|重点|部分|看满|环节|抽奖|路程|车程|步行|走路|排队|课中|最后|其中|每节|每周|每天|提前|迟到`)
	// otherCounts are numbers of people or places that are not the seats of the class.
	otherCounts = regexp.MustCompile(`每|送|奖|抽|赠|优惠|免单|家长|车位|带\d`)
)

// sentenceOf and clauseOf return the sentence and the clause in which found stands first.
func sentenceOf(words, found string) string { return around(words, found, "。！？；\n") }

func clauseOf(words, found string) string {
	return around(words, found, "。！？；\n，,（）()～~")
}

// around returns what stands about found between the next separators.
func around(words, found, separators string) string {
	i := strings.Index(words, found)
	if i < 0 {
		return ""
	}
	from, to := 0, len(words)
	for at, r := range words {
		if !strings.ContainsRune(separators, r) || at >= i && at < i+len(found) || spansHours(words, at, r) {
			continue
		}
		if at > i {
			to = at
			break
		}
		from = at + utf8.RuneLen(r)
	}
	return words[from:to]
}

// spansHours reports whether a tilde stands between two times: 8点～9点半.
func spansHours(words string, at int, r rune) bool {
	if r != '～' && r != '~' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(words[:at])
	after, _ := utf8.DecodeRuneInString(words[at+utf8.RuneLen(r):])
	return unicode.IsDigit(after) && (unicode.IsDigit(before) || strings.ContainsRune("点半分", before))
}

// ofClass reports whether a time or date in a text says when the class begins or ends.
func ofClass(words, found string, more ...string) bool {
	if otherTimes.MatchString(clauseOf(words, found)) {
		return false
	}
	sentence := liveThings.ReplaceAllString(sentenceOf(words, found), "")
	if classWords.MatchString(sentence) {
		return true
	}
	for _, w := range more {
		if strings.Contains(sentence, w) {
			return true
		}
	}
	return false
}

// ofWholeClass reports whether a duration in a text is that of the class.
func ofWholeClass(words, found string) bool {
	if otherSpans.MatchString(clauseOf(words, found)) {
		return false
	}
	return wholeWords.MatchString(liveThings.ReplaceAllString(sentenceOf(words, found), ""))
}

// about reports whether one of some words stands near found, in the same sentence.
func about(words, found string, near ...string) bool { return holds(sentenceOf(words, found), near...) }

// holds reports whether a text holds one of some words.
func holds(words string, near ...string) bool {
	for _, w := range near {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}
