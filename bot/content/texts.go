package content

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"zhujiao/bot/campaign"
)

//go:embed builtin.yaml
var builtin []byte

// defaults are the texts that come with the program, by key; callers only
// read.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var defaults = sync.OnceValue(func() map[Key]string {
	out := map[Key]string{}
	if err := yaml.Unmarshal(builtin, &out); err != nil {
		panic("builtin.yaml: " + err.Error()) // a programmer's error, seen by every test
	}
	return out
})

// Vars are the values of a text's placeholders by name.
type Vars map[string]string

// Texts are the words of one campaign, ready to be filled in.
type Texts struct {
	c       *campaign.Campaign
	own     map[Key]string
	wide    Vars
	byKey   map[Key]template
	answers map[string]template
}

// template is a text cut at its placeholders, line by line.
type template struct {
	lines []line
	fixed string // of a text without placeholders of its own
	plain bool
}

type line []part

// part is a literal, or the name of a placeholder.
type part struct {
	literal, name string
}

func newTexts(c *campaign.Campaign, own map[Key]string) (*Texts, error) {
	t := &Texts{c: c, own: own, wide: wideVars(c), byKey: map[Key]template{}, answers: map[string]template{}}
	for _, set := range []map[Key]string{defaults(), own} {
		for k, s := range set {
			t.byKey[k] = t.compile(s)
		}
	}
	for _, e := range c.FAQ {
		t.answers[e.ID] = t.compile(e.Answer)
		if e.Pending {
			t.answers[e.ID] = t.compile(e.PendingText)
		}
	}
	if len(t.byKey) == 0 {
		return nil, errors.New("no texts")
	}
	return t, nil
}

// names are the placeholders of a text.
func names(s string) map[string]bool {
	out := map[string]bool{}
	for _, l := range split(s) {
		for _, p := range l {
			if p.name != "" {
				out[p.name] = true
			}
		}
	}
	return out
}

func sortedNames(set map[string]bool) []string {
	var out []string
	for _, n := range slices.Sorted(maps.Keys(set)) {
		out = append(out, "{"+n+"}")
	}
	return append(out, "{课名}", "{日期}", "{开课时间}", "…")
}

// split cuts a text into lines and parts. A brace without its partner, or with
// more than a short name inside, is a literal.
func split(s string) []line {
	var out []line
	for l := range strings.SplitSeq(s, "\n") {
		var parts line
		for {
			head, rest, ok := strings.Cut(l, "{")
			if !ok {
				break
			}
			name, after, ok := strings.Cut(rest, "}")
			if !ok || name == "" || len([]rune(name)) > 12 || strings.ContainsAny(name, " {\t") {
				break
			}
			if head != "" {
				parts = append(parts, part{literal: head})
			}
			parts = append(parts, part{name: name})
			l = after
		}
		if l != "" || len(parts) == 0 {
			parts = append(parts, part{literal: l})
		}
		out = append(out, parts)
	}
	return out
}

// compile fills in what is the same all campaign long.
func (t *Texts) compile(s string) template {
	var kept []line
	plain := true
	for _, l := range split(strings.TrimRight(s, "\n")) {
		filled, ok := t.prefill(l)
		if !ok {
			continue
		}
		for _, p := range filled {
			plain = plain && p.name == ""
		}
		kept = append(kept, filled)
	}
	tpl := template{lines: kept, plain: plain}
	if plain {
		tpl.fixed = tpl.fill(nil)
	}
	return tpl
}

