package draft

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	regexp "zhujiao/bot/lazyregexp"
)

// MaxArticle is how many bytes of an article are read, at most; more is left out.
const MaxArticle = 10 << 20

// Options says what the article itself may not say.
type Options struct {
	// Published is the day of publication, from which 今晚 and 本周四 are reckoned; zero if
	// unknown. It goes before what the article says of itself.
	Published time.Time
}

// reader takes the facts out of the lines of an article.
type reader struct {
	lines     []line
	sentences []sentence
	almanac   almanac
	front     frontMatter
	pageTitle string
	site      string // who the page belongs to
	// sessionLine holds the lines that are sessions, which are no points.
	sessionLine map[int]bool
	series      []session   // the dates of a class that is held several times
	held        []time.Time // the days of the class
	all         string      // the text of the article, once somebody asked for it
	out         Reading
}

// Read reads an article: HTML in any encoding, Markdown or text. It never fails; what it
// cannot read says nothing.
func Read(data []byte, o Options) Reading {
	r := &reader{sessionLine: map[int]bool{}}
	published := parse(r, decoded(data[:min(len(data), MaxArticle)]))
	mark(r.lines)
	r.split()
	r.almanac = almanac{published: o.Published, year: namedYear(r)}
	if r.almanac.published.IsZero() {
		r.almanac.published = publication(r, published)
	}
	r.out.Published = r.almanac.published
	r.when()
	r.holdsOn()
	borrowedYear(r)
	zone(r)
	r.title()
	r.host()
	r.place()
	r.teachers()
	r.seats()
	prices(r)
	r.packs()
	notWhole(r)
	r.audience()
	r.points()
	r.ways()
	deadline(r)
	remarks(r)
	typos(r)
	r.missing()
	return r.out
}

var looksHTML = regexp.MustCompile(`(?i)<(?:!doctype html|html|head|script|style|body|p|div|section|table|h[1-6]|ul|ol)\b[^>]{0,900}>`)

// decoded returns an article in UTF-8.
func decoded(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data)
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) || looksHTML.Match(data[:min(len(data), 1<<16)]) {
		if e, name, certain := charset.DetermineEncoding(data, ""); certain || name != "windows-1252" {
			if out, err := e.NewDecoder().Bytes(data); err == nil {
				return strings.ToValidUTF8(string(out), "")
			}
		}
	}
	if e, _ := charset.Lookup("gb18030"); e != nil {
		if out, err := e.NewDecoder().Bytes(data); err == nil && !bytes.Contains(out, []byte("\ufffd")) {
			return string(out)
		}
	}
	return strings.ToValidUTF8(string(data), "")
}

// parse takes the lines out of the article and returns what it says of its publication.
func parse(r *reader, s string) string {
	front, body := cutFront(s)
	if front == (frontMatter{}) {
		front, body = cutMail(s)
	}
	r.front = front
	published := front.date
	if looksHTML.MatchString(body) {
		p := readHTML([]byte(body))
		r.lines, r.pageTitle, r.site = p.lines, p.title, p.site
		bulleted(r.lines)
		if published == "" {
			published = p.published
		}
	} else {
		r.lines = readPlain(body).lines
	}
	r.lines = pairRows(spoken(r.lines))
	for i := range r.lines {
		n := &r.lines[i]
		var letter string
		if n.text, letter = zeros(n.text); letter != "" {
			clash(r, Clash{Kind: ClashLetterO, A: letter, Source: n.raw})
		}
		for j := range n.cells {
			n.cells[j], _ = zeros(n.cells[j])
		}
	}
	return published
}

// chatStamp is the line of a copied chat that says who wrote what follows, and when.
var chatStamp = regexp.MustCompile(`^([^：，。]{1,20})\s+\d{1,2}:\d{2}(?::\d{2})?$`)

// stamps counts how often each name stands in the stamps of a chat.
func stamps(lines []line) map[string]int {
	out := map[string]int{}
	for i := range lines {
		if m := chatStamp.FindStringSubmatch(lines[i].text); m != nil && len(days(m[1])) == 0 {
			out[m[1]]++
		}
	}
	return out
}

// ruled is a heading between rules or behind a block: ---- THE SPEAKERS ----, ▍适合人群.
var ruled = regexp.MustCompile(`^[-=~—_]{2,}\s*([^-=~—_]\S.{0,30}?)\s*[-=~—_]{2,}$|^[▍▎▌▋█▊▉]\s*([^，。：|｜]{2,16})$`)

