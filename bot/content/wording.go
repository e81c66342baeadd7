package content

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxText is the length of a text message in bytes (WeChat: 2,048).
const maxText = 2048

var (
	dateForm    = regexp.MustCompile(patDate)
	weekdayForm = regexp.MustCompile(patWeekday)
	varDayForm  = regexp.MustCompile(patVarDay)
	priceForm   = regexp.MustCompile(patPrice)
	luringForm  = regexp.MustCompile(patLuring)
)

// worded is a text that people will read, to be checked when the whole file is
// known.
type worded struct {
	n          *node
	what, text string
	key        string // of a text; empty for an answer
	answer     bool
}

func (l *loader) word(w worded) {
	if w.n != nil && w.text != "" {
		l.worded = append(l.worded, w)
	}
}

// texts reads the section 文本: texts of the program to be replaced, and
// texts for reminders.
func (l *loader) texts(n *node) {
	s := l.section(n, keyTexts)
	builtin := defaults()
	for k := range builtin {
		s.asked = append(s.asked, k)
	}
	for _, r := range l.c.Reminders {
		s.asked = append(s.asked, r.Text)
	}
	slices.Sort(s.asked) // so that suggestions do not depend on chance
	for _, p := range s.n.pairs {
		if _, known := slices.BinarySearch(s.asked, p.key.text); !known {
			continue
		}
		what := fmt.Sprintf(whatText, p.key.text)
		t, ok := s.scalar(what, s.values[p.key.text])
		switch {
		case s.values[p.key.text] == nil, ok && t == "":
			l.err(p.key, msgEmptyText, what)
		case ok:
			l.own[p.key.text] = p.value.text
			l.word(worded{n: p.value, what: what, text: p.value.text, key: p.key.text})
		}
	}
	s.done()
}

// checkTexts checks the wording of all texts, and that reminders have theirs.
func (l *loader) checkTexts() {
	wide := wideVars(l.c)
	seats := regexp.MustCompile(fmt.Sprintf(patSeats, l.c.Signup.Seats))
	for _, w := range l.worded {
		l.placeholders(w, wide)
		l.braces(w)
		l.size(w, wide)
		l.luring(w.n, w.what, w.text)
		l.dates(w)
		l.prices(w)
		l.typed(w, seats)
	}
	for i, r := range l.c.Reminders {
		if _, ok := l.own[r.Text]; ok || r.Text == "" {
			continue
		}
		if _, ok := defaults()[r.Text]; ok {
			continue
		}
		keys := append(slices.Collect(maps.Keys(defaults())), slices.Collect(maps.Keys(l.own))...)
		if near := nearest(r.Text, keys); near != "" {
			l.err(l.reminded[i], msgMeantText, r.Name, r.Text, near)
		} else {
			l.err(l.reminded[i], msgNoText, r.Name, r.Text)
		}
	}
}

// allowed are the placeholders that whatever fills in a text knows, besides
// those that every text may use.
func allowed(w worded) []string {
	if w.answer {
		return []string{varTaken, varLeft}
	}
	return append(names(defaults()[w.key]), moreNames(w.key)...)
}

// placeholders reports those that would never be filled in.
func (l *loader) placeholders(w worded, wide Vars) {
	may := allowed(w)
	for _, name := range names(w.text) {
		if _, ok := wide[name]; ok || slices.Contains(may, name) {
			continue
		}
		at := w.n.in(strings.Index(w.text, "{"+name+"}"))
		id, status := strings.CutPrefix(name, wordStatus)
		if status && !w.answer && (w.key == "my" || w.key == "pack_menu") {
			if _, ok := l.c.Pack(id); !ok {
				l.err(at, msgNoPack, w.what, name, l.packIDs())
			}
			continue
		}
		all := append(may, slices.Sorted(maps.Keys(wide))...)
		if near := nearest(name, all); near != "" && len(l.problems) < maxSuggestions {
			l.err(at, msgMeantName, w.what, name, near)
		} else {
			l.err(at, msgBadName, w.what, name, "{"+strings.Join(all, "} {")+"}")
		}
	}
}

func (l *loader) packIDs() string {
	ids := make([]string, len(l.c.Packs))
	for i, p := range l.c.Packs {
		ids[i] = p.ID
	}
	return strings.Join(ids, wordPause)
}

// braces reports what looks like a placeholder and is none.
func (l *loader) braces(w worded) {
	if i := strings.IndexAny(w.text, "｛｝"); i >= 0 {
		_, size := utf8.DecodeRuneInString(w.text[i:])
		l.err(w.n.in(i), msgFullBrace, w.what, w.text[i:i+size])
	}
	for _, line := range split(w.text) {
		for _, p := range line {
			if i := strings.IndexAny(p.literal, "{}"); i >= 0 {
				l.err(w.n.in(strings.Index(w.text, p.literal)+i), msgBrace, w.what)
				return
			}
		}
	}
}

// size reports a text that is too long when its placeholders hold the widest
// plausible values, and one of which nothing is left.
func (l *loader) size(w worded, wide Vars) {
	bytes, fixed := 0, false
	for _, line := range split(w.text) {
		kept := true
		for _, p := range line {
			v, ok := wide[p.name]
			switch {
			case p.name == "":
				bytes += len(p.literal)
			case !ok:
				bytes += width(p.name)
			default:
				bytes += len(v)
				kept = kept && v != ""
			}
		}
		bytes++
		fixed = fixed || kept && len(line) > 0
	}
	if bytes-1 > maxText {
		l.err(w.n, msgLong, w.what, bytes-1, maxText)
	}
	if fixed {
		return
	}
	if w.answer {
		l.warn(w.n, msgVanishes, w.what)
		return
	}
	l.err(w.n, msgVanishes, w.what)
}

