package content

import (
	"strings"
	"time"

	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
	"zhujiao/bot/text"
)

// timeForm is how a file writes a time.
const timeForm = "2006-01-02 15:04"

var (
	exactTime   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$`)
	relativeDay = regexp.MustCompile(`今|明|后天|昨|前天|后$|现在`)
)

// calendar is how the times of a file are read and shown: in the zone of the class, and
// around its beginning. now is zero if nothing depends on the time of the check.
type calendar struct {
	c   *campaign.Campaign
	now time.Time
}

// time reads a date with a time of day in the campaign's zone, as people write it (ruling
// 41). What is not written in the usual form is said back.
func (s *section) time(key string, to *time.Time) {
	if v := s.get(key); v != nil {
		s.timeOf(key, v, to)
	}
}

func (s *section) timeOf(key string, v *node, to *time.Time) {
	words := strings.TrimSpace(v.text)
	if inner, ok := chineseQuotes(v); ok {
		words = inner
	}
	m := text.ReadTime(words, s.cal.reference())
	form := "写成 " + s.cal.exampleTime()
	what := "「" + key + "」的时间读不懂：「" + shorten(v.text, 40) + "」"
	switch {
	case v.kind != scalarNode:
		s.report.errorAt(v, what, form)
	case m.Problem == text.TimeNoDay:
		s.report.errorAt(v, "「"+key+"」里没有这一天，或者日期和星期对不上：「"+shorten(v.text, 40)+"」", "查一下日历，"+form)
	case m.Problem == text.TimeNoClock:
		s.report.errorAt(v, "「"+key+"」没有写几点：「"+shorten(v.text, 40)+"」", form)
	case m.Problem == text.TimeSkipped || m.Problem == text.TimeTwice:
		s.report.errorAt(v, "「"+key+"」这个时刻因为夏令时不存在，或者有两次：「"+shorten(v.text, 40)+"」", "换一个时刻")
	case m.Problem == text.TimeUnread || m.At.IsZero():
		s.report.errorAt(v, what, impossible(words, form))
	case !m.Dated || relativeDay.MatchString(words):
		s.withoutDate(key, v, m.At)
	case !m.Year && s.cal.c.Start.IsZero():
		s.report.suggest(v, "「"+key+"」没有写年份：「"+shorten(v.text, 40)+"」", m.At.In(s.cal.zone()).Format(timeForm))
	case m.Year && (m.At.Year() < 2000 || m.At.Year() > 2100):
		s.report.errorAt(v, "「"+key+"」的年份不对：「"+shorten(v.text, 40)+"」", form)
	default:
		*to = m.At.In(s.cal.zone())
		s.sayTime(key, v, *to)
	}
}

var oddClock = regexp.MustCompile(`(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s*$`)

// impossible says what keeps a time from being read.
func impossible(words, form string) string {
	if m := oddClock.FindStringSubmatch(halfWidth(words)); m != nil {
		if len(m[1]) == 2 && m[1] > "24" || len(m[2]) == 2 && m[2] > "59" {
			return "一天里没有 " + m[1] + ":" + m[2] + " 这个时刻，" + form
		}
	}
	return form
}

// withoutDate reports a time whose day is not written: a file is read on other days too.
func (s *section) withoutDate(key string, v *node, at time.Time) {
	what := "「" + key + "」要写日期：「" + shorten(v.text, 40) + "」"
	if start := s.cal.c.Start; !start.IsZero() && !relativeDay.MatchString(v.text) {
		at = at.In(s.cal.zone())
		day := time.Date(start.Year(), start.Month(), start.Day(), at.Hour(), at.Minute(), 0, 0, s.cal.zone())
		s.report.suggest(v, what, day.Format(timeForm))
		return
	}
	s.report.errorAt(v, what, "写成 "+s.cal.exampleTime())
}

// sayTime says how a time was understood that is not written in the usual form.
func (s *section) sayTime(key string, v *node, at time.Time) {
	if exactTime.MatchString(strings.TrimSpace(v.text)) {
		return
	}
	right := at.Format(timeForm)
	if at.Second() != 0 {
		right = at.Format(time.DateTime)
	}
	if v.to > v.from {
		s.report.edits = append(s.report.edits, edit{v.from, v.to, right})
	}
	what := "「" + key + "」读作 " + right + "（周" + weekday(at) + "）"
	if strings.ContainsAny(v.text, "：　－／") {
		what += "：冒号、空格等是全角的"
	}
	if _, quotes := chineseQuotes(v); quotes {
		s.report.errorAt(v, what+"：引号是中文的", "改成："+key+": "+right)
		return
	}
	s.report.warnAt(v, what, "改成："+key+": "+right)
}

// day reads a date, which means its last second, or a date with a time of day.
func (s *section) day(key string, to *time.Time) {
	v := s.get(key)
	if v == nil {
		return
	}
	m := text.ReadDay(strings.TrimSpace(v.text), s.cal.reference())
	if m.At.IsZero() || relativeDay.MatchString(v.text) {
		s.timeOf(key, v, to)
		return
	}
	*to = m.At.In(s.cal.zone()).AddDate(0, 0, 1).Add(-time.Second)
}

// needTime is time for a required key.
func (s *section) needTime(key string, to *time.Time) {
	if s.need(key) != nil {
		s.time(key, to)
	}
}

// reference is when the file is read as if: dates without a year are of the time around
// the class.
func (cal *calendar) reference() time.Time {
	switch {
	case !cal.c.Start.IsZero():
		return cal.c.Start.In(cal.zone()).AddDate(0, 0, -60)
	case !cal.now.IsZero():
		return cal.now.In(cal.zone())
	default:
		return time.Date(2020, 1, 1, 0, 0, 0, 0, cal.zone())
	}
}

// exampleTime is a time in the usual form: that of the class if it is known.
func (cal *calendar) exampleTime() string {
	if cal.c.Start.IsZero() {
		return "2022-07-07 20:30"
	}
	return cal.c.Start.In(cal.zone()).Format(timeForm)
}

func (cal *calendar) zone() *time.Location { return cal.c.Zone }

// formatTime formats a time for a message.
func (cal *calendar) formatTime(t time.Time) string {
	t = t.In(cal.zone())
	return monthDay(t) + " 周" + weekday(t) + t.Format(" 15:04")
}

func weekday(t time.Time) string { return string([]rune("日一二三四五六")[t.Weekday()]) }
