package draft

import (
	"slices"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

// monthAlone is a month with its year, without a day.
var monthAlone = regexp.MustCompile(`(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(?:[^\d\s]|$)`)

// borrowedYear notes that the year of the class is that of another day or month which the article
// names, such as that of some figures, with the sentence that names it.
func borrowedYear(r *reader) {
	if !r.almanac.published.IsZero() || len(r.held) == 0 || r.held[0].Year() != r.almanac.year {
		return
	}
	on, from := r.held[0], ""
	for _, s := range r.sentences {
		if thisYear.MatchString(s.text) {
			return
		}
		if monthSaid(s.text, on) {
			return
		}
		for _, d := range days(s.text) {
			if d.year == on.Year() && d.month == int(on.Month()) && (d.date == on.Day() || d.date <= on.Day() && on.Day() <= d.until) {
				return
			}
		}
		if from == "" && namesYear(s, on.Year()) {
			from = s.raw
		}
	}
	if from != "" {
		clash(r, Clash{Kind: ClashYear, A: on.Format(time.DateOnly), Source: from})
	}
}

// monthSaid reports a month with its year, and no day of it: 2026年3月公开课.
func monthSaid(s string, on time.Time) bool {
	for _, m := range monthAlone.FindAllStringSubmatch(s, 4) {
		if atoi(m[1]) == on.Year() && atoi(m[2]) == int(on.Month()) {
			return true
		}
	}
	return false
}

// namesYear reports a sentence that may have lent its year.
func namesYear(s sentence, year int) bool {
	if s.line.topic.in(aboutOthers, aboutTeacher) || foundedIn.MatchString(s.text) {
		return false
	}
	if m := yearMonth.FindStringSubmatch(s.text); m != nil && atoi(m[1]) == year {
		return true
	}
	return slices.ContainsFunc(days(s.text), func(d day) bool { return d.year == year })
}
