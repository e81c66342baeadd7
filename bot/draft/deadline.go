package draft

import (
	"strings"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// deadlineSaid says until when people may register.
	deadlineSaid = regexp.MustCompile(`(?:报名|预约|登记|接龙)(?:的)?(?:截止|截至|截团)|(?:截止|截至)(?:报名|预约|登记)|(?:报名|预约|登记|接龙)[^。；！]{0,24}截止|(?i)\b(?:registrations?|enrol+ment|sign-?ups?|bookings?|rsvps?) (?:closes?|deadline|ends?)|\b(?:register|sign up|rsvp) (?:by|before)\b|\bdeadline (?:for|to) (?:registration|register|sign)`)
	// deadlineElse is until when something else is to be done.
	deadlineElse = regexp.MustCompile(`早鸟|优惠|退款|退票|补贴|套餐|折扣|降价|抢先|已截止|(?i)\bearly bird|\brefund`)
)

// beforeDay stands before a day that is too late.
var beforeDay = regexp.MustCompile(`(?i)\bbefore(?: the)?\s*$`)

// deadline takes until when people may register.
func deadline(r *reader) {
	for _, s := range relevant(r) {
		if deadlineElse.MatchString(s.text) || s.line.topic.in(aboutTeacher, aboutPoints, aboutPacks, aboutAudience) {
			continue
		}
		m := deadlineSaid.FindStringIndex(s.text)
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
		if d.to <= words[0] && !strings.HasPrefix(strings.TrimSpace(behind), "截止") || d.until > 0 || len(d.more) > 0 {
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