// prefill replaces campaign-wide placeholders; ok is false for a line that is
// left out because one of them is empty.
func (t *Texts) prefill(l line) (line, bool) {
	var out line
	for _, p := range l {
		if v, ok := t.wide[p.name]; ok && p.name != "" {
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

// fill builds the text. What a placeholder holds is inserted as it is, never
// read as a template; a line with an empty one is left out.
func (tpl template) fill(v Vars) string {
	var b strings.Builder
	first := true
	for _, l := range tpl.lines {
		if l.empty(v) {
			continue
		}
		if !first {
			b.WriteByte('\n')
		}
		first = false
		for _, p := range l {
			if p.name == "" {
				b.WriteString(p.literal)
				continue
			}
			b.WriteString(v[p.name])
		}
	}
	return b.String()
}

func (l line) empty(v Vars) bool {
	for _, p := range l {
		if p.name != "" && v[p.name] == "" {
			return true
		}
	}
	return false
}

// Render fills in a text. An unknown key gives "".
func (t *Texts) Render(key Key, v Vars) string { return t.byKey[key].render(v) }

func (tpl template) render(v Vars) string {
	if tpl.plain {
		return tpl.fixed
	}
	return tpl.fill(v)
}

// Answer fills in the answer of a frequent question; of a pending one what is
// said instead, which may be "".
func (t *Texts) Answer(id string, v Vars) string { return t.answers[id].render(v) }

// States is what an answer says whatever it is filled in with, a number in the
// place of what changes: what the matcher may take for stated.
func (t *Texts) States(id string) string {
	v := Vars{}
	for _, l := range t.answers[id].lines {
		for _, p := range l {
			v[p.name] = "0"
		}
	}
	return t.Answer(id, v)
}

// With returns texts that answer further entries too: words of moderators,
// which are never read as templates.
func (t *Texts) With(answers map[string]string) *Texts {
	out := *t
	out.answers = maps.Clone(t.answers)
	for id, words := range answers {
		out.answers[id] = template{fixed: words, plain: true}
	}
	return &out
}

// Seats returns the same texts for another number of seats: moderators add some
// to the file's.
func (t *Texts) Seats(n int) (*Texts, error) {
	if n == t.c.Signup.Seats {
		return t, nil
	}
	c := *t.c
	c.Signup.Seats = n
	return newTexts(&c, t.own)
}

// AnswerUses reports whether the answer of a frequent question has a
// placeholder, so that its value is looked up only when it is shown.
func (t *Texts) AnswerUses(id, name string) bool { return t.answers[id].uses(name) }

func (tpl template) uses(name string) bool {
	for _, l := range tpl.lines {
		for _, p := range l {
			if p.name == name {
				return true
			}
		}
	}
	return false
}

// wide tells whether a placeholder is the same all campaign long.
func wide(name string) bool {
	_, ok := wideVars(&campaign.Campaign{Zone: time.UTC})[name]
	return ok
}

// wideVars are the placeholders that any text may use (product.md, rulings).
func wideVars(c *campaign.Campaign) Vars {
	z := c.Zone
	start, end, opens, shuts := c.Start.In(z), c.End.In(z), c.Checkin.Open.In(z), c.Checkin.Close.In(z)
	day := monthDay(start) + "（周" + weekday(start) + "）"
	return Vars{
		"课名": c.Name, "讲师": c.Lecturer, "名额": strconv.Itoa(c.Signup.Seats), "日期": monthDay(start), "开课日": day,
		"开课时间": day + start.Format("15:04") + "-" + end.Format("15:04"), "开课时刻": start.Format("15:04"),
		"答疑分钟": strconv.Itoa(c.QAMinutes), "直播间": c.LiveRoom, "下一场": c.Next,
		"签到时段": monthDay(opens) + opens.Format("15:04") + "-" + until(opens, shuts),
		"签到结束": monthDay(shuts) + shuts.Format("15:04"), "校验码到期": monthDay(end.AddDate(0, 0, 7)),
		"开放": monthDay(c.Signup.Open.In(z)) + c.Signup.Open.In(z).Format("15:04"), "上限": strconv.Itoa(c.Questions.PerPerson),
		"提问开放": monthDay(c.Questions.Open.In(z)) + c.Questions.Open.In(z).Format("15:04"), "隐私链接": c.Privacy,
	}
}

func monthDay(t time.Time) string { return fmt.Sprintf("%d月%d日", t.Month(), t.Day()) }

// until is the end of a span, with its date when that differs.
func until(from, to time.Time) string {
	if from.YearDay() == to.YearDay() && from.Year() == to.Year() {
		return to.Format("15:04")
	}
	return monthDay(to) + to.Format("15:04")
}

// Moment writes a time for people, in its own zone: 7月8日 20:40.
func Moment(t time.Time) string { return monthDay(t) + " " + t.Format("15:04") }
