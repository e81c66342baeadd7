package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"
)

// sightings are what a program said of itself once a second. One that did not run has none.
type sightings struct {
	memory     []int // resident KiB
	goroutines []int
	// waited is how many pushes have waited for their reply, and in how many of them the
	// platform's five seconds were enough: of the program that runs, and of those before it.
	waited, before waits
}

// waits are pushes that waited for their reply, and those of them that waited five seconds at
// most.
type waits struct{ all, inTime int }

// watch looks at all programs once a second.
func (s *soak) watch(done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-time.After(time.Second):
		}
		for k, p := range s.members {
			s.seen[k].look(p)
		}
	}
}

// look takes down how a program is now.
func (g *sightings) look(p *process) {
	if kib := p.resident(); kib > 0 {
		g.memory = append(g.memory, kib)
	}
	client := http.Client{Timeout: 5 * time.Second}
	resp, err := client.Get("http://" + p.metrics + "/metrics")
	if err != nil {
		return
	}
	defer func() { _ = resp.Body.Close() }()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		return
	}
	if n, ok := number(page, `(?m)^go_goroutines (\d+)`); ok {
		g.goroutines = append(g.goroutines, n)
	}
	all, _ := number(page, `(?m)^zhujiao_push_seconds_count (\d+)`)
	inTime, _ := number(page, `(?m)^zhujiao_push_seconds_bucket\{le="5"\} (\d+)`)
	if all < g.waited.all { // it was restarted
		g.before.all += g.waited.all
		g.before.inTime += g.waited.inTime
	}
	g.waited = waits{all, inTime}
}

// resident is the memory of the program in KiB, 0 if it does not run.
func (p *process) resident() int {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid.Load()))
	kib, _ := number(b, `VmRSS:\s+(\d+)`)
	return kib
}

// number is the number that a pattern finds.
func number(text []byte, pattern string) (n int, found bool) {
	m := regexp.MustCompile(pattern).FindSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(string(m[1]))
	return n, err == nil
}

// check wants no reply of a program to have come later than the platform waits, and its memory not
// to have grown.
func (g *sightings) check(t *testing.T, program int) {
	t.Helper()
	all, inTime := g.before.all+g.waited.all, g.before.inTime+g.waited.inTime
	t.Logf("program %d replied to %d pushes", program, all)
	if all == 0 || inTime < all {
		t.Errorf("program %d replied to %d pushes, to %d of them later than the platform waits", program, all, all-inTime)
	}
	checkFlat(t, fmt.Sprintf("the memory of program %d in KiB", program), g.memory, 0)
	if len(g.goroutines) > 0 { // under load their number goes by how many write; checkThreads counts them afterwards
		t.Logf("program %d had at most %d goroutines", program, slices.Max(g.goroutines))
	}
}

// checkFlat wants a figure to be no larger in the last quarter of the time than in the third,
// in which no program is restarted either, but for a quarter of it and some more. It compares
// the largest of each.
func checkFlat(t *testing.T, what string, figures []int, more int) {
	t.Helper()
	half := figures[len(figures)/2:]
	if len(half) < 4 {
		if soakTime() > time.Minute {
			t.Errorf("%s: %d figures in the second half, want four at least", what, len(half))
		}
		return
	}
	before, after := slices.Max(half[:len(half)/2]), slices.Max(half[len(half)/2:])
	t.Logf("%s: at most %d, in the third quarter %d and in the last %d", what, slices.Max(figures), before, after)
	if soakTime() > time.Minute && after > before+before/4+more {
		t.Errorf("%s grew from %d to %d", what, before, after)
	}
}
