package faq_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/faq"
	"zhujiao/bot/text"
)

// answered returns n entries of three wordings each, with answers of three clauses.
func answered(n int) []faq.Entry {
	rng := rand.New(rand.NewPCG(5, 6))
	var words []string
	for _, in := range faq.Intents() {
		words = append(words, in.Phrasings...)
	}
	pick := func() string { return words[rng.IntN(len(words))] }
	out := make([]faq.Entry, n)
	for i := range out {
		out[i] = faq.Entry{
			ID: strconv.Itoa(i), Title: fmt.Sprint("第", i, "个问题", pick()),
			Aliases: []string{pick() + pick() + strconv.Itoa(i), pick() + pick() + strconv.Itoa(i)},
			Answer:  pick() + "。" + pick() + pick() + "，" + pick() + strconv.Itoa(i) + "。",
		}
	}
	return out
}

// asked are the test questions, folded.
func asked(tb testing.TB) (out []string) {
	tb.Helper()
	for _, q := range questions(tb, "testdata/test.jsonl") {
		out = append(out, text.Fold(q.Text))
	}
	return out
}

// reportP99 asks questions in turns and reports the 99th percentile of the times, and that
// of the questions, each by its fastest time, which does not depend on what else the machine
// does.
func reportP99(b *testing.B, m *faq.Matcher, folded []string) {
	b.Helper()
	b.ReportAllocs()
	var took []time.Duration
	fastest := make([]time.Duration, len(folded))
	for i := 0; b.Loop(); i++ {
		at := i % len(folded)
		start := time.Now()
		m.Match(folded[at])
		d := time.Since(start)
		took = append(took, d)
		if fastest[at] == 0 || d < fastest[at] {
			fastest[at] = d
		}
	}
	p99 := func(ds []time.Duration) float64 {
		slices.Sort(ds)
		return float64(ds[len(ds)*99/100].Nanoseconds()) / 1e3
	}
	b.ReportMetric(p99(took), "p99-µs")
	b.ReportMetric(p99(fastest), "p99-question-µs")
}

// BenchmarkQuestion30 asks the test questions of 30 entries with answers.
func BenchmarkQuestion30(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: answered(30)})
	reportP99(b, m, asked(b))
}

// BenchmarkQuestion3000 asks them of 3,000.
func BenchmarkQuestion3000(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: answered(3000)})
	reportP99(b, m, asked(b))
}

// BenchmarkOffTopic3000 asks long messages about other things of 3,000 entries: the dearest
// questions, because each of their clauses is read by itself.
func BenchmarkOffTopic3000(b *testing.B) {
	m, _ := faq.New(faq.Setup{Entries: answered(3000)})
	reportP99(b, m, rambles())
}

// rambles are forty folded off-topic messages of 60 to 160 characters.
func rambles() (out []string) {
	lines := strings.Split(strings.TrimSpace(offTopic), "\n")
	lines = lines[:len(lines)-1] // a message of letters
	for i, line := range lines {
		r := []rune(line + "，" + lines[(i+7)%len(lines)])
		out = append(out, text.Fold(line), text.Fold(string(r[len(r)/4:min(len(r), len(r)/4+160)])))
	}
	return out
}

// BenchmarkIndex3000 builds the index of 3,000 entries with answers, and reports what it
// keeps in memory.
func BenchmarkIndex3000(b *testing.B) {
	entries := answered(3000)
	faq.New(faq.Setup{Entries: entries[:1]}) // loads what comes with the program
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var m *faq.Matcher
	for b.Loop() {
		m, _ = faq.New(faq.Setup{Entries: entries})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(m)
	b.ReportMetric((float64(after.HeapAlloc)-float64(before.HeapAlloc))/(1<<20), "MiB")
}
