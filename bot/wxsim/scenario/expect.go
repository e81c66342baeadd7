package scenario

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhujiao/bot/wxsim"
)

// maxText is the longest text of a reply, and keptText what a cut one keeps of it at least,
// in bytes; remark is the longest addition to a cut text.
const (
	maxText  = 2048
	keptText = 1500
	remark   = 120
)

// Expectation says what one answer has to be; all fields that are set must hold.
type Expectation struct {
	Equals       *string  `json:"equals,omitempty"`
	AnyOf        []string `json:"any_of,omitempty"`
	Empty        bool     `json:"empty,omitempty"` // no reply
	Regex        string   `json:"regex,omitempty"`
	Contains     []string `json:"contains,omitempty"`
	NotContains  []string `json:"not_contains,omitempty"`
	NotEqualsAny []string `json:"not_equals_any,omitempty"`
	NotAny       []string `json:"not_any,omitempty"`
	StatusNot    int      `json:"status_not,omitempty"`
	StatusAny    []int    `json:"status_any,omitempty"`
	// Multiset are the answers of concurrent in any order.
	Multiset    []string `json:"multiset,omitempty"`
	TruncatedOf string   `json:"truncated_of,omitempty"`
}

// expectation reads the expectation of a step; nil if it has none.
func expectation(raw json.RawMessage) (*Expectation, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil //nolint:nilnil // no expectation is a step that only has to be answered
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	var e Expectation
	if err := d.Decode(&e); err != nil {
		return nil, fmt.Errorf("expect: %w", err)
	}
	return &e, nil
}

// answer returns what is wrong with an answer, or "".
func (e *Expectation) answer(x wxsim.Exchange, f found) string {
	if e != nil && (e.StatusNot != 0 || e.StatusAny != nil) {
		if e.StatusNot != 0 && x.Status == e.StatusNot || e.StatusAny != nil && !slices.Contains(e.StatusAny, x.Status) {
			return fmt.Sprintf("HTTP status %d", x.Status)
		}
		return ""
	}
	if x.Failure != "" {
		return "no valid reply: " + x.Failure
	}
	return e.text(x.Text, f)
}

// text returns what is wrong with a text, or "". What a pattern's groups match goes into f.
func (e *Expectation) text(got string, f found) string {
	if e == nil {
		return ""
	}
	isGot := func(want string) bool { return f.fill(want) == got }
	has := func(part string) bool { return strings.Contains(got, f.fill(part)) }
	switch {
	case e.Equals != nil && !isGot(*e.Equals):
		return difference(got, f.fill(*e.Equals))
	case e.Empty && got != "":
		return "got " + quoted(got) + ", want silence"
	case e.AnyOf != nil && !slices.ContainsFunc(e.AnyOf, isGot):
		return difference(got, f.fill(strings.Join(e.AnyOf, "\n(or)\n")))
	case slices.ContainsFunc(e.NotContains, has):
		return "got " + quoted(got) + ", which holds what must not be there"
	case slices.ContainsFunc(slices.Concat(e.NotEqualsAny, e.NotAny), isGot):
		return "got " + quoted(got) + ", want anything else"
	}
	for _, part := range e.Contains {
		if !has(part) {
			return "got " + quoted(got) + ", want " + quoted(f.fill(part)) + " in it"
		}
	}
	if e.TruncatedOf != "" {
		return truncated(got, f.fill(e.TruncatedOf))
	}
	return e.pattern(got, f)
}

// pattern compares a text with the regular expression.
func (e *Expectation) pattern(got string, f found) string {
	if e.Regex == "" {
		return ""
	}
	re, err := regexp.Compile(f.fill(e.Regex))
	if err != nil {
		return "the scenario's pattern is wrong: " + err.Error()
	}
	m := re.FindStringSubmatch(got)
	if m == nil {
		return difference(got, "/"+re.String()+"/")
	}
	for i, name := range re.SubexpNames() {
		if name != "" {
			f[name] = m[i]
		}
	}
	return ""
}

// among returns whether one of several texts is as expected; what it matches goes into f.
func (e *Expectation) among(texts []string, f found) bool {
	for _, text := range texts {
		trial := maps.Clone(f)
		if e.text(text, trial) == "" {
			maps.Copy(f, trial)
			return true
		}
	}
	return false
}

// truncated compares a text with the long one of which it has to be the beginning.
func truncated(got, full string) string {
	if len(full) <= maxText {
		if got != full {
			return difference(got, full)
		}
		return ""
	}
	same := 0
	for same < min(len(got), len(full)) && got[same] == full[same] {
		same++
	}
	for same > 0 && same < len(full) && !utf8.RuneStart(full[same]) {
		same--
	}
	if len(got) > maxText || same < keptText || len(got)-same > remark {
		return fmt.Sprintf("got %d bytes of which the first %d are right, want at least %d, and at most %d in all",
			len(got), same, keptText, maxText)
	}
	return ""
}

// quoted shows a text in one line.
func quoted(s string) string {
	if s == "" {
		return "silence"
	}
	return "«" + strings.ReplaceAll(s, "\n", "⏎") + "»"
}

// difference shows two texts, line by line if there are several.
func difference(got, want string) string {
	if !strings.Contains(got+want, "\n") {
		return "got " + quoted(got) + ", want " + quoted(want)
	}
	has, wants := strings.Split(got, "\n"), strings.Split(want, "\n")
	out := []string{"got (+) and want (-) differ:"}
	for i := range max(len(has), len(wants)) {
		switch {
		case i < len(has) && i < len(wants) && has[i] == wants[i]:
			out = append(out, "  "+has[i])
			continue
		case i < len(wants):
			out = append(out, "- "+wants[i])
		}
		if i < len(has) {
			out = append(out, "+ "+has[i])
		}
	}
	return strings.Join(out, "\n      ")
}

// lists compares two lists of texts.
func lists(got, want []string) string {
	switch {
	case slices.Equal(got, want):
		return ""
	case len(got) == 1 && len(want) == 1:
		return difference(got[0], want[0])
	}
	out, left := []string{fmt.Sprintf("got %d texts, want %d:", len(got), len(want))}, slices.Clone(want)
	for _, s := range got {
		if i := slices.Index(left, s); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		out = append(out, "+ "+quoted(s))
	}
	for _, s := range left {
		out = append(out, "- "+quoted(s))
	}
	return strings.Join(out, "\n      ")
}
