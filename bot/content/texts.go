package content

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhujiao/bot/campaign"
)

//go:embed builtin.yaml
var builtin []byte

// defaults are the texts that come with the program, by key; callers only
// read.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var defaults = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	f, err := parseSource(string(builtin))
	if err != nil {
		panic("builtin.yaml: " + err.Error()) // a programmer's error, seen by every test
	}
	for _, p := range (&loader{}).document(f).pairs {
		out[p.key.text] = p.value.text
	}
	return out
})

// Builtin returns the keys of the texts that come with the program, sorted.
func Builtin() []string { return slices.Sorted(maps.Keys(defaults())) }

// Vars are the values of a text's placeholders by name.
type Vars map[string]string

// Texts are the words of one campaign, ready to be filled in; immutable.
type Texts struct {
	wide    Vars
	byKey   map[string]template
	answers map[string]template
}

// template is a text cut at its placeholders, line by line. What is the same
// all campaign long is filled in already.
type template struct {
	lines []line
	// fixed is the whole text when nothing is left to fill in.
	fixed string
	plain bool
	size  int // of all literals
}

type line []part

// part is a literal, or the name of a placeholder.
type part struct {
	literal, name string
}

func newTexts(c *campaign.Campaign, own map[string]string) *Texts {
	t := &Texts{wide: wideVars(c), byKey: map[string]template{}, answers: map[string]template{}}
	for _, set := range []map[string]string{defaults(), own} {
		for k, s := range set {
			t.byKey[k] = t.compile(s)
		}
	}
	for _, e := range c.FAQ {
		s := e.Answer
		if e.Pending {
			s = e.PendingText
		}
		t.answers[e.ID] = t.compile(s)
	}
	return t
}

// names are the placeholders of a text in the order in which they first come.
func names(s string) (out []string) {
	seen := map[string]bool{}
	for _, l := range split(s) {
		for _, p := range l {
			if p.name != "" && !seen[p.name] {
				seen[p.name] = true
				out = append(out, p.name)
			}
		}
	}
	return out
}

// maxName is how long a placeholder may be, in bytes.
const maxName = 36

// split cuts a text into lines and parts. A brace without its partner, or with
// anything but a short name inside, is a literal.
func split(s string) []line {
	out := make([]line, 0, strings.Count(s, "\n")+1)
	for l := range strings.SplitSeq(s, "\n") {
		out = append(out, splitLine(l))
	}
	return out
}

func splitLine(l string) (parts line) {
	from := 0 // begin of the literal that is being collected
	for i := 0; i < len(l); i++ {
		if l[i] != '{' {
			continue
		}
		end := strings.IndexAny(l[i+1:min(len(l), i+2+maxName)], "{} \t")
		if end <= 0 || l[i+1+end] != '}' {
			continue
		}
		if from < i {
			parts = append(parts, part{literal: l[from:i]})
		}
		parts = append(parts, part{name: l[i+1 : i+1+end]})
		from = i + end + 2
		i = from - 1
	}
	if from < len(l) {
		parts = append(parts, part{literal: l[from:]})
	}
	return parts
}

// compile fills in what is the same all campaign long.
func (t *Texts) compile(s string) template {
	tpl := template{plain: true}
	for _, l := range split(s) {
		filled, ok := t.prefill(l)
		if !ok {
			continue
		}
		for _, p := range filled {
			tpl.plain = tpl.plain && p.name == ""
			tpl.size += len(p.literal)
		}
		tpl.size++
		tpl.lines = append(tpl.lines, filled)
	}
	if tpl.plain {
		tpl.fixed = tpl.fill(nil)
	}
	return tpl
}

// prefill replaces campaign-wide placeholders; ok is false for a line that is
// left out because one of them is empty.
func (t *Texts) prefill(l line) (out line, ok bool) {
	for _, p := range l {
		if v, wide := t.wide[p.name]; wide && p.name != "" {
			if v == "" {
				return nil, false
			}
			p = part{literal: v}
		}
		if n := len(out); p.name == "" && n > 0 && out[n-1].name == "" {
			out[n-1].literal += p.literal
			continue
		}
		out = append(out, p)
	}
	return out, true
}

