package draft

import (
	"strconv"
	"strings"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

// day is a date as it is written. Year is 0 if it is not said.
type day struct {
	year, month, date int
	weekday           time.Weekday
	hasWeekday        bool
	// relative is set for tonight, this Thursday and the like: days from the publication, or
	// with byWeek the weekday of the week that many weeks on.
	relative, byWeek bool
	offset           int
	words            string // as it stands
	from, to         int    // bytes of the sentence
	until            int    // the last day of a range in the same month, 0 for none
	more             []int  // further days of the same month (7月7日、9日)
	slash            bool   // written 7/7 or 7.7, which may be something else
}

var (
	fullDate   = regexp.MustCompile(`(20\d{2}|[12]\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?|(20\d{2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})`)
	monthDate  = regexp.MustCompile(`(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]?`)
	slashDate  = regexp.MustCompile(`(?:^|[^\d./:¥-])(\d{1,2})([/.])(\d{1,2})(?:$|[^\d./:%])`)
	english    = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:\s*,?\s*(20\d{2}))?`)
	englishOf  = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\b\.?(?:\s*,?\s*(20\d{2}))?`)
	weekBehind = regexp.MustCompile(`^\s*[,，(（·|]?\s*(?:(?:周|星期|礼拜)([一二三四五六日天])|(?i:(mon|tue|wed|thu|fri|sat|sun)[a-z]*))`)
	weekBefore = regexp.MustCompile(`(?:(?:周|星期|礼拜)([一二三四五六日天])|(?i:\b(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs|r|nes)?))\s*[,，.（(·]?\s*$`)
	relatives  = regexp.MustCompile(`今天|今晚|今日|明天|明晚|明日|后天|后晚|(?i:\btonight\b|\btoday\b|\btomorrow\b)`)
	weekdays   = regexp.MustCompile(`(本|这|这个|下|下个|下下)?(?:周|星期|礼拜)([一二三四五六日天])|(?i:\b(this|next|on|every)?\s*(mon|tues|wednes|thurs|fri|satur|sun)day\b)`)
	rangeDay   = regexp.MustCompile(`^\s*(?:[(（][^)）]{1,8}[)）])?\s*(?:[-–—~～至到]|to)\s*(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*[日号]`)
	rangeLatin = regexp.MustCompile(`^\s*[-–—]\s*(\d{1,2})\b(?:\s*,?\s*(20\d{2}))?`)
	moreDays   = regexp.MustCompile(`^\s*(?:[(（][^)）]{1,8}[)）])?\s*[、和及&,，]\s*(\d{1,2})\s*[日号]`)
)

// yearBefore is a year before a month in Chinese digits.
var yearBefore = regexp.MustCompile(`(20\d{2})\s*年\s*$`)

// latinHalf is the half of the day behind a time.
var latinHalf = regexp.MustCompile(`^\s*(?i:[ap]\.?m\b)`)

