package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// root is the directory of the repository.
const root = "../.."

// fence is a block of code in a page.
var fence = regexp.MustCompile("(?s)```.*?```")

// TestDocumentedNames checks that the files that the pages name exist, and that each
// function and type stands in the file that was named before it.
func TestDocumentedNames(t *testing.T) {
	t.Parallel()
	ident := regexp.MustCompile(`^[A-Za-z]\w*(\.[A-Za-z]\w*)?$`)
	for _, page := range []string{"docs/architecture.md", "docs/extend.md"} {
		file, found := "", 0
		for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(fence.ReplaceAllString(readPage(t, page), ""), -1) {
			name := m[1]
			switch {
			case strings.Contains(name, "/") || strings.HasPrefix(name, "."):
				if _, err := os.Stat(filepath.Join(root, name)); err != nil {
					t.Errorf("%s names %s, which does not exist", page, name)
				}
				file = name
			case strings.HasPrefix(name, "Test"):
				if !slices.Contains(declared(t, "cmd/zhujiao/docs_test.go"), name) {
					t.Errorf("%s names the test %s, which this file does not have", page, name)
				}
			case ident.MatchString(name) && path.Ext(file) == ".go":
				found++
				if !slices.Contains(declared(t, file), name) {
					t.Errorf("%s names %s of %s, which does not exist", page, name, file)
				}
			}
		}
		if found == 0 {
			t.Errorf("%s names nothing", page)
		}
	}
}

// TestDocumentedRetention checks that docs/operations.md has the table by which data is
// erased, row by row.
func TestDocumentedRetention(t *testing.T) {
	t.Parallel()
	var documented, applied []string
	row := regexp.MustCompile("(?m)^\\| `([a-z_]+(?:\\.[a-z, ]+)?)` \\| (\\d+) (hour|day)s? \\| ([^|]+) \\| [^|]+ \\|$")
	for _, m := range row.FindAllStringSubmatch(readPage(t, "docs/operations.md"), -1) {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		life := time.Duration(n) * time.Hour
		if m[3] == "day" {
			life *= 24
		}
		documented = append(documented, fmt.Sprint(m[1], " ", life, " since ", m[4]))
	}
	for _, r := range campaign.RetentionTable() {
		applied = append(applied, fmt.Sprint(r.What, " ", r.Life, " since ", r.Since))
	}
	if !slices.Equal(documented, applied) {
		t.Errorf("docs/operations.md has\n%s\nand the program erases\n%s", strings.Join(documented, "\n"), strings.Join(applied, "\n"))
	}
}

// TestDocumentedImports checks that docs/architecture.md lists who imports whom, and
// that its picture has every room above those that it imports.
func TestDocumentedImports(t *testing.T) {
	t.Parallel()
	page := readPage(t, "docs/architecture.md")
	rooms := imports(t)
	_, rest, _ := strings.Cut(page, "<!-- imports -->\n```\n")
	got, _, ok := strings.Cut(rest, "```")
	if want := table(rooms); !ok || got != want {
		t.Errorf("docs/architecture.md lists\n%s\nwant\n%s", got, want)
	}
	_, rest, _ = strings.Cut(page, "```\n")
	picture, _, _ := strings.Cut(rest, "```")
	rows := map[string]int{}
	for row, line := range strings.Split(picture, "\n") {
		for _, word := range regexp.MustCompile(`[\w/]+`).FindAllString(line, -1) {
			rows[word] = row
		}
	}
	for room, of := range rooms {
		if _, drawn := rows[room]; !drawn {
			t.Errorf("the picture of docs/architecture.md does not have %s", room)
		}
		for _, other := range of {
			if other != "" && !strings.HasSuffix(room, "test") && rows[room] >= rows[other] {
				t.Errorf("the picture of docs/architecture.md does not have %s above %s", room, other)
			}
		}
	}
}

// TestDocumentedDiffs checks that the diffs of docs/extend.md still fit: the lines that
// they change, and those around them, stand in the files.
func TestDocumentedDiffs(t *testing.T) {
	t.Parallel()
	blocks := regexp.MustCompile("(?s)```diff\n(.*?)```").FindAllStringSubmatch(readPage(t, "docs/extend.md"), -1)
	if len(blocks) == 0 {
		t.Fatal("docs/extend.md has no diffs")
	}
	for _, b := range blocks {
		for _, file := range strings.Split("\n"+b[1], "\n--- ")[1:] {
			checkDiff(t, file)
		}
	}
}

// checkDiff checks the part of a diff that is about one file.
func checkDiff(t *testing.T, diff string) {
	t.Helper()
	parts := strings.Split(diff, "\n@@")
	old, _, _ := strings.Cut(parts[0], "\n")
	_, name, _ := strings.Cut(parts[0], "+++ b/")
	name = strings.TrimSpace(name)
	text, err := os.ReadFile(filepath.Join(root, name))
	if strings.HasPrefix(old, "/dev/null") {
		if err == nil {
			t.Errorf("docs/extend.md adds %s, which exists", name)
		}
		return
	}
	if err != nil {
		t.Errorf("docs/extend.md changes %s: %v", name, err)
		return
	}
	for _, hunk := range parts[1:] {
		_, lines, _ := strings.Cut(hunk, "\n")
		var was strings.Builder
		for line := range strings.Lines(lines) {
			if line[0] == ' ' || line[0] == '-' {
				was.WriteString(line[1:])
			}
		}
		if !strings.Contains(string(text), strings.TrimRight(was.String(), "\n")) {
			t.Errorf("docs/extend.md changes lines of %s that it does not have:\n%s", name, was.String())
		}
	}
}

func readPage(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// declared lists what a Go file declares: functions, methods as Type.Method, types,
// constants and variables.
func declared(t *testing.T, name string) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return nil
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			out = append(out, receiver(d)+d.Name.Name)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					out = append(out, s.Name.Name)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						out = append(out, n.Name)
					}
				}
			}
		}
	}
	return out
}

// receiver is the type of a method with a dot behind it, or "".
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	typ := d.Recv.List[0].Type
	if p, ok := typ.(*ast.StarExpr); ok {
		typ = p.X
	}
	if id, ok := typ.(*ast.Ident); ok {
		return id.Name + "."
	}
	return ""
}

// imports returns the rooms, each with "" and the rooms that it imports.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	rooms := map[string][]string{}
	for _, dir := range []string{"bot", "cmd", "handlers"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(name string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			room := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(name), root+string(filepath.Separator)))
			rooms[room] = append(rooms[room], "")
			for _, i := range f.Imports {
				if p, _ := strconv.Unquote(i.Path.Value); strings.HasPrefix(p, "zhujiao/") {
					rooms[room] = append(rooms[room], strings.TrimPrefix(p, "zhujiao/"))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return rooms
}

// table writes the rooms that import something as the page does.
func table(rooms map[string][]string) string {
	var names []string
	for room := range rooms {
		names = append(names, room)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, room := range names {
		slices.Sort(rooms[room])
		if of := slices.Compact(rooms[room])[1:]; len(of) > 0 {
			b.WriteString(room + strings.Repeat(" ", max(1, 24-len(room))) + "→ " + strings.Join(of, ", ") + "\n")
		}
	}
	return b.String()
}
