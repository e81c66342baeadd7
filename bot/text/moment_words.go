package text

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// timeMax is the longest text in bytes that is read as a time.
const timeMax = 100

// timeWords normalises words for reading: full-width forms, lower case, simplified
// characters, one space for all white space.
func timeWords(s string) string {
	if len(s) > timeMax {
		return ""
	}
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKC.String(s)) {
		b.WriteRune(Simplify(r))
	}
	return strings.Trim(strings.Join(strings.Fields(b.String()), " "), " ,，。.;；!")
}

// rfcForm returns words in the case of RFC 3339.
func rfcForm(words string) string { return strings.ToUpper(words) }

const timeNumber = `\d{1,4}|[零〇一二两三四五六七八九十]{1,3}`

var delayForm = regexp.MustCompile(`^(?:再|过|再过)?(?:(` + timeNumber + `)天)?(?:(半|` + timeNumber + `)个?(半)?(?:小时|钟头))?` +
	`(?:零|又)?(?:(` + timeNumber + `)分钟?|(半)个?钟|([一二两三123])刻钟)?(?:以后|之后|后)$`)

// readDelay reads a time from now on, such as 半小时后 or 1小时30分钟后.
func readDelay(words string) (time.Duration, bool) {
	f := delayForm.FindStringSubmatch(strings.ReplaceAll(words, " ", ""))
	if f == nil || strings.Join(f[1:], "") == "" {
		return 0, false
	}
	d := time.Duration(Numeral(f[1])) * 24 * time.Hour
	if f[2] == "半" {
		d += 30 * time.Minute
	} else {
		d += time.Duration(Numeral(f[2])) * time.Hour
	}
	if f[3] != "" && f[2] != "半" {
		d += 30 * time.Minute
	}
	d += time.Duration(Numeral(f[4])) * time.Minute
	if f[5] != "" {
		d += 30 * time.Minute
	}
	return d + time.Duration(Numeral(f[6]))*15*time.Minute, true
}

// Numeral reads a number in digits or in Chinese characters, up to 99; 0 for other words.
func Numeral(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	digit := func(r string) int {
		return max(0, slices.Index([]string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, r))
	}
	s = strings.NewReplacer("两", "二", "〇", "零").Replace(s)
	tens, ones, ten := strings.Cut(s, "十")
	switch {
	case !ten && len([]rune(s)) > 1:
		return digit(strings.TrimPrefix(s, "零")) // 零五分
	case !ten:
		return digit(s)
	case tens == "":
		return 10 + digit(ones)
	default:
		return 10*digit(tens) + digit(ones)
	}
}

// dayPart is a part of the day that words name.
type dayPart int

const (
	noPart dayPart = iota
	partSmallHours
	partMorning
	partForenoon
	partNoon
	partAfternoon
	partDusk
	partEvening
	partNight
	partMidnight
	partAM
	partPM
)

// timeParse is what the words of a time say. ahead counts days from today, weeks from this
// week, nights from the day that is named to that of the clock; weekday is -1 for none.
// nightly is set if the clock alone means the coming night.
type timeParse struct {
	year, month, date    int
	ahead, weeks         *int
	weekday              int
	part                 dayPart
	timed                bool
	hour, minute, second int
	nights               int
	nightly              bool
}

// dated reports whether the words name a day.
func (p *timeParse) dated() bool { return p.date != 0 || p.ahead != nil || p.weekday >= 0 }

// timeForm reads a part of the words, of which each may stand once.
type timeForm struct {
	form *regexp.Regexp
	read func(p *timeParse, f []string) bool
}

// parseTime reads the words from left to right. It returns false if any is left over.
func parseTime(words string) (*timeParse, bool) {
	p := &timeParse{weekday: -1}
	forms := timeForms()
	for words = strings.TrimLeft(words, timeGaps); words != ""; words = strings.TrimLeft(words, timeGaps) {
		read := false
		for _, f := range forms {
			if m := f.form.FindStringSubmatch(words); m != nil && f.read(p, m) {
				words, read = words[len(m[0]):], true
				break
			}
		}
		if !read {
			return nil, false
		}
	}
	return p, p.timed || p.part != noPart || p.dated()
}

// timeGaps may stand between the parts of a time.
const timeGaps = " ,，、"
