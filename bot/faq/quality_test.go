package faq_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"unicode/utf8"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// questions reads labelled questions; their labels are names of intents.
func questions(tb testing.TB, file string) (out []faq.Query) {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var in struct {
			Q, Author string
			ID        *string
		}
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			tb.Fatal(err)
		}
		q := faq.Query{Text: in.Q, Author: in.Author}
		if in.ID != nil {
			q.IDs = []string{*in.ID}
		}
		out = append(out, q)
	}
	return out
}

// TestQuality checks the matcher with questions by two authors on which nothing was
// fitted, so that a change of data or features that costs quality fails.
func TestQuality(t *testing.T) {
	t.Parallel()
	m, _ := faq.New(faq.Setup{Entries: faq.BuiltinEntries()})
	r := faq.Summarise(m.Judge(questions(t, "testdata/test.jsonl")))
	t.Logf("R@1 %.3f, R@3 %.3f, precision %.3f at recall %.3f, %d of %d negatives answered", r.R1, r.R3, r.Precision, r.Recall,
		r.OutOfScopeAnswered, r.OutOfScope)
	if r.InScope != 308 || r.OutOfScope != 207 {
		t.Fatalf("%d and %d questions, want all of the file", r.InScope, r.OutOfScope)
	}
	if r.R1 < 0.92 || r.R3 < 0.97 || r.Precision < 0.95 || r.Recall < 0.6 || r.OutOfScopeAnswered > 8 {
		t.Error("worse than it was")
	}
}

// TestQuestionsAreApart checks that no test question is used for fitting.
func TestQuestionsAreApart(t *testing.T) {
	t.Parallel()
	fitted := map[string]bool{}
	for _, q := range questions(t, "testdata/calibration.jsonl") {
		fitted[q.Text] = true
	}
	for _, q := range questions(t, "testdata/test.jsonl") {
		if len(q.IDs) > 0 && fitted[q.Text] { // out-of-scope texts such as 哈哈 may be in both
			t.Errorf("%q is among the calibration questions too", q.Text)
		}
	}
}

// BenchmarkRamble asks the test questions of forty characters and more, which are the
// slowest.
func BenchmarkRamble(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: faq.BuiltinEntries()})
	var long []string
	for _, q := range questions(b, "testdata/test.jsonl") {
		if folded := text.Fold(q.Text); utf8.RuneCountInString(folded) >= 40 {
			long = append(long, folded)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.Match(long[i%len(long)])
	}
}
