package content

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

const (
	// TestCasesMost is how many test cases a class may have, testQuestionMost how many
	// characters their questions.
	TestCasesMost    = 200
	testQuestionMost = 200
	// noAnswer is what a file says of a question that no entry may answer.
	noAnswer = "不答"
)

// testReader reads the test cases.
type testReader struct{ l *loader }

// tests reads the section 测试.
func (r *testReader) tests(n *node) {
	asked := map[string]int{}
	for i, item := range r.l.items(n, "测试") {
		if i == TestCasesMost {
			r.l.report.errorAt(item, "测试最多"+strconv.Itoa(TestCasesMost)+"条，这里有"+strconv.Itoa(len(n.items))+"条", "删掉不再需要的")
			return
		}
		s := r.l.section(item, "测试")
		var c campaign.TestCase
		s.needStr("问", &c.Question)
		s.needStr("应该", &c.Want)
		s.reportUnknownKeys()
		if c.Want == noAnswer {
			c.Want = ""
		}
		if utf8.RuneCountInString(c.Question) > testQuestionMost {
			r.l.report.errorAt(s.get("问"), "测试的「问」太长，最多"+strconv.Itoa(testQuestionMost)+"个字", "只留学员问的那一句")
		}
		folded := text.Fold(c.Question)
		if line := asked[folded]; line > 0 {
			r.l.report.warnAt(s.get("问"), "测试「"+shorten(c.Question, 30)+"」写了两次，第"+number(line)+"行已经有了", "删掉一条")
		}
		asked[folded] = item.line
		r.l.c.Tests, r.l.testWants = append(r.l.c.Tests, c), append(r.l.testWants, s.get("应该"))
	}
}

// check reports test cases that want what the class has not. People are answered all the same.
func (r *testReader) check() {
	if r.l.faqBroken && Errors(r.l.report.problems) > 0 {
		return // it may be an entry that could not be read
	}
	for i, c := range r.l.c.Tests {
		_, entry := r.l.c.Entry(c.Want)
		if c.Want == "" || entry || slices.Contains(r.l.vocabulary.Intents, c.Want) || slices.Contains(r.l.vocabulary.Commands, c.Want) {
			continue
		}
		r.l.report.contradiction(r.l.testWants[i], "测试「"+shorten(c.Question, 30)+"」应该答「"+c.Want+"」，可是没有这一条", r.hint(c.Want))
	}
}

func (r *testReader) hint(wrong string) string {
	known := setOf(append(slices.Clone(r.l.vocabulary.Intents), r.l.vocabulary.Commands...))
	known[noAnswer] = true
	for _, e := range r.l.c.FAQ {
		if text.Fold(e.Question) == text.Fold(wrong) {
			return "写它的编号：" + e.ID
		}
		known[e.ID] = true
	}
	if near := nearest(wrong, known); near != "" {
		return "你是不是想写「" + near + "」"
	}
	return "写常见问题的编号、意图、指令，或「" + noAnswer + "」"
}

// wantWord is what must become of a test case, as a file says it.
func wantWord(c campaign.TestCase) string {
	if c.Want == "" {
		return noAnswer
	}
	return c.Want
}

func placesOf(nodes []*node) []place {
	out := make([]place, len(nodes))
	for i, n := range nodes {
		out[i] = placeOf(n)
	}
	return out
}

// FailedTest returns the problem that something else becomes of a test case than it wants, at
// the position of what it wants. Who tries the cases is another package, the matcher's.
func (v *Version) FailedTest(test int, what, hint string) Problem {
	p := Problem{File: v.Name, Line: 1, Col: 1, Served: true, Text: what, Hint: hint}
	if test < len(v.testPlaces) {
		p.Line, p.Col = int(v.testPlaces[test].line), int(v.testPlaces[test].col)
	}
	return p
}

// WriteTest returns the text of a file with another test case, or with another wish of the one
// that asks the same, and everything else as it was: see WriteValues.
func WriteTest(v *Version, known Vocabulary, want campaign.TestCase) (string, error) {
	e, err := editorOf(v, known)
	if err != nil {
		return "", err
	}
	want.Question = strings.Join(strings.Fields(want.Question), " ")
	tests := slices.Clone(v.Campaign.Tests)
	same := func(c campaign.TestCase) bool { return text.Fold(c.Question) == text.Fold(want.Question) }
	list := e.root.child("测试")
	if i := slices.IndexFunc(tests, same); i >= 0 {
		want.Question = tests[i].Question
		tests[i] = want
		err = e.write(list.items[i], "应该", wantWord(want), nil)
	} else {
		tests = append(tests, want)
		err = e.addTest(list, want)
	}
	if err != nil {
		return "", err
	}
	out := applyEdits(e.src, e.edits)
	return out, v.onlyTests(out, known, tests)
}

// onlyTests returns ErrUneditable if a text says something else than the version beside the
// test cases, or others than these. What has errors is judged by who publishes it.
func (v *Version) onlyTests(words string, known Vocabulary, tests []campaign.TestCase) error {
	files := maps.Clone(v.Files)
	files[v.Name] = []byte(words)
	now, _, err := LoadFiles(files, v.Name, known, time.Time{})
	if err != nil {
		return nil //nolint:nilerr // the check says what is wrong, at its line
	}
	before, after := v.Draft(), now.Draft()
	before.Campaign.Tests, before.Campaign.Version = tests, after.Campaign.Version
	if !reflect.DeepEqual(before, after) {
		return fmt.Errorf("add a test case: %w", ErrUneditable)
	}
	return nil
}

// addTest adds a test case at the end of the list.
func (e *editor) addTest(list *node, want campaign.TestCase) error {
	return e.addItem(list, "测试", func(margin string) string {
		return margin + "- {问: " + string(quoted(want.Question)) + ", 应该: " + string(quoted(wantWord(want))) + "}" + e.breaks
	})
}

// dropTests takes away the test cases that want an entry.
func (e *editor) dropTests(v *Version, id string) error {
	list := e.root.child("测试")
	gone := 0
	for i, c := range v.Campaign.Tests {
		if c.Want != id {
			continue
		}
		if err := e.removeItem(list.items[i]); err != nil {
			return err
		}
		gone++
	}
	if gone == 0 || gone < len(list.items) {
		return nil
	}
	i := slices.IndexFunc(e.root.pairs, func(p pair) bool { return p.key.text == "测试" })
	from := e.root.pairs[i].key.from
	to := from + strings.IndexByte(e.src[from:]+"\n", '\n') + 1
	e.edits = append(e.edits, edit{from, min(to, len(e.src)), ""})
	return nil
}
