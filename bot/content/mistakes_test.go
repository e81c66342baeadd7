package content_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"zhujiao/bot/content"
)

// mistake is a case of testdata/mistakes: an edit of base.yaml, and what has to be said
// about it.
type mistake struct {
	replace, by []string
	kind, place string
	says        string
	fixed       bool
}

// parseMistake reads a case.
func parseMistake(t *testing.T, text string) (m mistake) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "replace", "by":
			s, err := strconv.Unquote(rest)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if word == "by" {
				m.by = append(m.by, s)
			} else {
				m.replace = append(m.replace, s)
			}
		case "says":
			m.says = rest
		case "error", "served", "warning": // an error with which the file serves is served
			m.kind = word
			rest, m.fixed = strings.CutPrefix(rest, "fixed ")
			m.place = strings.TrimPrefix(rest, "at ")
		default:
			t.Fatalf("unknown line %q", line)
		}
	}
	if m.says == "" || m.place == "" || len(m.replace) != len(m.by) || len(m.by) == 0 {
		t.Fatalf("incomplete: %q", text)
	}
	return m
}

func testFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "mistakes", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func vocabulary() content.Vocabulary {
	v := commands()
	v.Commands = append(v.Commands, "口令")
	v.Everyday = func(said string) bool { return said == "好的" }
	return v
}

// TestMistakes makes each mistake of testdata/mistakes in a good file. It has to be said
// at its place, and where --fix is sure nothing may be left.
func TestMistakes(t *testing.T) {
	t.Parallel()
	base, blocked := testFile(t, "base.yaml"), testFile(t, "blocked_words.txt")
	files, err := filepath.Glob("testdata/mistakes/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	cases := 0
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			cases++
			m := parseMistake(t, string(f.Data))
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+f.Name, func(t *testing.T) {
				t.Parallel()
				s := base
				for i, old := range m.replace {
					if !strings.Contains(s, old) {
						t.Fatalf("the file has no %q", old)
					}
					s = strings.Replace(s, old, m.by[i], 1)
				}
				m.check(t, fstest.MapFS{"campaign.yaml": {Data: []byte(s)}, "blocked_words.txt": {Data: []byte(blocked)}})
			})
		}
	}
	if cases < 120 {
		t.Errorf("%d cases", cases)
	}
}

// check loads a file with the mistake.
func (m mistake) check(t *testing.T, files fstest.MapFS) {
	t.Helper()
	v, ps, _ := content.LoadFS(files, "campaign.yaml", vocabulary(), time.Time{})
	lines := strings.Split(string(files["campaign.yaml"].Data), "\n")
	found := false
	for _, p := range ps {
		presentable(t, p, lines)
		here := strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Col)
		found = found || here == m.place && p.Warning == (m.kind == "warning") && strings.Contains(p.Text+p.Hint, m.says)
	}
	if !found || (v == nil) != (m.kind == "error") {
		t.Errorf("want a %s with %q at %s, got %v", m.kind, m.says, m.place, ps)
	}
	mended, err := content.Mend(files, "campaign.yaml", vocabulary())
	if err != nil {
		t.Fatal(err)
	}
	files["campaign.yaml"].Data = mended.Data
	if v, ps, _ = content.LoadFS(files, "campaign.yaml", vocabulary(), time.Time{}); m.fixed && v == nil {
		t.Errorf("after the corrections\n%s%v", mended.Diff, ps)
	}
}

// libraryWords are those of a parser or of the program, which an operator cannot read.
var libraryWords = regexp.MustCompile(`(?i)unexpected|mapping|sequence|scalar|panic|nil|<nil>|invalid|token|strconv|parsing|%!`)

// presentable checks that a problem can be shown: in Chinese, with a place that exists, on
// one line.
func presentable(t *testing.T, p content.Problem, lines []string) {
	t.Helper()
	s := p.String()
	switch {
	case !utf8.ValidString(s), strings.ContainsAny(s, "\x00\x07\x1b\n\r"), libraryWords.MatchString(p.Text):
		t.Errorf("not presentable: %q", s)
	case p.File != "campaign.yaml":
	case p.Line < 1 || p.Line > len(lines), p.Col < 1 || p.Col > utf8.RuneCountInString(lines[p.Line-1])+1:
		t.Errorf("there is no such place: %s", s)
	}
}
