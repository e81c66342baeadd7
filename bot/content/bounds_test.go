package content_test

import (
	"strings"
	"testing"
	"time"
)

// TestBounds loads files that the parser would need minutes or hours for. Each must be
// refused with one problem.
func TestBounds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"brackets":       {strings.Repeat("[", 1<<20), "括号套得太深了"},
		"braces":         {"a: " + strings.Repeat("{a: ", 1<<18), "括号套得太深了"},
		"over lines":     {strings.Repeat("[a,\n", 1<<17), "括号套得太深了"},
		"lists in lists": {strings.Repeat("- ", 1<<19), "列表套得太深了"},
		"keys":           {strings.Repeat("a:\n", 1<<18), "文件太长了"},
		"items":          {strings.Repeat("- a\n", 1<<18), "文件太长了"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ps := load(t, c.file[:min(len(c.file), 1<<20)], time.Time{})
			if len(ps) != 1 || ps[0].Text != c.want || ps[0].Line < 1 {
				t.Errorf("problems = %v, want %q", ps, c.want)
			}
		})
	}
}
