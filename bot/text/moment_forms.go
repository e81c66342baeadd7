package text

import (
	"regexp"
	"strings"
	"sync"
)

// timeForms returns the forms of the parts of a time, the longest first.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var timeForms = sync.OnceValue(func() []timeForm {
	form := func(pattern string, read func(p *timeParse, f []string) bool) timeForm {
		return timeForm{regexp.MustCompile(`^(?:` + pattern + `)`), read}
	}
	return []timeForm{
		form(`(\d{4}|\d{2}年)[-/.年]? ?(\d{1,2})[-/.月] ?(\d{1,2})(?:[日号]|t)?`, readFullDate),
		form(`(明年|今年)?(\d{1,2}|[一二两三四五六七八九十]{1,3})月 ?(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?`, readMonthDay),
		form(`()(\d{1,2})[-/](\d{1,2})[日号]?`, readMonthDay),
		form(`()(\d{1,2})\.(\d{1,2}) `, readMonthDay),
		form(`()()(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]`, readMonthDay),
		form(`(\d{1,2}|[一二两三四五六七八九十]{1,3})天(?:以后|之后|后)`, readDaysAhead),
		form(`(大后天|[今明后昨前][天日儿])`, readDayWord),
		form(`(今|明|后)([早晨晚夜])(?:上|间|里)?`, readDayPart),
		form(`\(?(下下个?|下个?|这个?|本)?(?:周|星期|礼拜)([一二三四五六日天1-6])\)?`, readWeekday),
		form(`凌晨|清晨|清早|大早上|早晨|早上|早|上午|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜晚|夜间|夜里|半夜|深夜|午夜|晚|[ap]\.?m\.?`, readPart),
		form(`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:分|秒)?`, readDigits),
		form(`(\d{1,2})() ?([ap])\.?m\.?`, readHalfDay),
		form(`(\d{1,2}|[零〇一二两三四五六七八九十]{1,3}) ?[点时](?: ?(半|[一三13]刻|整|钟)| ?(\d{1,2}|[零〇一二三四五六七八九十]{1,3})分?)?`, readSpoken),
		form(`(\d{1,2})\.(\d{2})`, readDotted),
	}
})

func readFullDate(p *timeParse, f []string) bool {
	if p.dated() {
		return false
	}
	p.year = Numeral(strings.TrimSuffix(f[1], "年"))
	if p.year < 100 {
		p.year += 2000
	}
	p.month, p.date = Numeral(f[2]), Numeral(f[3])
	return p.month != 0 && p.date != 0
}

// readMonthDay reads a date without a year, or without a month.
func readMonthDay(p *timeParse, f []string) bool {
	if p.date != 0 || p.ahead != nil || f[1] != "" {
		return false
	}
	p.month, p.date = Numeral(f[2]), Numeral(f[3])
	if f[2] != "" && (p.month < 1 || p.month > 12) {
		p.month = 13 // exists in no year
	}
	return p.date != 0
}

// readDaysAhead reads 3天后.
func readDaysAhead(p *timeParse, f []string) bool {
	if p.date != 0 || p.ahead != nil {
		return false
	}
	days := Numeral(f[1])
	p.ahead = &days
	return true
}

func readDayWord(p *timeParse, f []string) bool {
	if p.date != 0 || p.ahead != nil {
		return false
	}
	days := map[string]int{"大": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2}[string([]rune(f[1])[:1])]
	p.ahead = &days
	return true
}

// readDayPart reads 今晚, 明早 and their like.
func readDayPart(p *timeParse, f []string) bool {
	if p.part != noPart || !readDayWord(p, f) {
		return false
	}
	p.part = map[string]dayPart{"早": partMorning, "晨": partMorning, "晚": partEvening, "夜": partNight}[f[2]]
	return true
}

func readWeekday(p *timeParse, f []string) bool {
	if p.weekday >= 0 {
		return false
	}
	if f[1] != "" {
		weeks := 0
		switch strings.TrimSuffix(f[1], "个") {
		case "下":
			weeks = 1
		case "下下":
			weeks = 2
		}
		p.weeks = &weeks
	}
	p.weekday = map[string]int{"日": 0, "天": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}[f[2]]
	if f[2] >= "1" && f[2] <= "6" {
		p.weekday = int(f[2][0] - '0')
	}
	return true
}

