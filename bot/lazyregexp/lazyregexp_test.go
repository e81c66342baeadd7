package lazyregexp_test

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/lazyregexp"
)

// TestSameAsStandard: every method has the result of the standard library's.
func TestSameAsStandard(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`(\d+)\s*(元|块)?`, `^$`, `[、，]`} {
		lazy, plain := reflect.ValueOf(lazyregexp.MustCompile(text)), reflect.ValueOf(regexp.MustCompile(text))
		for i := range lazy.NumMethod() {
			name := lazy.Type().Method(i).Name
			for _, s := range []string{"", "价值299元、19块，3", "无"} {
				args := []reflect.Value{reflect.ValueOf(s), reflect.ValueOf(-1)}
				switch name {
				case "String":
					args = nil
				case "Match":
					args = []reflect.Value{reflect.ValueOf([]byte(s))}
				case "ReplaceAllString":
					args[1] = reflect.ValueOf("<$1>")
				case "ReplaceAllStringFunc":
					args[1] = reflect.ValueOf(func(m string) string { return m + m })
				default:
					args = args[:lazy.Method(i).Type().NumIn()]
				}
				got, want := lazy.Method(i).Call(args)[0].Interface(), plain.MethodByName(name).Call(args)[0].Interface()
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s of %q in %q: got %v, want %v", name, text, s, got, want)
				}
			}
		}
	}
}

// TestWrong: a wrong expression is an error, or a panic when it is first used.
func TestWrong(t *testing.T) {
	t.Parallel()
	if _, err := lazyregexp.Compile(`(a`); err == nil {
		t.Error("compiled (a")
	}
	wrong := lazyregexp.MustCompile(`[z-a]`)
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	wrong.MatchString("")
}

// TestExpressions compiles the expressions of all packages that import this one. Each is a
// constant, so that no path of the program has to be taken to see it.
func TestExpressions(t *testing.T) {
	t.Parallel()
	n := 0
	for _, folder := range importers(t) {
		files := token.NewFileSet()
		info, asts := constants(t, files, folder)
		for _, file := range asts {
			ast.Inspect(file, func(node ast.Node) bool {
				call, isCall := node.(*ast.CallExpr)
				if !isCall || !isMustCompile(call) {
					return true
				}
				n++
				value := info.Types[call.Args[0]].Value
				if value == nil {
					t.Errorf("%s: no constant expression", files.Position(call.Pos()))
				} else if _, err := regexp.Compile(constant.StringVal(value)); err != nil {
					t.Errorf("%s: %v", files.Position(call.Pos()), err)
				}
				return true
			})
		}
	}
	if n < 100 {
		t.Errorf("found %d expressions", n)
	}
}

// importers returns the folders of the packages of the program that import this one.
func importers(t *testing.T) (out []string) {
	t.Helper()
	for _, room := range []string{"../../bot", "../../handlers", "../../cmd"} {
		err := filepath.WalkDir(room, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := os.ReadFile(path)
			imports, folder := strings.Contains(string(content), `"zhujiao/bot/lazyregexp"`), filepath.Dir(path)
			if imports && !slices.Contains(out, folder) {
				out = append(out, folder)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// constants evaluates the constants of a package. What it imports is not read, because none of
// the expressions needs it.
func constants(t *testing.T, files *token.FileSet, folder string) (types.Info, []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var asts []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		asts = append(asts, file)
	}
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: nothing{}, Error: func(error) {}}
	_, _ = config.Check(folder, files, asts, &info) // what is imported is missing
	return info, asts
}

// nothing imports empty packages.
type nothing struct{}

func (nothing) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, filepath.Base(path))
	p.MarkComplete()
	return p, nil
}

func isMustCompile(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	return ok && f.Sel.Name == "MustCompile" && len(call.Args) == 1
}