// luring reports wordings for which the platform punishes an account.
func (l *loader) luring(n *node, what, t string) {
	if at := luringForm.FindStringIndex(t); at != nil {
		l.err(n.in(at[0]), msgLuring, what, t[at[0]:at[1]])
	}
}

// dates compares the dates and weekdays that were typed into a text with the
// class's.
func (l *loader) dates(w worded) {
	if l.c.Start.IsZero() {
		return
	}
	rest := []byte(w.text) // what has been dealt with is blanked out
	for _, at := range varDayForm.FindAllStringSubmatchIndex(w.text, -1) {
		if got := sunday(w.text[at[2]:at[3]]); got != weekday(l.c.Start) {
			l.err(w.n.in(at[0]), msgVarDay, w.what, w.text[at[0]:at[1]], weekday(l.c.Start))
			blank(rest[at[0]:at[1]])
		}
	}
	for _, at := range dateForm.FindAllStringSubmatchIndex(w.text, -1) {
		l.date(w, at)
		blank(rest[at[0]:at[1]])
	}
	for _, at := range weekdayForm.FindAllSubmatchIndex(rest, -1) {
		if sunday(w.text[at[2]:at[3]]) == weekday(l.c.Start) {
			l.warn(w.n.in(at[0]), msgTypedDay, w.what, w.text[at[0]:at[1]])
		}
	}
}

func blank(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}

// date checks one match of dateForm: month, day, weekday.
func (l *loader) date(w worded, at []int) {
	shown, n := w.text[at[0]:at[1]], w.n.in(at[0])
	month, _ := strconv.Atoi(w.text[at[2]:at[3]]) // two digits, by the pattern
	day, _ := strconv.Atoi(w.text[at[4]:at[5]])
	start := l.c.Start.In(l.c.Zone)
	t := time.Date(start.Year(), time.Month(month), day, 0, 0, 0, 0, l.c.Zone)
	if t.Before(start.AddDate(0, -6, 0)) {
		t = time.Date(start.Year()+1, time.Month(month), day, 0, 0, 0, 0, l.c.Zone)
	}
	switch {
	case int(t.Month()) != month || t.Day() != day:
		l.err(n, msgNoDate, w.what, shown)
	case at[6] >= 0 && sunday(w.text[at[6]:at[7]]) != weekday(t):
		l.err(n, msgWeekday, w.what, shown, month, day, weekday(t))
	case t.Month() == start.Month() && day == start.Day():
		l.warn(n, msgTypedDate, w.what, shown)
	default:
		l.warn(n, msgOtherDate, w.what, shown, monthDay(start))
	}
}

// prices compares prices that were typed with the packs'.
func (l *loader) prices(w worded) {
	for _, at := range priceForm.FindAllStringSubmatchIndex(w.text, -1) {
		group := at[2:4]
		if at[2] < 0 {
			group = at[4:6]
		}
		yuan, shown := w.text[group[0]:group[1]], w.text[at[0]:at[1]]
		line := lineAround(w.text, at[0])
		var prices []string
		named := -1
		for i, p := range l.c.Packs {
			if p.Price > 0 {
				prices = append(prices, strconv.Itoa(p.Price))
			}
			if strings.Contains(line, p.Name) && p.Name != "" && p.Price > 0 {
				named = i
			}
		}
		switch {
		case strings.HasSuffix(w.text[:at[0]], courseWord) || len(prices) == 0 || slices.Contains(prices, yuan):
		case named >= 0:
			l.err(w.n.in(at[0]), msgNotPrice, w.what, shown, l.c.Packs[named].Name, l.c.Packs[named].Price)
		default:
			l.err(w.n.in(at[0]), msgPrice, w.what, shown, strings.Join(prices, wordPause))
		}
	}
}

func lineAround(s string, at int) string {
	s = s[strings.LastIndexByte(s[:at], '\n')+1:]
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// typed warns of names, times and counts for which there are placeholders.
func (l *loader) typed(w worded, seats *regexp.Regexp) {
	for value, name := range map[string]string{l.c.Lecturer: varLecturer, l.c.Name: varCourse} {
		if i := strings.Index(w.text, value); i >= 0 && utf8.RuneCountInString(value) > 1 {
			l.warn(w.n.in(i), msgTypedName, w.what, value, name)
		}
	}
	if at := seats.FindStringSubmatchIndex(w.text); at != nil && l.c.Signup.Seats > 0 {
		l.warn(w.n.in(at[2]), msgTypedSeat, w.what, w.text[at[2]:at[1]])
	}
	if l.c.Start.IsZero() {
		return
	}
	clock := l.c.Start.In(l.c.Zone).Format("15:04")
	for _, form := range []string{clock, strings.Replace(clock, ":", fullColon, 1)} {
		if i := strings.Index(w.text, form); i >= 0 {
			l.warn(w.n.in(i), msgTypedTime, w.what, form)
		}
	}
}
