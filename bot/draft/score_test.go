package draft_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"zhujiao/bot/draft"
)

// label is a fact that an announcement states, as its reader wrote it down. The field
// "published" says when it was published, "contradiction" holds a word of its remark.
type label struct {
	Field string `json:"field"`
	Value any    `json:"value"`
}

// tally counts what was read of a field.
type tally struct{ right, labelled, invented int }

// score compares readings with labels.
type score struct {
	fields map[string]*tally
	notes  []string
	// remarks are contradictions without a label, waiting what is said to be missing although a
	// label states it. They do not count: labels need not name every contradiction.
	remarks, waiting int
}

func (s *score) field(name string) *tally {
	if s.fields[name] == nil {
		s.fields[name] = &tally{}
	}
	return s.fields[name]
}

// total adds up all fields.
func (s *score) total() (t tally) {
	for _, f := range s.fields {
		t.right, t.labelled, t.invented = t.right+f.right, t.labelled+f.labelled, t.invented+f.invented
	}
	return t
}

// String lists the fields.
func (s *score) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.fields)) {
		f := s.fields[name]
		fmt.Fprintf(&b, "%-14s %3d of %3d right, %d invented\n", name, f.right, f.labelled, f.invented)
	}
	t := s.total()
	fmt.Fprintf(&b, "%-14s %3d without a label; %d said to be missing and labelled\n", "contradictions", s.remarks, s.waiting)
	fmt.Fprintf(&b, "%-14s %3d of %3d right (%.1f%%), %d invented\n", "all", t.right, t.labelled, 100*float64(t.right)/float64(max(1, t.labelled)), t.invented)
	return b.String()
}

// scoreFolder reads every announcement of a folder that has labels beside it.
func scoreFolder(tb testing.TB, folder string) *score {
	tb.Helper()
	s := &score{fields: map[string]*tally{}}
	for _, file := range announcements(tb, folder) {
		r, labels := readLabelled(tb, file)
		s.compare(filepath.Base(file), r, labels)
	}
	return s
}

// announcements lists the files of a folder that have labels beside them.
func announcements(tb testing.TB, folder string) (out []string) {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		tb.Fatal(err)
	}
	for _, file := range files {
		if _, err := os.Stat(strings.TrimSuffix(file, filepath.Ext(file)) + ".json"); err == nil && filepath.Ext(file) != ".json" {
			out = append(out, file)
		}
	}
	return out
}

func readLabelled(tb testing.TB, file string) (draft.Reading, []label) {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	words, err := os.ReadFile(strings.TrimSuffix(file, filepath.Ext(file)) + ".json")
	if err != nil {
		tb.Fatal(err)
	}
	var labels []label
	if err := json.Unmarshal(words, &labels); err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
	var o draft.Options
	for _, l := range labels {
		if l.Field == "published" {
			if o.Published, err = time.Parse(time.DateOnly, fmt.Sprint(l.Value)); err != nil {
				tb.Fatalf("%s: %v", file, err)
			}
		}
	}
	return draft.Read(data, o), labels
}

// compare counts what a reading has of the labels, and what it has beyond them.
func (s *score) compare(file string, r draft.Reading, labels []label) {
	defer s.surplus(file, r, labels)
	used := make([]bool, len(r.Facts))
	for _, l := range labels {
		switch l.Field {
		case "published", "missing":
			continue
		case "contradiction":
			f := s.field(l.Field)
			f.labelled++
			if slices.ContainsFunc(r.Clashes, func(c draft.Clash) bool { return names(c, fmt.Sprint(l.Value)) }) {
				f.right++
			} else {
				s.notes = append(s.notes, fmt.Sprintf("%s: missed contradiction %v", file, l.Value))
			}
			continue
		}
		f := s.field(l.Field)
		f.labelled++
		at := slices.IndexFunc(r.Facts, func(x draft.Fact) bool {
			return string(x.Field) == l.Field && (same(l.Field, x.Value, l.Value) || partOf(x, l, labels))
		})
		if at < 0 {
			s.notes = append(s.notes, fmt.Sprintf("%s: missed %s %v", file, l.Field, l.Value))
			continue
		}
		f.right++
		used[at] = true
	}
	for i, x := range r.Facts {
		if !used[i] && !follows(x, labels) && !slices.ContainsFunc(labels, func(l label) bool { return l.Field == string(x.Field) && same(l.Field, x.Value, l.Value) }) {
			s.field(string(x.Field)).invented++
			s.notes = append(s.notes, fmt.Sprintf("%s: invented %s %v", file, x.Field, x.Value))
		}
	}
}