// weekdayOf reads a weekday in Chinese or English.
func weekdayOf(han, latin string) (time.Weekday, bool) {
	if han != "" {
		i := strings.Index("日一二三四五六天", han) / 3
		return time.Weekday(i % 7), true
	}
	for i, w := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
		if strings.HasPrefix(strings.ToLower(latin), w) {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

func monthOf(s string) int {
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(s)[:3])
	return i/3 + 1
}

// days finds the dates of a sentence, from left to right.
func days(s string) (out []day) {
	taken := make([]bool, len(s)+1)
	take := func(d day) {
		for i := d.from; i < d.to; i++ {
			if taken[i] {
				return
			}
		}
		if !d.relative && (d.month < 1 || d.month > 12 || d.date < 1 || d.date > 31) {
			return
		}
		d.words = strings.TrimSpace(s[d.from:d.to])
		d.beside(s)
		for i := d.from; i < d.to; i++ {
			taken[i] = true
		}
		out = append(out, d)
	}
	absoluteDays(s, take)
	for _, m := range relatives.FindAllStringIndex(s, 8) {
		offset := map[string]int{"明": 1, "后": 2}[string([]rune(s[m[0]:m[1]])[0])]
		if strings.EqualFold(s[m[0]:m[1]], "tomorrow") {
			offset = 1
		}
		take(day{relative: true, offset: offset, from: m[0], to: m[1]})
	}
	for _, m := range weekdays.FindAllStringSubmatchIndex(s, 8) {
		weekdayDay(s, m, take)
	}
	sortDays(out)
	return out
}

// weekdayDay takes a weekday that stands without a date.
func weekdayDay(s string, m []int, take func(day)) {
	w, _ := weekdayOf(group(s, m, 2), group(s, m, 4))
	d := day{relative: true, weekday: w, hasWeekday: true, from: m[0], to: m[1]}
	switch which := strings.ToLower(group(s, m, 1) + group(s, m, 3)); which {
	case "every":
		return
	case "本", "这", "这个", "this":
		d.byWeek = true
	case "下", "下个", "next":
		d.byWeek, d.offset = true, 1
	case "下下":
		d.byWeek, d.offset = true, 2
	default:
		if before := s[:m[0]]; strings.HasSuffix(before, "每") || strings.HasSuffix(before, "至") || strings.HasSuffix(before, "到") {
			return
		}
	}
	take(d)
}

func absoluteDays(s string, take func(day)) {
	for _, m := range fullDate.FindAllStringSubmatchIndex(s, 20) {
		at := 1
		if m[2] < 0 {
			at = 4
		}
		year := atoi(group(s, m, at))
		if year < 100 {
			year += 2000
		}
		take(day{year: year, month: atoi(group(s, m, at+1)), date: atoi(group(s, m, at+2)), from: m[0], to: m[1]})
	}
	for _, m := range monthDate.FindAllStringSubmatchIndex(s, 20) {
		month, _ := number(group(s, m, 1))
		date, _ := number(group(s, m, 2))
		if rest := s[m[1]:]; strings.HasPrefix(rest, "份") || strings.HasPrefix(rest, "期") {
			continue
		}
		d := day{month: month, date: date, from: m[0], to: m[1]}
		if y := yearBefore.FindStringSubmatchIndex(s[:m[0]]); y != nil {
			d.year, d.from = atoi(s[y[2]:y[3]]), y[0]
		}
		take(d)
	}
	for _, m := range english.FindAllStringSubmatchIndex(s, 20) {
		take(day{year: atoi(group(s, m, 3)), month: monthOf(group(s, m, 1)), date: atoi(group(s, m, 2)), from: m[0], to: m[1]})
	}
	for _, m := range englishOf.FindAllStringSubmatchIndex(s, 20) {
		take(day{year: atoi(group(s, m, 3)), month: monthOf(group(s, m, 2)), date: atoi(group(s, m, 1)), from: m[0], to: m[1]})
	}
	for _, m := range slashDate.FindAllStringSubmatchIndex(s, 20) {
		if group(s, m, 2) == "." && latinHalf.MatchString(s[m[7]:]) {
			continue // 6.30pm
		}
		take(day{month: atoi(group(s, m, 1)), date: atoi(group(s, m, 3)), from: m[2], to: m[7], slash: true})
	}
}

// beside reads the weekday and the further days beside a date.
func (d *day) beside(s string) {
	if d.relative {
		return
	}
	d.besideWeekday(s)
	switch rest := s[d.to:]; {
	case rangeDay.MatchString(rest):
		m := rangeDay.FindStringSubmatch(rest)
		if d.until = atoi(m[2]); m[1] != "" && atoi(m[1]) != d.month || d.until <= d.date || d.until > 31 {
			d.until = 0
		}
		d.to += len(m[0])
	case rangeLatin.MatchString(rest) && s[d.from] < 0x80 && !d.slash:
		d.rangeBehind(rest, rangeLatin.FindStringSubmatch(rest))
	default:
		for m := moreDays.FindStringSubmatch(s[d.to:]); m != nil && len(d.more) < 10; m = moreDays.FindStringSubmatch(s[d.to:]) {
			d.more = append(d.more, atoi(m[1]))
			d.to += len(m[0])
		}
	}
}

// rangeBehind reads the last day of a range in English: June 3-5, 2026.
func (d *day) rangeBehind(rest string, m []string) {
	if n := atoi(m[1]); n > d.date && n <= 31 && !strings.HasPrefix(rest[len(m[0]):], ":") && !strings.HasPrefix(rest, "-") || m[2] != "" {
		d.until = n
		d.to += len(m[0])
	}
	if m[2] != "" {
		d.year = atoi(m[2])
	}
}

// besideWeekday reads the weekday behind or before a date.
func (d *day) besideWeekday(s string) {
	if m := weekBehind.FindStringSubmatch(s[d.to:]); m != nil {
		d.weekday, d.hasWeekday = weekdayOf(m[1], m[2])
		d.to += len(m[0])
		if rest := s[d.to:]; strings.HasPrefix(rest, ")") || strings.HasPrefix(rest, "）") {
			d.to += len(string([]rune(rest)[:1]))
		}
	} else if m := weekBefore.FindStringSubmatchIndex(s[:d.from]); m != nil {
		d.weekday, d.hasWeekday = weekdayOf(group(s, m, 1), group(s, m, 2))
		d.from = m[0]
	}
}

func group(s string, m []int, i int) string {
	if 2*i+1 >= len(m) || m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0
	}
	return n
}

func sortDays(d []day) {
	for i := 1; i < len(d); i++ {
		for j := i; j > 0 && d[j].from < d[j-1].from; j-- {
			d[j], d[j-1] = d[j-1], d[j]
		}
	}
}

// almanac turns days as they are written into dates.
type almanac struct {
	published time.Time // zero if unknown
	year      int       // the year that full dates of the article name; 0 if they name none
}

// fixed returns the date of a day; false if it cannot be known.
func (a almanac) fixed(d day) (time.Time, bool) {
	if d.relative {
		return a.reckoned(d)
	}
	year := d.year
	switch {
	case year > 0:
	case !a.published.IsZero():
		year = a.published.Year()
		if at := date(year, d.month, d.date); at.Before(a.published.AddDate(0, -6, 0)) {
			year++
		} else if at.After(a.published.AddDate(0, 10, 0)) {
			year--
		}
	case a.year > 0:
		year = a.year
	default:
		return time.Time{}, false
	}
	at := date(year, d.month, d.date)
	return at, at.Day() == d.date
}

// reckoned returns the date of a day that is told from the publication.
func (a almanac) reckoned(d day) (time.Time, bool) {
	if a.published.IsZero() {
		return time.Time{}, false
	}
	p := date(a.published.Year(), int(a.published.Month()), a.published.Day())
	if !d.hasWeekday {
		return p.AddDate(0, 0, d.offset), true
	}
	if d.byWeek {
		monday := p.AddDate(0, 0, -(int(p.Weekday())+6)%7)
		return monday.AddDate(0, 0, (int(d.weekday)+6)%7+7*d.offset), true
	}
	return p.AddDate(0, 0, (int(d.weekday)-int(p.Weekday())+7)%7), true
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
