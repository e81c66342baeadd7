package moderation_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestEveryMethodChecksItsAction reads the package: a method that somebody asks for
// has the rights of its action checked.
func TestEveryMethodChecksItsAction(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || !fn.Name.IsExported() || !takesActor(fn) {
				continue
			}
			seen++
			if !checksAction(fn.Body) {
				t.Errorf("%s: %s takes an actor and checks the rights of no action", file.Name(), fn.Name.Name)
			}
		}
	}
	if seen < 40 {
		t.Errorf("%d methods were read: the test shows nothing", seen)
	}
}

func takesActor(fn *ast.FuncDecl) bool {
	for _, p := range fn.Type.Params.List {
		if id, ok := p.Type.(*ast.Ident); ok && id.Name == "Actor" {
			return true
		}
	}
	return false
}

// checksAction reports whether a body hands an actor and a constant such as
// ActionAnswerTicket to one call, as allow and those that call it want them.
func checksAction(body *ast.BlockStmt) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return !found
		}
		actor, action := false, false
		for _, arg := range call.Args {
			if id, ok := arg.(*ast.Ident); ok {
				actor = actor || id.Name == "who"
				action = action || strings.HasPrefix(id.Name, "Action")
			}
		}
		found = found || actor && action
		return !found
	})
	return found
}
