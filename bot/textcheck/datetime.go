package textcheck

import (
	"slices"
	"strings"
	"time"

	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// What dates and times look like in a text that operators write. A date with a
// slash or a dot counts only before a time of day: 1/3 of the people and version
// 2.0 are not dates.
const (
	numeral = `\d{1,2}|[零〇一二两三四五六七八九十]{1,3}`
	dayPart = `凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜里`
	ofDay   = `\s*(?:` + dayPart + `|[（(]?周|[（(]?星期|\d{1,2}[:：点])`
)

var (
	fullDate   = regexp.MustCompile(`(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})`)
	namedDate  = regexp.MustCompile(`(` + numeral + `)月(` + numeral + `)[日号]`)
	slashDate  = regexp.MustCompile(`(?:^|[^\d/.晚午早上里间-])(\d{1,2})[/.](\d{1,2})(?:` + ofDay + `|\s*(?:开课|开播|开讲|准时))`)
	dayOnly    = regexp.MustCompile(`(?:^|[^月\d第/.一二三四五六七八九十])(\d{1,2})[号日](?:` + ofDay + `|\s*(?:开课|开播|开讲|准时))`)
	weekday    = regexp.MustCompile(`(?:周|星期|礼拜)([一二三四五六日天])`)
	digitTime  = regexp.MustCompile(`(` + dayPart + `)?\s*(\d{1,2})[:：](\d{2})`)
	dottedTime = regexp.MustCompile(`(` + dayPart + `)\s*(\d{1,2})[.．](\d{2})`)
	spokenTime = regexp.MustCompile(`([第这那]?)(` + dayPart + `)?\s*(` + numeral + `)点(半|[一三]刻|整|钟|(` + numeral + `)分?)?`)
	beginning  = regexp.MustCompile(`^\s*(?:准时|正式|我们|就|直播|,|，)*(?:开课|开播|开讲|上课)`)
	punctual   = regexp.MustCompile(`^\s*(?:准时|开课|开播|开讲|上课|见|直播)`)
)

// datesAgree reports whether the dates, weekdays, day words and times of a text are
// those of the class, when it is read at a time.
func datesAgree(s string, c Class, at time.Time) bool {
	start, end := c.Start.In(c.Zone), c.End.In(c.Zone)
	times := timesIn(s)
	return daysAgree(s, start) && dayWordsAgree(s, start, at.In(c.Zone), len(times) > 0) && timesAgree(s, times, start, end)
}

// daysAgree reports whether every date and weekday of a text is that of the class.
func daysAgree(s string, start time.Time) bool {
	for _, d := range datesIn(s) {
		if d.year != 0 && d.year != start.Year() || d.month != 0 && d.month != int(start.Month()) || d.day != start.Day() {
			return false
		}
	}
	names := []string{"日天", "一", "二", "三", "四", "五", "六"}[start.Weekday()]
	for _, f := range weekday.FindAllStringSubmatch(s, -1) {
		if !strings.Contains(names, f[1]) {
			return false
		}
	}
	return true
}

// timesAgree reports whether the times of a text are right: each at which something
// begins, or else at least one of them in a text about the beginning.
func timesAgree(s string, times []clockTime, start, end time.Time) bool {
	aboutStart := strings.Contains(s, "开") || strings.Contains(s, "准时") || aClass.MatchString(s)
	begins, one := false, len(times) == 0 || !aboutStart
	for _, t := range times {
		if t.begins && !t.mayBe(start) {
			return false
		}
		begins, one = begins || t.begins, one || t.mayBe(start) || t.mayBe(end)
	}
	return begins || one
}

// date is a day as a text names it; a part that the text leaves out is 0.
type date struct{ year, month, day int }

// datesIn finds the dates of a text.
func datesIn(s string) (out []date) {
	for _, f := range fullDate.FindAllStringSubmatch(s, -1) {
		out = append(out, date{text.Numeral(f[1]), text.Numeral(f[2]), text.Numeral(f[3])})
	}
	for _, f := range namedDate.FindAllStringSubmatch(s, -1) {
		out = append(out, date{0, text.Numeral(f[1]), text.Numeral(f[2])})
	}
	for _, f := range slashDate.FindAllStringSubmatch(s, -1) {
		if d := (date{0, text.Numeral(f[1]), text.Numeral(f[2])}); d.month <= 12 && d.day <= 31 {
			out = append(out, d)
		}
	}
	for _, f := range dayOnly.FindAllStringSubmatch(s, -1) {
		out = append(out, date{day: text.Numeral(f[1])})
	}
	return out
}

// clockTime is a time of day as a text names it: the minutes after midnight that it
// may mean, and whether the text says that something begins then.
type clockTime struct {
	minutes []int
	begins  bool
}

// mayBe reports whether the text may mean the time of day of t.
func (c clockTime) mayBe(t time.Time) bool {
	return slices.Contains(c.minutes, t.Hour()*60+t.Minute())
}

// timesIn finds the times of day of a text.
func timesIn(s string) (out []clockTime) {
	for _, form := range []*regexp.Regexp{digitTime, dottedTime} {
		for _, at := range form.FindAllStringSubmatchIndex(s, -1) {
			part, hour, minute := group(s, at, 1), text.Numeral(group(s, at, 2)), text.Numeral(group(s, at, 3))
			likeliest := minutesOfDay(part, hour, minute)[:1]
			out = append(out, clockTime{likeliest, beginning.MatchString(s[at[1]:])})
		}
	}
	for _, at := range spokenTime.FindAllStringSubmatchIndex(s, -1) {
		part, number, past := group(s, at, 2), group(s, at, 3), group(s, at, 4)
		sure := part != "" || past != "" || number != "一" && punctual.MatchString(s[at[1]:])
		if group(s, at, 1) != "" || !sure { // 第3点 and 一点建议 are not times
			continue
		}
		minutes := minutesOfDay(part, text.Numeral(number), minutesPast(past, group(s, at, 5)))
		out = append(out, clockTime{minutes, beginning.MatchString(s[at[1]:])})
	}
	return out
}

// group is the nth group of a match; "" if it took no part.
func group(s string, at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return s[at[2*n]:at[2*n+1]]
}

// minutesPast reads the words that follow the hour.
func minutesPast(past, number string) int {
	switch past {
	case "半":
		return 30
	case "一刻":
		return 15
	case "三刻":
		return 45
	default:
		return text.Numeral(number)
	}
}

// minutesOfDay are the minutes after midnight that a time may mean, the likeliest
// first: 8 in the evening is 20:00, and 8 without a part of the day may be either.
func minutesOfDay(part string, hour, minute int) []int {
	at := hour*60 + minute
	late := at + 12*60
	switch {
	case hour >= 12:
		return []int{at}
	case part == "":
		return []int{at, late}
	case slices.Contains([]string{"下午", "傍晚", "晚上", "晚间", "晚", "夜里"}, part) || part == "中午" && hour < 3:
		return []int{late}
	default:
		return []int{at}
	}
}
