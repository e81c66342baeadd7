package bottest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// Constants returns the values of the constants of a type that a source file declares,
// in the order of the file: strings without their quotes, and the numbers of iota. With
// it a test covers every value, those of tomorrow too.
func Constants(tb testing.TB, file, typ string) (out []string) {
	tb.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			out = append(out, constantsOf(g, typ)...)
		}
	}
	if len(out) == 0 {
		tb.Fatalf("%s declares no constant of type %s", file, typ)
	}
	return out
}

// constantsOf returns the values of one block of constants. A constant without a type
// and a value has those of the one before it.
func constantsOf(g *ast.GenDecl, typ string) (out []string) {
	ours := false
	for i, s := range g.Specs {
		v, _ := s.(*ast.ValueSpec)
		if len(v.Values) > 0 {
			name, ok := v.Type.(*ast.Ident)
			ours = ok && name.Name == typ
		}
		if !ours {
			continue
		}
		out = append(out, strconv.Itoa(i))
		if len(v.Values) == 0 {
			continue
		}
		if l, ok := v.Values[0].(*ast.BasicLit); ok {
			out[len(out)-1], _ = strconv.Unquote(l.Value)
		}
	}
	return out
}
