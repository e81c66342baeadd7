package draft

import (
	"fmt"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// span is a time of day as it is written, in minutes after midnight, and its end; end is -1
// if it is not said.
type span struct {
	start, end int
	from, to   int // bytes of the sentence
	// bare is a time such as 3点 without anything that says that it is one.
	bare bool
	// vague is a time before noon of which nothing says whether it is in the morning.
	vague bool
}

const (
	partOfDay = `(凌晨|清晨|早上|早晨|早|上午|中午|午间|下午|午后|傍晚|晚上|晚间|当晚|今晚|明晚|每晚|晚|夜里|夜)?\s*`
	hanNumber = `(\d{1,2}|[零一二两三四五六七八九十]{1,3})`
)

var (
	clockTime = regexp.MustCompile(partOfDay + `(?:` +
		`(\d{1,2})\s*[:：]\s*(\d{2})(?:[:：]\d{2})?\s*((?i:[ap]\.?m\b\.?))?` +
		`|` + hanNumber + `\s*[点时](?:钟|整)?\s*(?:(半|一刻|三刻|[0-5]?\d|[一二三四五]?十[一二三四五六七八九]?)(?:分)?)?` +
		`|(\d{1,2})\s*((?i:[ap]\.?m\b\.?))` +
		`)`)
	clockRange = regexp.MustCompile(`^\s*(?:[(（][^)）]{0,10}[)）])?\s*(?:[-–—~～〜至到]|—|to|until)+\s*(?:次日)?\s*`)
	hourRange  = regexp.MustCompile(partOfDay + `(\d{1,2})\s*[-–—~～至到]\s*(\d{1,2})\s*[点时]`)
	latinRange = regexp.MustCompile(`(?i)\b(\d{1,2})(?::(\d{2}))?\s*(?:[-–—]|to)\s*(\d{1,2})(?::(\d{2}))?\s*([ap]\.?m\b\.?)`)
)

// dotted is a time such as 7.30 pm.
var dotted = regexp.MustCompile(`\b(\d{1,2})\.(\d{2}\s*(?i:[ap]\.?m\b))`)

// clocks finds the times of a sentence. evening says that it speaks of an evening.
func clocks(s string, evening bool) (out []span) {
	s = dotted.ReplaceAllString(s, "$1:$2")
	rest := 0
	for rest < len(s) && len(out) < 40 {
		c, ok := nextClock(s, rest, evening)
		if !ok {
			return out
		}
		rest = max(c.to, rest+1)
		if c.start >= 0 {
			out = append(out, c)
		}
	}
	return out
}

// nextClock finds the next time behind a place of a sentence.
func nextClock(s string, at int, evening bool) (span, bool) {
	m := clockTime.FindStringSubmatchIndex(s[at:])
	h := hourRange.FindStringSubmatchIndex(s[at:])
	l := latinRange.FindStringSubmatchIndex(s[at:])
	if l != nil && (m == nil || l[0] <= m[0]+len(s[at+m[0]:])-len(strings.TrimLeft(s[at+m[0]:], " "))) {
		return latinSpan(s[at:], l, at), true
	}
	if h != nil && (m == nil || h[0] < m[0]) {
		part := group(s[at:], h, 1)
		c := span{start: 60 * atoi(group(s[at:], h, 2)), end: 60 * atoi(group(s[at:], h, 3)), from: at + h[0], to: at + h[1]}
		c.shift(part, evening)
		if c.end <= c.start && c.end+12*60 > c.start {
			c.end += 12 * 60
		}
		return c.checked(), true
	}
	if m == nil {
		return span{}, false
	}
	c := oneClock(s, m, at, evening)
	if c.start < 0 {
		return c, true
	}
	j := clockRange.FindStringIndex(s[c.to:])
	if j == nil {
		return c, true
	}
	next := c.to + j[1]
	n := clockTime.FindStringSubmatchIndex(s[next:])
	if n == nil || n[0] != 0 {
		return c, true
	}
	e := oneClock(s, n, next, false)
	if e.start < 0 {
		return c, true
	}
	c.end, c.to, c.bare = e.start, e.to, false
	if c.end <= c.start && c.end+12*60 > c.start && c.end < 12*60 {
		c.end += 12 * 60
	}
	return c.checked(), true
}

// latinSpan reads 2-3:30 PM.
func latinSpan(s string, m []int, at int) span {
	c := span{start: 60*atoi(group(s, m, 1)) + atoi(group(s, m, 2)), end: 60*atoi(group(s, m, 3)) + atoi(group(s, m, 4)), from: at + m[0], to: at + m[1]}
	if strings.EqualFold(group(s, m, 5)[:1], "p") {
		if c.end < 12*60 {
			c.end += 12 * 60
		}
		if c.start+12*60 < c.end && c.start < 12*60 {
			c.start += 12 * 60
		}
	}
	return c.checked()
}

// oneClock reads a single time.
func oneClock(s string, m []int, at int, evening bool) span {
	t := s[at:]
	c := span{end: -1, from: at + m[0], to: at + m[1]}
	part, half := group(t, m, 1), group(t, m, 4)+group(t, m, 8)
	switch {
	case m[4] >= 0:
		c.start = 60*atoi(group(t, m, 2)) + atoi(group(t, m, 3))
		if atoi(group(t, m, 3)) > 59 {
			c.start = -1
		}
	case m[10] >= 0:
		hour, _ := number(group(t, m, 5))
		c.start = 60*hour + minutes(group(t, m, 6))
		c.bare = part == ""
		if !isClockWord(t[m[0]:m[1]], t[m[1]:], group(t, m, 5), part) || m[10] > 0 && part == "" && strings.ContainsAny(t[m[10]-1:m[10]], ".0123456789") {
			c.start = -1
		}
	default:
		c.start = 60 * atoi(group(t, m, 7))
	}
	if c.start < 0 {
		return c
	}
	for c.from < c.to && s[c.from] == ' ' {
		c.from++
	}
	if before := s[:c.from]; c.from > 0 && (strings.HasSuffix(before, ":") || strings.HasSuffix(before, ".") || before[len(before)-1] >= '0' && before[len(before)-1] <= '9') && part == "" {
		c.start = -1
		return c
	}
	switch {
	case half != "" && strings.EqualFold(half[:1], "p"):
		if c.start < 12*60 {
			c.start += 12 * 60
		}
	case half != "":
		c.start %= 12 * 60
	default:
		c.shift(part, evening)
	}
	return c.checked()
}

// minutes reads what stands behind the hour.
func minutes(s string) int {
	switch s {
	case "":
		return 0
	case "半":
		return 30
	case "一刻":
		return 15
	case "三刻":
		return 45
	}
	n, _ := number(s)
	return n
}

// isClockWord tells 8点 from 3点建议, 点击 and 时间.
func isClockWord(words, behind, hour, part string) bool {
	behind = strings.TrimLeft(behind, " ")
	for _, w := range []string{"点击", "时间", "时长", "时代", "时候", "时期", "时段", "时限", "点关注", "点赞", "点建议", "点原因", "点收获", "点内容", "点要", "点心", "点思", "点经", "点启", "点理", "点方", "点注", "点技", "点重", "点左", "点都", "点好", "点干", "点提", "点评", "点名", "点事"} {
		if sign, rest := string([]rune(w)[0]), string([]rune(w)[1:]); strings.HasSuffix(words, sign) && strings.HasPrefix(behind, rest) {
			return false
		}
	}
	if strings.HasSuffix(words, "时") && part == "" && hour[0] > 0x7f {
		return false
	}
	n, ok := number(hour)
	return ok && n <= 24 && (part != "" || hour[0] < 0x80 || n > 3 || strings.ContainsAny(strings.TrimPrefix(strings.TrimSpace(words), hour), "半十刻"))
}

// shift moves a time to its half of the day.
func (c *span) shift(part string, evening bool) {
	hour := c.start / 60
	switch part {
	case "下午", "午后", "傍晚", "晚上", "晚间", "当晚", "今晚", "明晚", "每晚", "晚", "夜里", "夜":
		if hour < 12 {
			c.start += 12 * 60
		}
	case "中午", "午间":
		if hour < 4 {
			c.start += 12 * 60
		}
	case "":
		if evening && hour < 12 && hour > 0 {
			c.start += 12 * 60
		} else {
			c.vague = hour < 9
		}
	}
}

// checked drops what is no time of day.
func (c *span) checked() span {
	if c.start > 24*60 || c.start < 0 {
		c.start = -1
	}
	if c.end > 26*60 {
		c.end = -1
	}
	return *c
}

// clockOf writes a time of day.
func clockOf(minutes int) string {
	minutes %= 24 * 60
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}