// surplus notes contradictions that no label names, and what is said to be missing although a label
// states it.
func (s *score) surplus(file string, r draft.Reading, labels []label) {
	for _, c := range r.Clashes {
		if !slices.ContainsFunc(labels, func(l label) bool { return l.Field == "contradiction" && names(c, fmt.Sprint(l.Value)) }) {
			s.remarks++
			s.notes = append(s.notes, fmt.Sprintf("%s: contradiction without a label: %s %s %s %s", file, c.Kind, c.A, c.B, c.C))
		}
	}
	for _, g := range r.Gaps {
		if g.Source == "" && slices.ContainsFunc(labels, func(l label) bool { return l.Field == string(g.Field) }) {
			s.waiting++
			s.notes = append(s.notes, fmt.Sprintf("%s: said to be missing: %s", file, g.Field))
		}
	}
}

// partOf reports a label that is one of those of which a fact consists: the organisers of 「甲与乙」,
// the phrases of an introduction.
func partOf(x draft.Fact, l label, labels []label) bool {
	whole, ok := x.Value.(string)
	if !ok || x.Field != draft.FieldHost && x.Field != draft.FieldTeacherIntro {
		return false
	}
	rest := bare(whole)
	length := len([]rune(rest))
	if !strings.Contains(rest, bare(fmt.Sprint(l.Value))) {
		return false
	}
	for _, o := range labels {
		if o.Field == l.Field {
			rest = strings.Replace(rest, bare(fmt.Sprint(o.Value)), "", 1)
		}
	}
	return float64(len([]rune(rest))) <= 0.45*float64(length) // as much as alike allows
}

// follows reports a fact that follows from a label of another field: what has a price is paid.
func follows(x draft.Fact, labels []label) bool {
	return x.Field == draft.FieldFree && x.Value == false && slices.ContainsFunc(labels, func(l label) bool { return l.Field == string(draft.FieldPrice) })
}

// names reports whether a contradiction is the one that a label names by its kind or by one of
// the things that contradict each other.
func names(c draft.Clash, word string) bool {
	if strings.Contains(word, kindWord(c.Kind)) {
		return true
	}
	word = strings.Replace(word, "星期", "周", 1)
	if day := strings.Index("日一二三四五六", strings.TrimPrefix(word, "周")); strings.HasPrefix(word, "周") && day >= 0 {
		return c.C == time.Weekday(day/3).String()
	}
	if m := dayWord.FindStringSubmatch(word); m != nil && c.Kind == draft.ClashDate {
		return strings.HasSuffix(c.A, "-"+m[1]) || strings.HasSuffix(c.B, "-"+m[1])
	}
	if m := clockWord.FindStringSubmatch(word); m != nil {
		hour, _ := strconv.Atoi(m[1])
		minute := map[string]string{"": "00", "半": "30"}[m[2]]
		return slices.ContainsFunc([]string{c.A, c.B}, func(s string) bool {
			return s == fmt.Sprintf("%02d:%s", hour, minute) || s == fmt.Sprintf("%02d:%s", hour+12, minute)
		})
	}
	return slices.ContainsFunc([]string{c.A, c.B, c.C}, func(s string) bool { return amountIn(s) != "" && amountIn(s) == amountIn(word) })
}

// dayWord is a day of a month.
var dayWord = regexp.MustCompile(`(\d{2})\s*[日号]$`)

// clockWord is a time in words.
var clockWord = regexp.MustCompile(`^(\d{1,2})点(半?)$`)

// kindWord is the word by which labels name a kind of contradiction.
func kindWord(k draft.ClashKind) string {
	word, ok := map[draft.ClashKind]string{
		draft.ClashWeekday: "星期", draft.ClashSeats: "名额", draft.ClashLetterO: "字母O", draft.ClashForbidden: "诱导", draft.ClashPrice: "价格",
		draft.ClashStart: "时间", draft.ClashPackPrice: "两个",
	}[k]
	if !ok {
		return string(k)
	}
	return word
}