// spoken drops lines of nothing but signs, such as a picture of blocks, and the stamps of a chat.
func spoken(lines []line) []line {
	said := stamps(lines)
	chat := slices.ContainsFunc(slices.Collect(maps.Values(said)), func(n int) bool { return n > 1 })
	out := lines[:0]
	gap := false
	for _, n := range lines {
		if m := chatStamp.FindStringSubmatch(n.text); n.kind != row && chat && m != nil && len(days(m[1])) == 0 {
			gap = true
			continue
		}
		if n.kind != row && !strings.ContainsFunc(n.text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) {
			gap = gap || n.gap
			continue
		}
		n.gap, gap = n.gap || gap, false
		if m := ruled.FindStringSubmatch(n.text); m != nil && n.kind != row && runes(n.text) <= 40 {
			n.kind, n.depth, n.text = heading, max(n.depth, 3), m[1]+m[2]
		}
		out = append(out, n)
	}
	return out
}

// split makes sentences of the lines.
func (r *reader) split() {
	for i := range r.lines {
		n := &r.lines[i]
		parts := []string{n.raw}
		if n.kind != row && n.kind != heading {
			parts = sentences(n.raw)
		}
		for j, p := range parts {
			text, _ := zeros(fold(p))
			if n.kind == row {
				text = n.text
			}
			r.sentences = append(r.sentences, sentence{raw: p, text: text, line: n, at: i, first: j == 0})
		}
	}
}

var (
	isoDay   = regexp.MustCompile(`(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})`)
	postedOn = regexp.MustCompile(`(?:发布|发表|推送|更新|编辑)(?:时间|日期|于)?\s*[：:]?\s*(20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2})|(20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2})日?\s*(?:发布|发表|推送|更新)|(?i)(?:published|posted)(?: on)?\s*:?\s*(.{6,20})`)
	onlyDate = regexp.MustCompile(`^(?:原创\s*)?\S{0,16}\s*(20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2})日?(?:\s*(?:星期|周)[一二三四五六日])?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*(?:发表于|发布于|来自).{0,12})?$`)
)

// publication is the day on which the article says it was published.
func publication(r *reader, said string) time.Time {
	if at, ok := parseDay(said); ok {
		return at
	}
	for i, n := range r.lines {
		if m := postedOn.FindStringSubmatch(n.text); m != nil {
			if at, ok := parseDay(m[1] + m[2] + m[3]); ok {
				return at
			}
		}
		if m := onlyDate.FindStringSubmatch(n.text); m != nil && i < 8 && n.topic == noTopic {
			if at, ok := parseDay(m[1]); ok {
				return at
			}
		}
	}
	return time.Time{}
}

// parseDay reads a day in one of the forms of machines, or of English.
func parseDay(s string) (time.Time, bool) {
	for _, form := range []string{time.RFC1123, time.RFC1123Z, time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(form, strings.TrimSpace(s)); err == nil {
			return date(at.Year(), int(at.Month()), at.Day()), true
		}
	}
	if m := isoDay.FindStringSubmatch(s); m != nil {
		at := date(atoi(m[1]), atoi(m[2]), atoi(m[3]))
		return at, at.Day() == atoi(m[3])
	}
	for _, d := range days(s) {
		if d.year > 0 {
			return date(d.year, d.month, d.date), true
		}
	}
	return time.Time{}, false
}

// yearMonth is a month with its year, without a day.
var yearMonth = regexp.MustCompile(`(20\d{2})\s*年\s*\d{1,2}\s*月`)

// thisYear is a year that the article says is the present one.
var thisYear = regexp.MustCompile(`今年[（(]?\s*(20\d{2})\s*年?`)

var foundedIn = regexp.MustCompile(`成立|创立|创办|毕业|入职|(?i)founded|since`)

// namedYear is the year of the full dates of the article, if all name one.
func namedYear(r *reader) int {
	year := 0
	for _, s := range r.sentences {
		if s.line.topic == aboutOthers || s.line.topic == aboutTeacher {
			continue
		}
		for _, d := range days(s.text) {
			if foundedIn.MatchString(s.text) {
				continue
			}
			if d.year > 0 && year > 0 && d.year != year {
				return 0
			}
			year = max(year, d.year)
		}
	}
	if year == 0 {
		year = monthYear(r)
	}
	if year == 0 {
		year = loneYear(r)
	}
	return year
}

// anyYear is a year, wherever it stands.
var anyYear = regexp.MustCompile(`(?:^|[^\d])(20[2-4]\d)\s*(?:年|$|[）)\s])`)

// loneYear is the only year that the article names, if in it a day falls on the weekday that the
// article gives.
func loneYear(r *reader) int {
	year := onlyYear(r)
	fits := false
	for _, s := range relevant(r) {
		for _, d := range days(s.text) {
			if d.hasWeekday && !d.relative && year > 0 {
				if date(year, d.month, d.date).Weekday() != d.weekday {
					return 0
				}
				fits = true
			}
		}
	}
	if !fits {
		return 0
	}
	return year
}

