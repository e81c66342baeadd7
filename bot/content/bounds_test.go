package content_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/content"
)

// TestBounds loads files that would take a parser without bounds minutes or hours. Each
// must be refused, with few problems and within the time that the operator waits.
func TestBounds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"brackets":        {strings.Repeat("[", 1<<20), "括号套得太深了"},
		"brackets, lines": {"活动: " + strings.Repeat("[\n ", 1<<13), "括号套得太深了"},
		"long line":       {"活动: " + strings.Repeat("长", 1<<12), "这一行太长了"},
		"over lines":      {strings.Repeat("[a,\n", 1<<17), "文件太长了"},
		"lists in lists":  {strings.Repeat("- ", 1<<11), "多了一个「-」"},
		"deep":            {deep(200), "嵌套太深了"},
		"keys":            {strings.Repeat("a:\n", 1<<18), "文件太长了"},
		"same keys":       {strings.Repeat("a:\n", 1<<14), "写了两次"},
		"items":           {strings.Repeat("- a\n", 1<<18), "文件太长了"},
		"commas":          {strings.Repeat("别名: ["+strings.Repeat("，", 2000)+"]\n", 150), "全角"},
		"colons":          {strings.Repeat(strings.Repeat("；", 2500)+"\n", 140), "不是「键: 值」"},
		"quotes":          {"活动:\n" + strings.Repeat("  \"a\n", 1<<14), "不是「键: 值」"},
		"open quotes":     {"活动: [" + strings.Repeat("\n \"a", 1<<14), "没有"},
		"braces":          {"文本:\n  menu: \"" + strings.Repeat("{", 7000) + "\"", "花括号"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			_, ps := load(t, c.file[:min(len(c.file), 1<<20)], time.Time{})
			if took := time.Since(begun); took > time.Minute && !bottest.Raced {
				t.Errorf("took %v", took)
			}
			size, found := 0, false
			for _, p := range ps {
				size += len(p.String())
				found = found || strings.Contains(p.String(), c.want)
			}
			if content.Errors(ps) == 0 || size > 200_000 || !found {
				t.Errorf("%d problems in %d bytes, want %q: %.600v", len(ps), size, c.want, ps)
			}
		})
	}
}

// deep returns mappings in mappings.
func deep(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// TestBoundsOfTexts loads files with one huge text that has something to be checked
// everywhere.
func TestBoundsOfTexts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form, want string
		most       int // problems
	}{
		"placeholders": {"{a%d}", "不能用 {a0}", 60},
		"packs":        {"{状态%d}", "{状态99}", 201},
		"seats":        {"前%d人。", "太长", 60},
		"minutes":      {"%d分钟内班主任回复 ", "太长", 60},
		"braces":       {"｛%d｝", "全角", 60},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			b.WriteString(withTexts(t, "  human_ok: |-\n"))
			for n := 0; b.Len() < 900_000; {
				b.WriteString("    ")
				for end := b.Len() + 4000; b.Len() < end; n++ {
					fmt.Fprintf(&b, c.form, n)
				}
				b.WriteByte('\n')
			}
			begun := time.Now()
			_, ps := load(t, b.String(), time.Time{})
			if took := time.Since(begun); took > 20*time.Second && !bottest.Raced {
				t.Errorf("took %v", took)
			}
			if !slices.ContainsFunc(ps, func(p content.Problem) bool { return strings.Contains(p.String(), c.want) }) {
				t.Errorf("nothing says %q: %.600v", c.want, ps)
			}
			if len(ps) > c.most {
				t.Errorf("%d problems, at most %d", len(ps), c.most)
			}
		})
	}
}
