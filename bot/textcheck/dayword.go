package textcheck

import (
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

// Words that name a day relative to when the text is read.
var (
	thisDay  = regexp.MustCompile(`今晚|今天|今日`)
	tomorrow = regexp.MustCompile(`明天|明晚|明早`)
	dayAfter = regexp.MustCompile(`(?:^|[^以之大])(后天)(?:[^天]|$)`) // not 以后天天
	later    = regexp.MustCompile(`大后天`)
	rightNow = regexp.MustCompile(`现在|马上|正在`)
	todayNow = regexp.MustCompile(`今晚|今天|今日|现在|马上|正在`)
	aClass   = regexp.MustCompile(`开课|开播|开讲|上课|听课`)
)

// nowSpan is how long 现在 and 马上 stay true.
const nowSpan = 10 * time.Minute

// dayWordsAgree reports whether 今晚, 明天 and their like mean the day of the class:
// each of them in a text that names a time of day, else at least one of them in a
// text about the class.
func dayWordsAgree(s string, start, now time.Time, timed bool) bool {
	words := []*regexp.Regexp{thisDay, tomorrow, dayAfter, later} // 现在报名,明晚20:30开课 speaks of tomorrow
	said, right := 0, 0
	for days, w := range words {
		if !w.MatchString(s) {
			continue
		}
		said++
		if d := now.AddDate(0, 0, days); d.Month() == start.Month() && d.Day() == start.Day() {
			right++
		}
	}
	if timed {
		return right == said
	}
	return !aClass.MatchString(s) || said == 0 || right > 0
}

// OutdatedAt finds the day word of a text that was written at one time and means
// another day at the time when it is sent.
func OutdatedAt(s string, written, due time.Time, zone *time.Location) (Finding, bool) {
	if sameDate(written.In(zone), due.In(zone)) {
		return Finding{}, false
	}
	return dayWord(s, thisDay)
}

// UntrueAt finds the word of a text, written now, that will not be true any more
// at the time for which it is scheduled (ruling 8).
func UntrueAt(s string, now, due time.Time, zone *time.Location) (Finding, bool) {
	if f, ok := match(Outdated, rightNow, s); ok && due.Sub(now) > nowSpan {
		return f, true
	}
	if sameDate(now.In(zone), due.In(zone)) {
		return Finding{}, false
	}
	return dayWord(s, todayNow)
}

// dayWord finds a word for this day, or else for one of the next days.
func dayWord(s string, today *regexp.Regexp) (Finding, bool) {
	if f, ok := match(Outdated, today, s); ok {
		return f, true
	}
	for _, w := range []*regexp.Regexp{tomorrow, later} {
		if f, ok := match(Outdated, w, s); ok {
			return f, true
		}
	}
	if at := dayAfter.FindStringSubmatchIndex(s); at != nil {
		return Finding{Code: Outdated, Start: at[2], End: at[3], Words: group(s, at, 1)}, true
	}
	return Finding{}, false
}

func sameDate(a, b time.Time) bool { return a.YearDay() == b.YearDay() && a.Year() == b.Year() }