// onlyYear is the year that the article names, beside those of somebody's life; 0 for none or several.
func onlyYear(r *reader) (year int) {
	for _, s := range r.sentences {
		if foundedIn.MatchString(s.text) || s.line.topic == aboutTeacher {
			continue
		}
		for _, m := range anyYear.FindAllStringSubmatch(s.text, 4) {
			if year > 0 && atoi(m[1]) != year {
				return 0
			}
			year = atoi(m[1])
		}
	}
	return year
}

// monthYear is the year of the months that the article names with one.
func monthYear(r *reader) int {
	year := 0
	for _, s := range relevant(r) {
		m := yearMonth.FindStringSubmatch(s.text)
		if m == nil {
			m = thisYear.FindStringSubmatch(s.text)
		}
		if m == nil || s.line.topic == aboutTeacher || foundedIn.MatchString(s.text) {
			continue
		}
		if year > 0 && year != atoi(m[1]) {
			return 0
		}
		year = atoi(m[1])
	}
	return year
}

func (r *reader) fact(field Field, value any, source string) {
	f := Fact{field, value, source}
	if v, ok := value.(string); ok && (field == FieldPoint || field == FieldAudience) && wished(r, v, source) {
		return
	}
	if v, ok := value.(string); ok && (v == "" || slices.ContainsFunc(r.out.Facts, func(o Fact) bool { return o.Field == field && o.Value == v })) {
		return
	}
	r.out.Facts = append(r.out.Facts, f)
}

func clash(r *reader, c Clash) {
	if !slices.ContainsFunc(r.out.Clashes, func(o Clash) bool { return o.Kind == c.Kind && o.A == c.A && o.B == c.B }) {
		r.out.Clashes = append(r.out.Clashes, c)
	}
}

func (r *reader) gap(field Field, about, source string) {
	if !slices.ContainsFunc(r.out.Gaps, func(o Gap) bool { return o.Field == field && o.About == about }) {
		r.out.Gaps = append(r.out.Gaps, Gap{field, about, source})
	}
}

// sentencesOn returns the sentences that may speak of this class.
func relevant(r *reader) (out []sentence) {
	out = slices.Clone(r.sentences)
	for i := range out {
		out[i].text = otherTime.ReplaceAllString(out[i].text, "")
	}
	return slices.DeleteFunc(out, func(s sentence) bool { return s.line.topic == aboutOthers || elsewhere(r, s) })
}

func itoa(n int) string { return strconv.Itoa(n) }

// missing notes what a class needs and the article does not say.
func (r *reader) missing() {
	for _, f := range []Field{
		FieldTitle, FieldPlace, FieldTeacher, FieldTeacherIntro, FieldSeats, FieldSignupWay, FieldHost, FieldAudience, FieldPoint, FieldQAMinutes, FieldGroup,
	} {
		if len(r.out.All(f)) == 0 {
			r.gap(f, "", "")
		}
	}
	if len(r.out.All(FieldFree)) == 0 && len(r.out.All(FieldPrice)) == 0 {
		r.gap(FieldPrice, "", "")
	}
	if place, source := r.out.Text(FieldPlace); !r.out.Onsite() && !address.MatchString(place) {
		r.gap(FieldRoom, "", source)
	}
	if in, source := r.out.Flag(FieldGroup); in {
		r.gap(FieldGroup, "", source)
	}
	for _, f := range r.out.All(FieldPack) {
		p, ok := f.Value.(Pack)
		if !ok {
			continue
		}
		if len(p.Contents) == 0 {
			r.gap(FieldPack, p.Name, f.Source)
		}
		r.gap(FieldPackLink, p.Name, f.Source)
	}
	r.gap(FieldPassphrase, "", "")
	if r.out.ReplaySource == "" {
		r.gap(FieldReplay, "", "")
	}
}

var (
	address = regexp.MustCompile(`https?://|\d{3}[ -]?\d{3}[ -]?\d{3}`)
	onsite  = regexp.MustCompile(`[路街道区层楼室座号厅馆园店]|大厦|中心|大学|学校|校区|广场|酒店|线下|(?i)\b(?:floor|room|street|road|building|hall|avenue|cafe|library|centre|center)\b`)
	online  = regexp.MustCompile(`直播|线上|视频号|会议号|腾讯会议|钉钉|小鹅通|飞书|B站|抖音|快手|哔哩|微信群|网课|(?i)zoom|teams|meet\b|online|classin|cctalk|youtube|webex|voov`)
)

// Onsite reports whether people come to a place instead of a live room.
func (r Reading) Onsite() bool {
	place, _ := r.Text(FieldPlace)
	return onsite.MatchString(place) && !online.MatchString(place)
}
