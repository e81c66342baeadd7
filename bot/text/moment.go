package text

import "time"

// TimeProblem says why words do not mean a time that can be used.
type TimeProblem string

// The problems. With TimePast, TimeFar and TimeTwice a Moment has its time all the same.
const (
	TimeOK TimeProblem = ""
	// TimeUnread are words that mean no time, or more than one.
	TimeUnread TimeProblem = "unread"
	// TimeNoClock is a day without a time of day.
	TimeNoClock TimeProblem = "no clock"
	// TimeNoDay is a day that does not exist, or whose day of the week is another one.
	TimeNoDay TimeProblem = "no such day"
	TimePast  TimeProblem = "past"
	// TimeFar is the next such day of words without a year, if it is more than FarDays ahead.
	TimeFar TimeProblem = "far"
	// TimeSkipped is a time that daylight saving leaves out, TimeTwice one that it repeats.
	TimeSkipped TimeProblem = "skipped"
	TimeTwice   TimeProblem = "twice"
)

// FarDays is how many days ahead a time without a year may be: what lies further is more
// likely a day that is past.
const FarDays = 60

// Moment is what ReadTime has understood.
type Moment struct {
	// At is the time in the zone that was asked for; zero if the words do not mean one.
	At      time.Time
	Problem TimeProblem
	// Dated is set when the words name a day, Year when they name its year.
	Dated, Year bool
}

// ReadTime reads a time as people write it (ruling 41), such as 今晚9:30, 9:30pm, 周四晚上8点,
// 7月7日 20:50, 2022-07-07 20:50 or 半小时后. The zone is that of now. Words without a day
// mean today, words without a year the next such day. A night belongs to the day before it:
// 今晚12点 is the end of today. Whoever needs no future time, such as a file, ignores
// TimePast; TimeFar comes only without a year.
func ReadTime(words string, now time.Time) Moment {
	words = timeWords(words)
	if at, err := time.Parse(time.RFC3339, rfcForm(words)); err == nil {
		return judge(Moment{At: at.In(now.Location()), Dated: true, Year: true}, now)
	}
	if d, ok := readDelay(words); ok {
		return judge(Moment{At: now.Add(d).Truncate(time.Second)}, now)
	}
	p, ok := parseTime(words)
	if !ok {
		return Moment{Problem: TimeUnread}
	}
	return p.moment(now)
}

// ReadDay reads a day as people write it, without a time of day, such as 8月7日, 明天 or
// 2022/8/7, and returns its beginning. The rules are those of ReadTime; today is not past.
func ReadDay(words string, now time.Time) Moment {
	p, ok := parseTime(timeWords(words) + " ") // 8.7 is a date here
	if !ok || p.timed || p.part != noPart || !p.dated() {
		return Moment{Problem: TimeUnread}
	}
	p.timed, p.hour = true, 12 // midnight may be skipped
	m := p.moment(noonOf(now))
	if !m.At.IsZero() {
		m.At = time.Date(m.At.Year(), m.At.Month(), m.At.Day(), 0, 0, 0, 0, now.Location())
	}
	return m
}

// judge compares a time with now.
func judge(m Moment, now time.Time) Moment {
	switch {
	case m.Problem != TimeOK:
	case m.At.Before(now):
		m.Problem = TimePast
	case !m.Year && m.At.After(now.AddDate(0, 0, FarDays)):
		m.Problem = TimeFar
	}
	return m
}

// moment resolves what was parsed.
func (p *timeParse) moment(now time.Time) Moment {
	m := Moment{Dated: p.dated(), Year: p.year != 0}
	if !p.settle() {
		m.Problem = TimeUnread
		return m
	}
	if !p.timed {
		m.Problem = TimeNoClock
		return m
	}
	day, ok := p.day(now)
	if !ok {
		m.Problem = TimeNoDay
		return m
	}
	m.At, m.Problem = wallClock(day.AddDate(0, 0, p.nights), p.hour, p.minute, p.second)
	if m.Problem == TimeOK && !m.Dated && p.nightly && m.At.Before(now) { // 凌晨1点, said in the evening
		m.At, m.Problem = wallClock(day.AddDate(0, 0, 1), p.hour, p.minute, p.second)
	}
	return judge(m, now)
}

// day returns the beginning of the day that is meant, or false if there is none.
func (p *timeParse) day(now time.Time) (time.Time, bool) {
	today := noonOf(now)
	day := today
	switch {
	case p.ahead != nil:
		day = today.AddDate(0, 0, *p.ahead)
	case p.date != 0:
		var ok bool
		if day, ok = p.nextDate(today); !ok {
			return day, false
		}
	case p.weekday >= 0:
		return p.nextWeekday(today), true
	}
	if p.weekday >= 0 && (int(day.Weekday()) != p.weekday || p.weeks != nil) {
		return day, false
	}
	return day, true
}

// nextDate returns the first day with the date that is not before today, or the day of its
// year.
func (p *timeParse) nextDate(today time.Time) (time.Time, bool) {
	exists := func(y, m int) (time.Time, bool) {
		d := time.Date(y, time.Month(m), p.date, 12, 0, 0, 0, today.Location())
		return d, m >= 1 && m <= 12 && d.Day() == p.date && int(d.Month()) == m
	}
	if p.year != 0 {
		return exists(p.year, p.month)
	}
	for i := range 2 { // this year and the next, or this month and the next
		year, month := today.Year()+i, p.month
		if month == 0 {
			first := time.Date(today.Year(), today.Month()+time.Month(i), 1, 12, 0, 0, 0, today.Location())
			year, month = first.Year(), int(first.Month())
		}
		if d, ok := exists(year, month); ok && !d.Before(today) {
			return d, true
		}
	}
	return today, false
}

// nextWeekday returns the next such day, today included, or that of the week that is named.
// A week begins on Monday.
func (p *timeParse) nextWeekday(today time.Time) time.Time {
	if p.weeks == nil {
		return today.AddDate(0, 0, (p.weekday-int(today.Weekday())+7)%7)
	}
	sinceMonday := func(day int) int { return (day + 6) % 7 }
	return today.AddDate(0, 0, *p.weeks*7+sinceMonday(p.weekday)-sinceMonday(int(today.Weekday())))
}

// noonOf returns noon of a time's day: days are counted from there, because midnight may be
// skipped.
func noonOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, t.Location())
}

// wallClock returns the time at which the clocks of a day's zone show a time of day; hour
// may be 24.
func wallClock(day time.Time, hour, minute, second int) (time.Time, TimeProblem) {
	wanted := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, 0, time.UTC)
	var found []time.Time
	for _, around := range []time.Duration{-26 * time.Hour, 26 * time.Hour} {
		near := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, 0, day.Location()).Add(around)
		_, offset := near.Zone()
		at := wanted.Add(-time.Duration(offset) * time.Second).In(day.Location())
		shows := at.Hour() == wanted.Hour() && at.Minute() == minute && at.Day() == wanted.Day()
		if shows && (len(found) == 0 || !found[0].Equal(at)) {
			found = append(found, at)
		}
	}
	switch len(found) {
	case 0:
		return time.Time{}, TimeSkipped
	case 1:
		return found[0], TimeOK
	default:
		return found[0], TimeTwice
	}
}
