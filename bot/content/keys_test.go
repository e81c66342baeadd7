package content_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestKeysAreTheBuiltinTexts proves that each constant of type Key names a text of
// builtin.yaml, and that no text there lacks a constant.
func TestKeysAreTheBuiltinTexts(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	data, err := os.ReadFile("builtin.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	keys := keyConstants(t)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if _, ok := texts[key]; !ok {
			t.Errorf("%s = %q, but builtin.yaml has no such text", keys[key], key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if _, ok := keys[key]; !ok {
			t.Errorf("builtin.yaml has the text %q, but it has no constant", key)
		}
	}
	if len(keys) == 0 {
		t.Error("found no constants")
	}
}

// keyConstants returns the names of the constants of type Key by their values.
func keyConstants(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	files, err := filepath.Glob("keys*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "condition.go", "variants.go") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		addKeys(t, f, out)
	}
	return out
}

// addKeys adds the constants of a file, all of which must be of type Key.
func addKeys(t *testing.T, f *ast.File, out map[string]string) {
	t.Helper()
	ast.Inspect(f, func(n ast.Node) bool {
		if d, ok := n.(*ast.GenDecl); ok && d.Tok != token.CONST {
			return false
		}
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, name := range spec.Names {
			if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Key" {
				t.Errorf("%s is not declared as a Key", name.Name)
			}
			value, err := strconv.Unquote(spec.Values[i].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			if other, double := out[value]; double {
				t.Errorf("%s and %s are both %q", other, name.Name, value)
			}
			out[value] = name.Name
		}
		return true
	})
}
