package text_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"zhujiao/bot/text"
)

// TestDiff compares texts: what is left of a comparison by its signs are the two texts, and
// lines far from a change are left out.
func TestDiff(t *testing.T) {
	t.Parallel()
	if d := text.Diff("a\nb\n", "a\r\nb", 3); d != nil {
		t.Errorf("equal texts: %v", d)
	}
	got := ""
	for _, l := range text.Diff("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n4\nx\n6\n7\ny\n", 1) {
		got += string(l.Op) + l.Text + "|"
	}
	if want := "@| 4|-5|+x| 6| 7|+y|"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func() string {
		lines := make([]string, 1+rnd.IntN(40))
		for i := range lines {
			lines[i] = string(rune('a' + rnd.IntN(6)))
		}
		return strings.Join(lines, "\n")
	}
	for range 500 {
		a, b := random(), random()
		checkDiff(t, a, b)
	}
	checkDiff(t, strings.Repeat("p\nq\n", 3000)+"z", strings.Repeat("r\ns\n", 3000)+"z") // too much to compare
}

func checkDiff(t *testing.T, a, b string) {
	t.Helper()
	var old, fresh []string
	for _, l := range text.Diff(a, b, 1<<20) {
		if l.Op != '+' {
			old = append(old, l.Text)
			if l.Old != len(old) {
				t.Fatalf("line %d of the first text has the number %d", len(old), l.Old)
			}
		}
		if l.Op != '-' {
			fresh = append(fresh, l.Text)
		}
	}
	if a != b && (strings.Join(old, "\n") != a || strings.Join(fresh, "\n") != b) {
		t.Fatalf("%q and %q compare as %q and %q", a, b, old, fresh)
	}
}