// same reports whether a value says what a label says.
func same(field string, got, want any) bool {
	switch v := got.(type) {
	case draft.Pack:
		p, ok := want.(map[string]any)
		return ok && samePack(v, p)
	case string:
		w := fmt.Sprint(want)
		switch field {
		case "title", "host", "place", "audience", "point", "teacher_intro":
			return alike(v, w)
		case "price":
			return amountIn(v) == amountIn(w)
		case "session":
			if !strings.HasPrefix(w, "20") || !strings.Contains(w[:min(len(w), 16)], "-") {
				return sameMoments(v, w)
			}
			return len(v) >= 16 && len(w) >= 16 && v[:16] == w[:16] && alike(v[16:], w[16:])
		default:
			return bare(v) == bare(w)
		}
	case int:
		f, err := strconv.ParseFloat(fmt.Sprint(want), 64)
		return err == nil && math.Abs(f-float64(v)) < 1
	default:
		return got == want
	}
}

// itself reports a single thing whose label names it again as what it holds.
func itself(got draft.Pack, contents []any) bool {
	return len(got.Contents) == 0 && len(contents) == 1 && alike(got.Name, fmt.Sprint(contents[0]))
}

func samePack(got draft.Pack, want map[string]any) bool {
	value, _ := strconv.ParseFloat(amountIn(fmt.Sprint(want["value"])), 64)
	contents, _ := want["contents"].([]any)
	if !alike(got.Name, fmt.Sprint(want["name"])) || got.Value != value || string(got.Condition) != want["condition"] || len(got.Contents) != len(contents) && !itself(got, contents) {
		return false
	}
	for i, c := range contents {
		if len(got.Contents) > i && !alike(got.Contents[i], fmt.Sprint(c)) {
			return false
		}
	}
	return true
}

// amountIn is the number of an amount of money, in whatever currency and width; "" for none.
func amountIn(s string) string {
	m := amountDigits.FindString(narrow(s))
	if strings.Contains(m, ".") {
		m = strings.TrimRight(strings.TrimRight(m, "0"), ".")
	}
	return m
}

// narrow writes digits and colons of all widths in one way.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '：' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

var (
	amountDigits = regexp.MustCompile(`\d+(?:\.\d+)?`)
	labelMoment  = regexp.MustCompile(`(\d{1,2})月(\d{1,2})日?.*?(\d{1,2}):(\d{2})(?:\D{1,6}(\d{1,2}):(\d{2}))?`)
)

// inDigits writes the months of an English date as the others: 14 November, November 14.
func inDigits(s string) string {
	for i, month := range []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"} {
		s = regexp.MustCompile(`(\d{1,2}) `+month+`\b`).ReplaceAllString(s, fmt.Sprintf("%d月${1}日", i+1))
		s = regexp.MustCompile(month+` (\d{1,2})\b`).ReplaceAllString(s, fmt.Sprintf("%d月${1}日", i+1))
	}
	return s
}

// sameMoments compares a session with a label that gives it as the announcement writes it.
func sameMoments(got, want string) bool {
	m := labelMoment.FindStringSubmatch(inDigits(narrow(want)))
	if m == nil || len(got) < 16 {
		return false
	}
	two := func(s string) string { return fmt.Sprintf("%02s", s) }
	moment := two(m[1]) + "-" + two(m[2]) + " " + two(m[3]) + ":" + m[4]
	if m[5] != "" {
		moment += "-" + two(m[5]) + ":" + m[6]
	}
	return strings.HasPrefix(got[5:], moment)
}

// alike reports texts that say the same: one may have a few characters more.
func alike(a, b string) bool {
	x, y := bare(a), bare(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if x == y {
		return true
	}
	return x != "" && strings.Contains(y, x) && float64(len([]rune(x))) >= 0.55*float64(len([]rune(y)))
}

// bare drops everything but letters and digits.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, narrow(s))
}

// TestAnnouncements reads the announcements of testdata, and another folder if
// ZHUJIAO_DRAFT_FOLDER names one.
func TestAnnouncements(t *testing.T) {
	t.Parallel()
	if folder := os.Getenv("ZHUJIAO_DRAFT_FOLDER"); folder != "" {
		s := scoreFolder(t, folder)
		t.Logf("%s:\n%s%s", folder, s, strings.Join(s.notes, "\n"))
		return
	}
	s := scoreFolder(t, "testdata")
	t.Logf("\n%s%s", s, strings.Join(s.notes, "\n"))
	all := s.total()
	if all.labelled < 200 {
		t.Fatalf("only %d labels: the announcements are not there", all.labelled)
	}
	if all.invented > 0 {
		t.Errorf("%d facts are invented", all.invented)
	}
	if share := float64(all.right) / float64(all.labelled); share < 0.97 {
		t.Errorf("only %.3f of the labels are read right", share)
	}
}
