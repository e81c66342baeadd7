package draft

import (
	"strings"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// deadlineSaid says until when people may register.
	deadlineSaid = regexp.MustCompile(`^截止到|最[晚迟]到|(?:表单|通道|入口|系统|报名|登记)[^。；！]{0,30}(?:关闭|关停|停止)|(?:停止|关闭)(?:报名|售课|售票|登记|预约|接龙|入口|通道)|(?:登记|报名|预约|接龙)到[^。；，]{2,16}为止|(?:请|务必|须|需|应)(?:于|在)[^，。；]{4,24}前(?:登录|填写|填报|报名|登记|预约|扫|回复|提交|完成|将)|(?:报名|预约|登记)：[^，。；]{2,14}前(?:扫|填|点|回复|登记|联系|在)|(?i)\b(?:register|fill in|complete|submit)\b[^!?;]{0,120}?\bby (?:noon on )?(?:mon|tue|wed|thu|fri|sat|sun|noon|midnight|\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:报名|预约|登记|接龙)(?:的)?(?:截止|截至|截团)|(?:截止|截至)(?:报名|预约|登记)|(?:报名|预约|登记|接龙)[^。；！]{0,24}截止|(?i)\b(?:registrations?|enrol+ment|sign-?ups?|bookings?|rsvps?) (?:closes?|deadline|ends?)|\b(?:register|sign up|rsvp) (?:by|before)\b|\bdeadline (?:for|to) (?:registration|register|sign)`)
	// deadlineElse is until when something else is to be done.
	deadlineElse = regexp.MustCompile(`回放|作业|课件|腾讯会议|早鸟|优惠|退款|退票|补贴|套餐|折扣|降价|抢先|已截止|(?i)\bearly bird|\brefund`)
)

// deadlineBare says in a sentence about how to register that something ends: 周五中午12点截止.
var deadlineBare = regexp.MustCompile(`前(?:接完|打都?可以|报完|填完)|截止|截至|为止|关闭`)

// clockLong is how many characters the time between a day and the word for a deadline takes, at most.
const clockLong = 10

// clockAlone reports that nothing but a time stands between a day and the word for a deadline.
func clockAlone(between string) bool {
	return runes(between) <= clockLong && !strings.ContainsAny(between, "，；。！")
}

// beforeDay stands before a day that is too late.
var beforeDay = regexp.MustCompile(`(?i)\bbefore(?: the)?\s*$`)

// deadline takes until when people may register.
func deadline(r *reader) {
	for _, s := range relevant(r) {
		if deadlineElse.MatchString(s.text) || s.line.topic.in(aboutTeacher, aboutPoints, aboutPacks, aboutAudience) {
			continue
		}
		m := deadlineSaid.FindStringIndex(s.text)
		if m == nil && (s.line.topic == aboutSignup || signWord.MatchString(s.text)) {
			m = deadlineBare.FindStringIndex(s.text)
		}
		if m == nil {
			continue
		}
		if v := untilMoment(r, s, m); v != "" {
			r.fact(FieldDeadline, v, s.raw)
			return
		}
	}
}

// untilMoment reads the day behind the words for a deadline, or the last one before their end, with
// the time behind it if one stands there; "" if the day is not known.
func untilMoment(r *reader, s sentence, words []int) string {
	for _, d := range days(s.text) {
		behind := s.text[d.to:]
		if d.to <= words[0] && !clockAlone(s.text[d.to:words[0]]) || d.until > 0 || len(d.more) > 0 {
			continue
		}
		on, ok := r.almanac.fixed(d)
		if !ok {
			return ""
		}
		day := on.Format(time.DateOnly)
		if cs := clocks(behind, atNight.MatchString(d.words)); len(cs) > 0 && runes(behind[:cs[0].from]) <= 6 && cs[0].end < 0 {
			return day + " " + clockOf(min(cs[0].start, 24*60-1))
		}
		if beforeDay.MatchString(s.text[:d.from]) {
			return "" // not on that day any more
		}
		return day
	}
	return ""
}

// atNight is a day that is told by its evening.
var atNight = regexp.MustCompile(`晚$|(?i)^tonight$`)
