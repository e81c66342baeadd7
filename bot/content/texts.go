package content

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"zhujiao/bot/campaign"
)

//go:embed builtin.yaml
var builtin []byte

// builtinTexts returns the texts of builtin.yaml by key. Callers must not change them.
//
//nolint:gochecknoglobals // a constant that the language cannot express
var builtinTexts = sync.OnceValue(func() map[Key]string {
	out := map[Key]string{}
	if err := yaml.Unmarshal(builtin, &out); err != nil {
		panic("builtin.yaml: " + err.Error()) // cannot happen: the file is embedded and every test reads it
	}
	return out
})

// Vars maps the names of placeholders to their values.
type Vars map[string]string

// Texts are the parsed texts of a campaign. They are immutable and safe for concurrent
// use.
type Texts struct {
	c            *campaign.Campaign
	fileTexts    map[Key]string
	campaignWide Vars
	byKey        map[Key]template
	answers      map[string]template
}

// template is a text parsed into lines and placeholders.
type template struct {
	lines []line
	fixed string // the whole text if plain
	plain bool   // no placeholders are left after compile
}

// line is a line of a template.
type line []part

// part is either a literal or the name of a placeholder.
type part struct {
	literal, name string
}

// newTexts compiles the built-in texts and those of the file, which take precedence.
func newTexts(c *campaign.Campaign, own map[Key]string) (*Texts, error) {
	t := &Texts{c: c, fileTexts: own, campaignWide: campaignWideVars(c), byKey: map[Key]template{}, answers: map[string]template{}}
	for _, set := range []map[Key]string{builtinTexts(), own} {
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

// placeholders returns the names of the placeholders of a text, each once, in order.
func placeholders(s string) (out []string) {
	seen := map[string]bool{}
	for _, l := range parseLines(s) {
		for _, p := range l {
			if p.name != "" && !seen[p.name] {
				seen[p.name] = true
				out = append(out, p.name)
			}
		}
	}
	return out
}

// parseLines parses a text into lines and parts. A brace is a literal unless it encloses
// a short name.
func parseLines(s string) []line {
	var out []line
	for l := range strings.SplitSeq(s, "\n") {
		var parts line
		for {
			head, rest, ok := strings.Cut(l, "{")
			if !ok {
				break
			}
			name, after, ok := strings.Cut(rest, "}")
			if !ok || name == "" || len([]rune(name)) > longest(name) || strings.ContainsAny(name, " {\t") {
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

// longest is how many characters the name of a placeholder may have: one that ends in the
// number of a pack may have more.
func longest(name string) int {
	for _, prefix := range packPrefixes() {
		if strings.HasPrefix(name, prefix) {
			return 40
		}
	}
	return 12
}

// packPrefixes begin the placeholders that end in the number of a pack: {状态99}.
func packPrefixes() [6]string {
	return [...]string{"状态", "包名", "简称", "价值", "内容", "领"}
}

// compile parses a text and fills in the campaign-wide placeholders.
func (t *Texts) compile(s string) template {
	var kept []line
	plain := true
	for _, l := range parseLines(strings.TrimRight(s, "\n")) {
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

// prefill replaces the campaign-wide placeholders of a line. It returns false if one of
// them is empty, in which case the line is left out.
func (t *Texts) prefill(l line) (line, bool) {
	var out line
	for _, p := range l {
		if v, ok := t.campaignWide[p.name]; ok && p.name != "" {
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

// fill renders the template. Values are inserted as they are and never parsed as
// templates; a line with an empty value is left out.
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

// empty reports whether a placeholder of the line has no value.
func (l line) empty(v Vars) bool {
	for _, p := range l {
		if p.name != "" && v[p.name] == "" {
			return true
		}
	}
	return false
}

// Render renders a text with the values of its placeholders. It returns "" for an
// unknown key. Values are shown as plain text (ruling 33), whoever wrote them, except
// those that verbatim lists.
func (t *Texts) Render(key Key, v Vars) string { return t.byKey[key].render(v.plain(key)) }

// RenderForAuthor is Render for the person who wrote the values, who reads them
// unchanged.
func (t *Texts) RenderForAuthor(key Key, v Vars) string { return t.byKey[key].render(v) }

func (tpl template) render(v Vars) string {
	if tpl.plain {
		return tpl.fixed
	}
	return tpl.fill(v)
}

// Answer renders the answer of a frequent question at a time. For an entry that is 待补 it
// renders its 待补说法, which may be empty (ruling 12).
func (t *Texts) Answer(id string, at time.Time, v Vars) string {
	tpl := t.answers[id]
	return tpl.render(t.fitting(tpl, at, v).plain(""))
}

// States returns the answer of a frequent question with 0 for each placeholder: what the
// answer states whatever the values are. The matcher compares questions with it.
func (t *Texts) States(id string) string {
	v := Vars{}
	for _, l := range t.answers[id].lines {
		for _, p := range l {
			v[p.name] = "0"
		}
	}
	return t.answers[id].render(v)
}

// With returns texts that also have the given answers, by entry. These are moderators'
// words and are not parsed as templates.
func (t *Texts) With(answers map[string]string) *Texts {
	out := *t
	out.answers = maps.Clone(t.answers)
	for id, words := range answers {
		out.answers[id] = template{fixed: words, plain: true}
	}
	return &out
}

// Seats returns the texts for another number of seats, because moderators can add seats
// to those of the file.
func (t *Texts) Seats(n int) (*Texts, error) {
	if n == t.c.Signup.Seats {
		return t, nil
	}
	c := *t.c
	c.Signup.Seats = n
	return newTexts(&c, t.fileTexts)
}

// AnswerUses reports whether the answer of a frequent question has a
// placeholder, so that its value is looked up only when it is shown.
func (t *Texts) AnswerUses(id, name string) bool { return t.answers[id].uses(name) }

// uses reports whether the template has a placeholder.
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

// monthDay formats a date: 7月8日.
func monthDay(t time.Time) string { return fmt.Sprintf("%d月%d日", t.Month(), t.Day()) }

// endOfSpan formats the end of a span, with its date if that differs from the start's.
func endOfSpan(from, to time.Time) string {
	if from.YearDay() == to.YearDay() && from.Year() == to.Year() {
		return to.Format("15:04")
	}
	return monthDay(to) + to.Format("15:04")
}

// Moment formats a time in its zone: 7月8日 20:40.
func Moment(t time.Time) string { return monthDay(t) + " " + t.Format("15:04") }
