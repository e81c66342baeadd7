package app

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// The budgets keep what short functions and short files cannot: a type that grows
// method by method until it does everybody's work.
const (
	maxMethods   = 30  // of a type, promoted ones of embedded structs included
	maxServices  = 15  // fields of a struct that are services
	maxInterface = 6   // methods of an interface
	maxFunc      = 60  // lines of a function without comments and blank lines
	maxFile      = 400 // lines of a file without comments and blank lines
)

// TestBudgets holds the width of types and the length of functions and files, and
// keeps store ports out of handlers and literal names of texts out of everything.
func TestBudgets(t *testing.T) {
	t.Parallel()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax | packages.NeedFiles |
			packages.NeedImports,
		Dir: "../../..",
	}, "./...")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the packages cannot be loaded:", err)
	}
	stores := storeTypes(pkgs)
	seen := 0
	for _, p := range pkgs {
		if strings.HasSuffix(p.PkgPath, "/db") {
			continue // generated
		}
		for _, name := range p.Types.Scope().Names() {
			if tn, ok := p.Types.Scope().Lookup(name).(*types.TypeName); ok && !tn.IsAlias() {
				seen++
				checkType(t, p, tn)
			}
		}
		for _, f := range p.Syntax {
			checkFile(t, p, f)
		}
		if strings.Contains(p.PkgPath+"/", "/handlers/") {
			checkPorts(t, p, stores)
		}
		if !strings.HasSuffix(p.PkgPath, "bot/content") {
			checkKeys(t, p)
		}
	}
	if seen < 300 || len(stores) < 5 {
		t.Errorf("%d types and %d store types were looked at: the test shows nothing", seen, len(stores))
	}
}

// storeTypes are the exported types of the store with methods, but for errors.
func storeTypes(pkgs []*packages.Package) (out []types.Type) {
	for _, p := range pkgs {
		if !strings.HasSuffix(p.PkgPath, "bot/sqlstore") {
			continue
		}
		for _, name := range p.Types.Scope().Names() {
			if tn, ok := p.Types.Scope().Lookup(name).(*types.TypeName); ok && tn.Exported() {
				ptr := types.NewPointer(tn.Type())
				isError := types.Implements(ptr, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
				if types.NewMethodSet(ptr).Len() > 0 && !isError {
					out = append(out, ptr)
				}
			}
		}
	}
	return out
}

func checkType(t *testing.T, p *packages.Package, tn *types.TypeName) {
	t.Helper()
	where := p.Fset.Position(tn.Pos())
	switch u := tn.Type().Underlying().(type) {
	case *types.Interface:
		if n := u.NumMethods(); n > maxInterface {
			t.Errorf("%s: interface %s has %d methods, at most %d", where, tn.Name(), n, maxInterface)
		}
		return
	case *types.Struct:
		n := 0
		for f := range u.Fields() {
			if isService(f.Type()) {
				n++
			}
		}
		if n > maxServices {
			t.Errorf("%s: struct %s has %d fields that are services, at most %d", where, tn.Name(), n, maxServices)
		}
	}
	if n := types.NewMethodSet(types.NewPointer(tn.Type())).Len(); n > maxMethods {
		t.Errorf("%s: type %s has %d methods, at most %d", where, tn.Name(), n, maxMethods)
	}
}

// isService reports whether a field is something that acts: an interface, or a
// type of ours with methods that take a context.
func isService(field types.Type) bool {
	if _, ok := field.Underlying().(*types.Interface); ok {
		return !types.Identical(field, types.Universe.Lookup("error").Type())
	}
	if _, ok := field.(*types.Pointer); !ok {
		field = types.NewPointer(field)
	}
	for m := range types.NewMethodSet(field).Methods() {
		f, ok := m.Obj().Type().(*types.Signature)
		if ok && f.Params().Len() > 0 && f.Params().At(0).Type().String() == "context.Context" {
			return true
		}
	}
	return false
}

func checkFile(t *testing.T, p *packages.Package, f *ast.File) {
	t.Helper()
	if ast.IsGenerated(f) {
		return
	}
	lines := codeLines(p.Fset, f, f)
	if n := len(lines); n > maxFile {
		t.Errorf("%s has %d lines, at most %d", p.Fset.Position(f.Pos()).Filename, n, maxFile)
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			if n := len(codeLines(p.Fset, f, fn)); n > maxFunc {
				t.Errorf("%s: %s has %d lines, at most %d", p.Fset.Position(fn.Pos()), fn.Name.Name, n, maxFunc)
			}
		}
	}
}

// codeLines are the lines of a node on which some syntax begins or ends, comments
// left out.
func codeLines(fset *token.FileSet, file *ast.File, node ast.Node) []int {
	var lines []int
	ast.Inspect(node, func(n ast.Node) bool {
		switch n.(type) {
		case nil:
			return true
		case *ast.Comment, *ast.CommentGroup:
			return false
		}
		from, to := fset.Position(n.Pos()).Line, fset.Position(n.End()-1).Line
		if n == ast.Node(file) {
			from = fset.Position(file.Name.Pos()).Line
			to = from
		}
		lines = append(lines, from, to)
		return true
	})
	slices.Sort(lines)
	return slices.Compact(lines)
}

// checkKeys refuses names of texts that are written out where a constant stands for
// them: only a constant is proved to exist.
func checkKeys(t *testing.T, p *packages.Package) {
	t.Helper()
	for e, tv := range p.TypesInfo.Types {
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Value == `""` {
			continue
		}
		named, ok := tv.Type.(*types.Named)
		if ok && named.Obj().Name() == "Key" && strings.HasSuffix(named.Obj().Pkg().Path(), "bot/content") {
			t.Errorf("%s: the text %s is written out; use its constant", p.Fset.Position(e.Pos()), lit.Value)
		}
	}
}

// checkPorts refuses interfaces that the store implements in the files of handlers:
// they call services.
func checkPorts(t *testing.T, p *packages.Package, stores []types.Type) {
	t.Helper()
	for id, obj := range p.TypesInfo.Uses {
		tn, ok := obj.(*types.TypeName)
		if !ok {
			continue
		}
		port, ok := tn.Type().Underlying().(*types.Interface)
		if !ok || port.NumMethods() == 0 {
			continue
		}
		for _, s := range stores {
			if types.Implements(s, port) {
				t.Errorf("%s: %s is a port of the store; handlers call services", p.Fset.Position(id.Pos()), tn.Name())
				break
			}
		}
	}
}