func readPart(p *timeParse, f []string) bool {
	part := map[string]dayPart{
		"凌晨": partSmallHours, "清晨": partMorning, "清早": partMorning, "大早上": partMorning, "早晨": partMorning, "早上": partMorning,
		"早": partMorning, "上午": partForenoon, "中午": partNoon, "正午": partNoon, "午间": partNoon, "下午": partAfternoon,
		"午后": partAfternoon, "傍晚": partDusk,
		"晚上": partEvening, "晚间": partEvening, "夜晚": partEvening, "晚": partEvening,
		"夜间": partNight, "夜里": partNight, "半夜": partNight, "深夜": partNight, "午夜": partMidnight,
		"am": partAM, "pm": partPM,
	}[strings.ReplaceAll(f[0], ".", "")]
	switch {
	case p.part == noPart:
	case part == partPM && p.part >= partNoon: // 晚上9:30pm
		return true
	case part == partAM && p.part <= partForenoon:
		return true
	case p.part == partEvening && (part == partSmallHours || part == partNight || part == partMidnight): // 今晚凌晨1点
		p.nights++
	default:
		return false
	}
	if p.nights > 0 && part != partSmallHours {
		p.nights = 0
	}
	p.part = part
	return true
}

// setClock notes the time of day.
func (p *timeParse) setClock(hour, minute, second string) bool {
	if p.timed {
		return false
	}
	p.timed, p.hour, p.minute, p.second = true, Numeral(hour), Numeral(minute), Numeral(second)
	return p.hour <= 24 && p.minute <= 59 && p.second <= 59 && (p.hour < 24 || p.minute+p.second == 0)
}

func readDigits(p *timeParse, f []string) bool { return p.setClock(f[1], f[2], f[3]) }

// readHalfDay reads 9pm.
func readHalfDay(p *timeParse, f []string) bool {
	return p.setClock(f[1], "", "") && readPart(p, []string{f[3] + "m"})
}

// readSpoken reads 9点半.
func readSpoken(p *timeParse, f []string) bool {
	minute := f[3]
	switch strings.TrimSuffix(f[2], "刻") {
	case "半":
		minute = "30"
	case "一", "1":
		minute = "15"
	case "三", "3":
		minute = "45"
	}
	return p.setClock(f[1], minute, "")
}

// readDotted reads 8.30, but only after a part of the day: else it may be a date.
func readDotted(p *timeParse, f []string) bool {
	return p.part != noPart && p.setClock(f[1], f[2], "")
}

// settle turns the hour and the part of the day into an hour of 24. It returns false if they
// do not go together, or may mean two times.
func (p *timeParse) settle() bool {
	if !p.timed {
		return p.settleAlone()
	}
	if p.part != noPart && p.hour > 12 {
		return p.settleLate()
	}
	from, to, half := -1, 12, 0 // which hours go with the part, and what is added to them
	switch p.part {
	case noPart:
		p.nightly = p.hour == 0
		return true
	case partAM, partSmallHours:
		if p.hour == 12 {
			p.hour = 0
		}
		p.nightly = p.part == partSmallHours
		return p.part == partAM || p.hour < 7
	case partMorning:
		from, to = 4, 11
	case partForenoon:
		from = 5
	case partNoon:
		return p.noon()
	case partPM, partAfternoon:
		from, half = 1, 12
	case partDusk:
		from, to, half = 4, 8, 12
	case partEvening, partNight, partMidnight:
		return p.night()
	}
	if p.hour < from || p.hour > to {
		return false
	}
	if p.hour < 12 {
		p.hour += half
	}
	return true
}

// settleAlone gives 中午 and 午夜 their time of day.
func (p *timeParse) settleAlone() bool {
	switch p.part {
	case partNoon:
		p.timed, p.hour = true, 12
	case partMidnight:
		p.timed, p.hour, p.nightly = true, 24, true
	default:
	}
	return true
}

// settleLate is settle for an hour of 24 after a part of the day: 晚上20:30.
func (p *timeParse) settleLate() bool {
	switch p.part {
	case partPM, partDusk:
		return p.hour < 24
	case partNoon:
		return p.hour < 15
	case partAfternoon:
		return p.hour < 19
	case partEvening, partNight:
		return p.hour >= 17
	default:
		return false
	}
}

func (p *timeParse) noon() bool {
	if p.hour > 0 && p.hour < 4 {
		p.hour += 12
	}
	return p.hour >= 10
}

// night reads the hours of an evening, which ends in the small hours of the next day.
func (p *timeParse) night() bool {
	evening := p.part == partEvening
	switch {
	case p.hour == 12 || p.hour == 0:
		p.hour = 0
		p.nights++
	case evening && p.hour >= 5 || p.hour >= 7:
		p.hour += 12
		return p.part != partMidnight || p.hour >= 23
	case evening, p.date != 0, p.weekday >= 0: // 晚上3点: this night or the one before?
		return false
	default:
		p.nights++
	}
	if !p.dated() {
		p.nights, p.nightly = 0, true
	}
	return true
}
