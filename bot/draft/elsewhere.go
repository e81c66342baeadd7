package draft

import (
	"slices"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

// A sentence may speak about something else than the class: what was held before, what is sold
// besides, what is held on another day. What it says is no fact of the class.

var (
	// unrelated says so itself.
	unrelated = regexp.MustCompile(`(?:与|跟|和|同)(?:本次|本场|本课|本期|这[次场期个]|我们的?|今[天晚]的?)(?:直播|活动|课程?|讲座|公开课|培训|分享|报名)?[^，。]{0,4}(?:无关|没有?(?:什么|任何|半点)?关系|不相关)|两码事|另外一件事|别搞混|不在[^，。]{0,8}(?:之列|范围)|另见|报名(?:办法|方式|事宜)另|另行(?:收费|报名)|往期|(?i:unrelated to|has nothing to do with|not part of this)`)
	// heldElse is an event that a sentence about another day names.
	heldElse = regexp.MustCompile(`义卖|募捐|接种|疫苗|举行|举办|召开|开班|开课|开营|班[（(，。]|训练营|集训|沙龙|培训|体验课|市集|集市|论坛|峰会|年会|展会?|工作坊|讲座|公开课|读书会|路演|夏令营|冬令营|考试|比赛|考察团?|游学|晚宴|年会|(?i)\b(?:booth|dinner|party|gala|clinic|trip|tour|concert|exhibition|conference|summit|fair|expo|retreat|camp|course|school|workshop|meetup|class)\b`)
	// anAddress is of a page or a mailbox.
	anAddress = regexp.MustCompile(`https?://\S+|\S+@\S+`)
	// towardsClass stands behind a day until which, or from which, something is done for the class.
	towardsClass = regexp.MustCompile(`截止|截至|前|起|开放|报名|有效|领取|发放|寄出|公布|开奖|至|到|—|-`)
	// untilDay stands before such a day.
	untilDay = regexp.MustCompile(`(?:截止|截至|最晚|最迟|不晚于|截团)[^，。]{0,8}$`)
	// moved says that the class itself is on another day.
	moved = regexp.MustCompile(`延期|改期|改为|改到|改在|原定|推迟|(?i)\b(?:postponed|moved|rescheduled|by|before|until|deadline)\b`)
)

// otherTime begins what a sentence says of another event of the series.
var otherTime = regexp.MustCompile(`[，；](?:再)?(?:上一?|前一?|下一?)[讲期次场回](?:是|请|讲|我们|，|则).*$`)

// elsewhere reports a sentence about something else than the class.
func elsewhere(r *reader, s sentence) bool {
	if unrelated.MatchString(s.text) {
		return true
	}
	if len(r.held) == 0 || s.line.own && s.first || !heldElse.MatchString(anAddress.ReplaceAllString(s.text, "")) || moved.MatchString(s.text) {
		return false
	}
	other := false
	for _, d := range days(s.text) {
		on, ok := r.almanac.fixed(d)
		if !ok || d.relative {
			return false
		}
		if slices.ContainsFunc(r.held, on.Equal) {
			return false
		}
		if untilDay.MatchString(s.text[:d.from]) {
			continue
		}
		other = other || !towardsClass.MatchString(short(s.text[d.to:], 10))
	}
	return other
}

// holdsOn notes the days of the class, once they are known.
func (r *reader) holdsOn() {
	for _, s := range r.series {
		r.held = append(r.held, s.on)
	}
	if day, _ := r.out.Text(FieldDate); day != "" {
		if on, err := time.Parse(time.DateOnly, day); err == nil {
			r.held = append(r.held, on)
		}
	}
}
