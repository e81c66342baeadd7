package handlers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What dates and times look like in a text that operators write. A date with a
// slash or a dot is one before a time of day only: 1/3 of the people, version 2.0.
const (
	numeral = `\d{1,2}|[零〇一二两三四五六七八九十]{1,3}`
	dayPart = `凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜里`
	ofDay   = `\s*(?:` + dayPart + `|[（(]?周|[（(]?星期|\d{1,2}[:：点])`
)

var (
	fullDate   = regexp.MustCompile(`(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})`)
	namedDate  = regexp.MustCompile(`(` + numeral + `)月(` + numeral + `)[日号]`)
	slashDate  = regexp.MustCompile(`(?:^|[^\d/.晚午早上里间-])(\d{1,2})[/.](\d{1,2})(?:` + ofDay + `|\s*(?:开课|开播|开讲|准时))`)
	justDay    = regexp.MustCompile(`(?:^|[^月\d第/.一二三四五六七八九十])(\d{1,2})[号日](?:` + ofDay + `|\s*(?:开课|开播|开讲|准时))`)
	digitTime  = regexp.MustCompile(`(` + dayPart + `)?\s*(\d{1,2})[:：](\d{2})`)
	dottedTime = regexp.MustCompile(`(` + dayPart + `)\s*(\d{1,2})[.．](\d{2})`)
	spokenTime = regexp.MustCompile(`([第这那]?)(` + dayPart + `)?\s*(` + numeral + `)点(半|[一三]刻|整|钟|(` + numeral + `)分?)?`)
	beginning  = regexp.MustCompile(`^\s*(?:准时|正式|我们|就|直播|,|，)*(?:开课|开播|开讲|上课)`)
	punctual   = regexp.MustCompile(`^\s*(?:准时|开课|开播|开讲|上课|见|直播)`)
)

// date is a day as a text names it; 0 is what it leaves out.
type date struct{ year, month, day int }

// datesIn finds the dates of a text.
func datesIn(s string) (out []date) {
	for _, f := range fullDate.FindAllStringSubmatch(s, -1) {
		out = append(out, date{value(f[1]), value(f[2]), value(f[3])})
	}
	for _, f := range namedDate.FindAllStringSubmatch(s, -1) {
		out = append(out, date{0, value(f[1]), value(f[2])})
	}
	for _, f := range slashDate.FindAllStringSubmatch(s, -1) {
		if d := (date{0, value(f[1]), value(f[2])}); d.month <= 12 && d.day <= 31 {
			out = append(out, d)
		}
	}
	for _, f := range justDay.FindAllStringSubmatch(s, -1) {
		out = append(out, date{day: value(f[1])})
	}
	return out
}

// value reads a number in digits or in characters, up to 99.
func value(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	digit := func(r string) int {
		return max(0, slices.Index([]string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, r))
	}
	s = strings.ReplaceAll(s, "两", "二")
	tens, ones, ten := strings.Cut(s, "十")
	switch {
	case !ten:
		return digit(s)
	case tens == "":
		return 10 + digit(ones)
	default:
		return 10*digit(tens) + digit(ones)
	}
}

// clockTime is a time of day as a text names it: the minutes after midnight that it
// may mean, and whether something begins then.
type clockTime struct {
	may    []int
	begins bool
}

// is tells whether a time may be meant.
func (c clockTime) is(t time.Time) bool { return slices.Contains(c.may, t.Hour()*60+t.Minute()) }

// timesIn finds the times of day of a text.
func timesIn(s string) (out []clockTime) {
	for _, form := range []*regexp.Regexp{digitTime, dottedTime} {
		for _, at := range form.FindAllStringSubmatchIndex(s, -1) {
			part, hour, minute := group(s, at, 1), value(group(s, at, 2)), value(group(s, at, 3))
			out = append(out, clockTime{hours(part, hour, minute)[:1], beginning.MatchString(s[at[1]:])})
		}
	}
	for _, at := range spokenTime.FindAllStringSubmatchIndex(s, -1) {
		part, number, past := group(s, at, 2), group(s, at, 3), group(s, at, 4)
		sure := part != "" || past != "" || number != "一" && punctual.MatchString(s[at[1]:])
		if group(s, at, 1) != "" || !sure { // 第3点, 一点建议
			continue
		}
		out = append(out, clockTime{hours(part, value(number), minutes(past, group(s, at, 5))), beginning.MatchString(s[at[1]:])})
	}
	return out
}

// group is the nth group of a match, "" if it has none.
func group(s string, at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return s[at[2*n]:at[2*n+1]]
}

// minutes reads what follows the hour.
func minutes(past, number string) int {
	switch past {
	case "半":
		return 30
	case "一刻":
		return 15
	case "三刻":
		return 45
	default:
		return value(number)
	}
}

// hours are the minutes after midnight that a time may mean, the likeliest first:
// 8 in the evening is 20, and without a part of the day it may be either.
func hours(part string, hour, minute int) []int {
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
