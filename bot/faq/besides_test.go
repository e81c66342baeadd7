package faq //nolint:testpackage // signals are not exported

import (
	"math/rand/v2"
	"strings"
	"testing"

	"zhujiao/bot/text"
)

// signalsOf returns the signals of a question to entries with answers.
func signalsOf(said string, entries ...Entry) Signals {
	m, _ := New(Setup{Entries: entries})
	return m.index.signals(m.index.read(text.Fold(said), noPhrase))
}

// TestBesides measures what a question and the wordings of its entry share as strings, and
// what turns it into another question.
func TestBesides(t *testing.T) {
	t.Parallel()
	invoice := Entry{ID: "invoice", Title: "能开发票吗", Answer: "能开，三天内发到邮箱。丢了可以补。"}
	for _, c := range []struct {
		said                    string
		nothing, near, wordings float64
	}{
		{"能开发票吧", 0, 0, 0},
		{"发票丢了怎么办", 0, 0, 1},   // the answer has it, no wording does
		{"发票抬头错了能换吗", 0, 2, 1}, // nobody has 错 and 换
		{"发票我已经拿到了", 1, 0, 0},
	} {
		s := signalsOf(c.said, invoice)
		if s[sigAsksNothing] != c.nothing || s[sigNearMiss] != c.near || s[sigNearMissWording] != c.wordings {
			t.Errorf("%q: asks nothing %.0f, near misses %.0f, %.0f", c.said, s[sigAsksNothing], s[sigNearMiss], s[sigNearMissWording])
		}
	}
	whole, part := signalsOf("请问能开发票吗老师", invoice), signalsOf("怎么开专用发票", invoice)
	for _, k := range []int{sigWordingChars, sigWordingPairs, sigRunOfWording, sigRunOfQuestion} {
		if whole[k] <= part[k] || whole[k] > 1 {
			t.Errorf("%s: %.2f and %.2f", signalTable()[k].ident, whole[k], part[k])
		}
	}
}

// TestAnswerBound keeps answers from negatives, however precise they are.
func TestAnswerBound(t *testing.T) {
	t.Parallel()
	var js []Judged
	for i := range 1000 {
		j := Judged{Confidence: 1 - float64(i)/1000, Query: Query{IDs: []string{"a"}}, Hits: []Hit{{ID: "a"}}}
		if i%50 == 49 { // one in fifty must not be answered: 98 % precision all the way
			j.IDs = nil
		}
		js = append(js, j)
	}
	b := answerBound(js, 0.95)
	answered := 0
	for i := range js {
		if js[i].Confidence >= b && len(js[i].IDs) == 0 {
			answered++
		}
	}
	if b > 0.99 || answered > 0 { // 1.5 % of twenty
		t.Errorf("the bound is %.3f, above which are %d negatives", b, answered)
	}
	for i := range js {
		js[i].askBack = i < 100
	}
	if b := answerBound(js[:105], 0.5); b != 0.99 {
		t.Errorf("the bound is %.3f by questions that are asked back", b)
	}
}

// TestShared counts what texts share as a search for each part does.
func TestShared(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(4, 4))
	text := func() []rune {
		out := make([]rune, rng.IntN(12))
		for i := range out {
			out[i] = []rune("课程几点开始\u55e0")[rng.IntN(7)] // the last one looks like 几 to a runeSet
		}
		return out
	}
	for range 2000 {
		a, b := text(), text()
		set := setOf(b)
		var has [13]int // by length
		for n := 1; n <= len(a); n++ {
			for i := range len(a) - n + 1 {
				if strings.Contains(string(b), string(a[i:i+n])) {
					has[n]++
				}
			}
		}
		longest := 0
		for n, times := range has {
			if times > 0 {
				longest = n
			}
		}
		if chars, pairs, run := set.shared(a, b); chars != has[1] || pairs != has[2] || run != longest {
			t.Fatalf("%q and %q: %d, %d, %d, want %d, %d, %d", string(a), string(b), chars, pairs, run, has[1], has[2], longest)
		}
	}
}
