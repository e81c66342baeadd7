package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"zhujiao/bot/wxsim"
)

// crowdFrom is before the number of the first person of a crowd.
const crowdFrom = 1000

// Record makes a recording a scenario that can be played again: what people did, with the
// answers that they got as what is expected, and at the end what was sent to each of them.
// Codes that an answer gave and somebody repeats, and the short codes of people, differ in
// each run and are taken as they come.
func Record(r wxsim.Recording) Scenario {
	s := Scenario{ID: "R01", Title: "录自模拟器：" + r.Class, Start: r.Begins.Format(time.RFC3339)}
	if r.Cut {
		s.Title += "（太长，只录了前一部分）"
	}
	codes := codesOf(r.Events)
	now := r.Begins
	for _, e := range r.Events {
		if !e.At.Truncate(time.Second).Equal(now.Truncate(time.Second)) {
			now = e.At
			s.Steps = append(s.Steps, Step{Do: "clock", At: now.Format(time.DateTime)})
		}
		if st, is := codes.step(e); is {
			s.Steps = append(s.Steps, st)
		}
	}
	for _, name := range slices.Sorted(keys(r.Sent)) {
		s.Steps = append(s.Steps, codes.sent(name, r.Sent[name])...)
	}
	return s
}

func keys(m map[string][]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// File writes scenarios as a file that Load reads.
func File(all ...Scenario) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(all)
	return b.Bytes(), err
}

// codes are the codes that an answer gave first and somebody repeated, by the name of the
// group that catches them.
type codes map[string]string

var (
	// digits is what may be such a code; person the short code of somebody.
	digits = regexp.MustCompile(`\d{4,8}`)
	person = regexp.MustCompile(`同学[0-9A-Z]{4}`)
)

// codesOf finds the codes that were repeated before anybody but the bot had said them.
func codesOf(events []wxsim.Event) codes {
	out, typed, given := codes{}, map[string]bool{}, map[string]bool{}
	for _, e := range events {
		for _, code := range digits.FindAllString(e.Action.Value, -1) {
			if given[code] && !typed[code] {
				out[code] = fmt.Sprintf("c%d", len(out)+1)
			}
			typed[code] = true
		}
		for _, code := range digits.FindAllString(e.Exchange.Text, -1) {
			given[code] = true
		}
	}
	return out
}

// step makes an event a step.
func (c codes) step(e wxsim.Event) (Step, bool) {
	if e.Crowd > 0 {
		people := fmt.Sprintf("u%d..u%d", crowdFrom+e.First+1, crowdFrom+e.First+e.Crowd)
		return Step{Do: "text_each", Users: people, Text: e.Action.Value}, true
	}
	st := Step{Do: "event", From: e.Nickname}
	switch e.Action.Kind {
	case "text":
		st.Do, st.Text = "text", c.repeated(e.Action.Value)
	case "image":
		st.Do, st.Type = "msg", "image"
	case "follow":
		st.Event = "subscribe"
		if e.Action.Value != "" {
			st.Key = "qrscene_" + e.Action.Value
		}
	case "unfollow":
		st.Event = "unsubscribe"
	case "scan", "click":
		st.Event, st.Key = map[string]string{"scan": "SCAN", "click": "CLICK"}[e.Action.Kind], e.Action.Value
	default:
		return Step{}, false
	}
	switch {
	case e.Action.Fault == wxsim.FaultForged:
		st.Signature, st.Expect = "bad", marshal(Expectation{StatusNot: 200})
	case e.Exchange.Failure == "":
		st.Expect = marshal(c.expect(e.Exchange.Text))
	}
	if e.Action.Fault == wxsim.FaultThrice {
		st.Do, st.Copies = "copies", 3
	}
	return st, true
}

func marshal(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // cannot happen: texts and numbers
	}
	return bytes.TrimSpace(b.Bytes())
}

// repeated puts names where a text repeats codes.
func (c codes) repeated(text string) string {
	return digits.ReplaceAllStringFunc(text, func(code string) string {
		if name, has := c[code]; has {
			return "{" + name + "}"
		}
		return code
	})
}

// changing says whether a text holds something that differs in each run.
func (c codes) changing(text string) bool {
	return person.MatchString(text) ||
		slices.ContainsFunc(digits.FindAllString(text, -1), func(code string) bool { return c[code] != "" })
}

// expect makes a text what is expected.
func (c codes) expect(text string) Expectation {
	if text == "" {
		return Expectation{Empty: true}
	}
	if !c.changing(text) {
		return Expectation{Equals: &text}
	}
	pattern := person.ReplaceAllString(regexp.QuoteMeta(text), `同学[0-9A-Z]{4}`)
	seen := map[string]bool{}
	pattern = digits.ReplaceAllStringFunc(pattern, func(code string) string {
		name := c[code]
		switch {
		case name == "":
			return code
		case seen[code]:
			return `\d+`
		}
		seen[code] = true
		return "(?P<" + name + `>\d+)`
	})
	return Expectation{Regex: "^" + pattern + "$"}
}

// sent makes the texts that somebody got on their own steps: the whole list, or one by one
// if some of them differ in each run.
func (c codes) sent(name string, texts []string) (out []Step) {
	if name == "staff" || name == "class" {
		for _, text := range texts {
			if !c.changing(text) {
				out = append(out, Step{Do: "robot", Robot: name, ExpectContains: []string{text}})
			}
		}
		return out
	}
	if !slices.ContainsFunc(texts, c.changing) {
		return []Step{{Do: "outbox", User: name, Expect: marshal(texts)}}
	}
	for _, text := range texts {
		out = append(out, Step{Do: "outbox_has", User: name, Expect: marshal(c.expect(strings.TrimSpace(text)))})
	}
	return out
}
