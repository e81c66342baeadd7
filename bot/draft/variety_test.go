package draft_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/draft"
)

// short announcements stand in files of testdata/variety, many in each:
//
//	=== name [day of publication]
//	the text
//	---
//	field: value
//
// A pack is name | worth | condition | what / it / holds.

// TestVariety reads short announcements of many registers.
func TestVariety(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "variety", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no announcements", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			s := scoreVariety(t, file)
			t.Logf("\n%s%s", s, strings.Join(s.notes, "\n"))
			all := s.total()
			if all.invented > 0 {
				t.Errorf("%d facts are invented", all.invented)
			}
			if share := float64(all.right) / float64(max(all.labelled, 1)); share < 0.95 {
				t.Errorf("only %.3f of %d labels are read right", share, all.labelled)
			}
		})
	}
}

// scoreVariety reads the announcements of a file.
func scoreVariety(tb testing.TB, file string) *score {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	s := &score{fields: map[string]*tally{}}
	for block := range strings.SplitSeq("\n"+string(data), "\n=== ") {
		head, rest, _ := strings.Cut(block, "\n")
		text, said, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			continue
		}
		name, day, _ := strings.Cut(head, " ")
		var o draft.Options
		if day != "" {
			if o.Published, err = time.Parse(time.DateOnly, day); err != nil {
				tb.Fatalf("%s: %v", name, err)
			}
		}
		s.compare(name, draft.Read([]byte(text), o), shortLabels(tb, said))
	}
	return s
}

// shortLabels reads the labels of a short announcement.
func shortLabels(tb testing.TB, said string) (out []label) {
	tb.Helper()
	for row := range strings.Lines(said) {
		field, value, ok := strings.Cut(strings.TrimSpace(row), ": ")
		if !ok {
			continue
		}
		l := label{Field: field, Value: value}
		switch field {
		case "seats", "qa_minutes":
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				tb.Fatal(row, err)
			}
			l.Value = n
		case "free", "group":
			l.Value = value == "true"
		case "pack":
			l.Value = shortPack(tb, value)
		}
		out = append(out, l)
	}
	return out
}

// shortPack reads the label of a pack.
func shortPack(tb testing.TB, s string) map[string]any {
	tb.Helper()
	p := strings.Split(strings.TrimSuffix(s, " |"), " | ")
	if len(p) < 3 {
		tb.Fatal("no pack: " + s)
	}
	out := map[string]any{"name": p[0], "value": strings.Trim(p[1], "-"), "condition": p[2]}
	var contents []any
	for _, c := range p[3:] {
		for part := range strings.SplitSeq(c, " / ") {
			contents = append(contents, part)
		}
	}
	out["contents"] = contents
	return out
}