// fill builds the text in one pass. What a placeholder holds is inserted as it
// is, never read as a template; a line with an empty one is left out.
func (tpl template) fill(v Vars) string {
	size := tpl.size
	for _, s := range v {
		size += len(s)
	}
	b := make([]byte, 0, size)
	for _, l := range tpl.lines {
		begin := len(b)
		for _, p := range l {
			s := p.literal
			if p.name != "" {
				s = v[p.name]
			}
			if s == "" {
				b = b[:begin]
				begin = -1
				break
			}
			b = append(b, s...)
		}
		if begin >= 0 {
			b = append(b, '\n')
		}
	}
	if len(b) > 0 {
		b = b[:len(b)-1]
	}
	return string(b)
}

func (tpl template) render(v Vars) string {
	if tpl.plain {
		return tpl.fixed
	}
	return tpl.fill(v)
}

// Render fills in a text: placeholders of the campaign as a whole (a date, the
// lecturer) are filled in already, v gives the others. A line of which a
// placeholder is empty, or not in v, is left out; values are inserted as they
// are. An unknown key gives "": see Missing.
func (t *Texts) Render(key string, v Vars) string { return t.byKey[key].render(v) }

// Answer fills in the answer of a frequent question by its id; of a pending one
// what is said instead, which is "" when the file has no 待补说法.
func (t *Texts) Answer(id string, v Vars) string { return t.answers[id].render(v) }

// RenderText fills in a text that is in no file, such as the answer of an entry
// that moderators published, by the same rules.
func (t *Texts) RenderText(s string, v Vars) string { return t.compile(s).render(v) }

// Uses tells whether a text has a placeholder, so that nobody looks up what is
// not shown. Campaign-wide ones are filled in already and not reported.
func (t *Texts) Uses(key, name string) bool { return t.byKey[key].uses(name) }

// AnswerUses is Uses for the answer of a frequent question.
func (t *Texts) AnswerUses(id, name string) bool { return t.answers[id].uses(name) }

func (tpl template) uses(name string) bool {
	return slices.ContainsFunc(tpl.lines, func(l line) bool {
		return slices.ContainsFunc(l, func(p part) bool { return p.name == name && name != "" })
	})
}

// Has tells whether there is a text for a key.
func (t *Texts) Has(key string) bool {
	_, ok := t.byKey[key]
	return ok
}

// Missing returns the keys that have no text. Handlers call it at start with
// all keys they render, so that Render never meets an unknown one.
func (t *Texts) Missing(keys []string) (out []string) {
	return slices.DeleteFunc(slices.Clone(keys), t.Has)
}

// wideVars are the placeholders that any text may use (product.md, after the
// rulings), and a few more that are the same all campaign long.
func wideVars(c *campaign.Campaign) Vars {
	z := c.Zone
	start, end, opens, shuts := c.Start.In(z), c.End.In(z), c.Checkin.Open.In(z), c.Checkin.Close.In(z)
	day := fmt.Sprintf(formDay, monthDay(start), weekday(start))
	v := Vars{
		varCourse: c.Name, varLecturer: c.Lecturer, varSeats: strconv.Itoa(c.Signup.Seats), varDate: monthDay(start),
		varDay: day, varWhen: day + start.Format("15:04") + "-" + until(start, end), varClock: start.Format("15:04"),
		varQA: strconv.Itoa(c.QAMinutes), varLive: c.LiveRoom, varNext: c.Next,
		varCheckin:    monthDay(opens) + opens.Format("15:04") + "-" + until(opens, shuts),
		varCheckinEnd: monthDay(shuts) + shuts.Format("15:04"), varHashUntil: monthDay(end.AddDate(0, 0, 7)),
		varLimit: strconv.Itoa(c.Questions.PerPerson), varOpens: "",
	}
	if open := c.Signup.Open; !open.IsZero() {
		v[varOpens] = monthDay(open.In(z)) + open.In(z).Format("15:04")
	}
	return v
}

func monthDay(t time.Time) string { return fmt.Sprintf(formMonthDay, t.Month(), t.Day()) }

// until is the end of a span, with its date when that differs.
func until(from, to time.Time) string {
	if from.YearDay() == to.YearDay() && from.Year() == to.Year() {
		return to.Format("15:04")
	}
	return monthDay(to) + to.Format("15:04")
}
