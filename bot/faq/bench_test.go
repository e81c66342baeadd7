package faq_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
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

// processorTime is what the calling thread has used of a processor. A test that is on its
// own thread measures itself with it, whatever else the machine does; on a system that does
// not tell, it is 0.
func processorTime() time.Duration {
	const thisThread = 1
	var u syscall.Rusage
	if syscall.Getrusage(thisThread, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// reportP99 asks questions in turns and reports the 99th percentile of the processor time
// that one took.
func reportP99(b *testing.B, m *faq.Matcher, folded []string) {
	b.Helper()
	b.ReportAllocs()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := processorTime()
		m.Match(folded[i%len(folded)])
		took = append(took, processorTime()-start)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1e3, "p99-µs")
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
		out = append(out, text.Fold(line), text.Fold(string(r[len(r)/8:len(r)/8+160])))
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
