package staff

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

var (
	// lasts matches how long a class takes, at the end of a line: 90分钟, 1.5小时, 1个半小时,
	// 1小时30分.
	lasts = regexp.MustCompile(`[\s，,、]+(?:共|约)?(?:(\d{1,2}(?:\.\d)?)\s*个?(半)?\s*(?:小时|h)(半)?)?\s*(?:(\d{1,3})\s*(?:分钟|分|min))?$`)
	// until matches what may stand between beginning and end.
	until = regexp.MustCompile(`\s*(?:-|–|—|~|～|到|至)+\s*`)
)

// readSpan reads when a class begins and perhaps when it ends, as people write it: 7月14日
// 20:30, 7月14日 20:30-22:00, 7月14日晚上8点半 90分钟. A day alone keeps the time of day. The
// end is zero if none is written.
func readSpan(words string, c *campaign.Campaign, at time.Time) (start, end time.Time, problem text.TimeProblem) {
	now := at.In(c.Zone)
	whole := readStart(words, c, now)
	if whole.Problem != text.TimeUnread {
		return whole.At, end, whole.Problem
	}
	if i := lasts.FindStringSubmatchIndex(words); i != nil && i[1] > i[0] {
		if took := duration(lasts.FindStringSubmatch(words)); took > 0 {
			m := readStart(words[:i[0]], c, now)
			return m.At, m.At.Add(took), m.Problem
		}
	}
	for _, place := range slices.Backward(until.FindAllStringIndex(words, -1)) {
		m := readStart(words[:place[0]], c, now)
		if m.Problem == text.TimeUnread {
			continue
		}
		if m.Problem != text.TimeOK {
			return m.At, end, m.Problem
		}
		e := text.ReadTime(words[place[1]:], m.At)
		if e.Problem == text.TimePast && !e.Dated { // 23:00-0:30
			e.At, e.Problem = e.At.AddDate(0, 0, 1), text.TimeOK
		}
		if e.Dated && !m.Dated { // whose day is it?
			return start, end, text.TimeUnread
		}
		return m.At, e.At, e.Problem
	}
	return start, end, text.TimeUnread
}

// readStart reads when a class begins.
func readStart(words string, c *campaign.Campaign, now time.Time) text.Moment {
	words = strings.TrimSpace(words)
	m := text.ReadTime(words, now)
	if m.Problem != text.TimeNoClock {
		return m
	}
	day := text.ReadDay(words, now)
	if day.At.IsZero() {
		return m
	}
	begins := c.Start.In(c.Zone)
	day.At = time.Date(day.At.Year(), day.At.Month(), day.At.Day(), begins.Hour(), begins.Minute(), begins.Second(), 0, c.Zone)
	if day.Problem == text.TimeOK && day.At.Before(now) {
		day.Problem = text.TimePast
	}
	return day
}

// duration is how long the parts of a match of lasts are.
func duration(m []string) time.Duration {
	hours, _ := strconv.ParseFloat(m[1], 64) // empty for none
	minutes, _ := strconv.Atoi(m[4])
	took := time.Duration(hours*float64(time.Hour)) + time.Duration(minutes)*time.Minute
	if m[2] != "" || m[3] != "" {
		took += 30 * time.Minute
	}
	return took
}
