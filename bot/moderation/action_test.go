package moderation_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
)

// declared returns the values of the constants of type Action in action.go.
func declared(t *testing.T) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "action.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if ok && len(v.Values) == 1 {
			if id, ok := v.Type.(*ast.Ident); ok && id.Name == "Action" {
				lit, _ := v.Values[0].(*ast.BasicLit)
				out = append(out, strings.Trim(lit.Value, `"`))
			}
		}
		return true
	})
	return out
}

// Every action has exactly one rule with a known role, and only what is known
// has one.
func TestEveryActionHasARule(t *testing.T) {
	t.Parallel()
	names := declared(t)
	if len(names) < 40 || len(names) != len(moderation.Rules()) {
		t.Errorf("%d actions, %d rules", len(names), len(moderation.Rules()))
	}
	seen := map[string]bool{}
	for _, n := range names {
		r, ok := moderation.RuleOf(moderation.Action(n))
		if !ok || seen[n] {
			t.Errorf("%s: has a rule: %v, declared before: %v", n, ok, seen[n])
		}
		seen[n] = true
		switch r.Least {
		case moderation.RoleOwner, moderation.RoleStaff, moderation.RoleLecturer, moderation.RoleReader:
		default:
			t.Errorf("%s: least role %q", n, r.Least)
		}
		if reads := strings.HasSuffix(n, ".list") || strings.HasSuffix(n, ".read"); reads && r.Audited {
			t.Errorf("%s only reads and is audited", n)
		}
		if r.Code != moderation.CodeNever && !r.Audited {
			t.Errorf("%s waits for a code and leaves no line in the audit log", n)
		}
	}
	if _, ok := moderation.RuleOf("coffee.make"); ok {
		t.Error("an unknown action has a rule")
	}
}

// A role has the rights of those below it and none above; an unknown role or
// action has none.
func TestMay(t *testing.T) {
	t.Parallel()
	roles := []moderation.Role{moderation.RoleOwner, moderation.RoleStaff, moderation.RoleLecturer, moderation.RoleReader}
	for least, action := range []moderation.Action{
		moderation.ActionInviteModerator, moderation.ActionAnswerTicket, moderation.ActionWallQuestion, moderation.ActionReadFigures,
	} {
		for i, r := range roles {
			if got := actor("m", r).May(action); got != (i <= least) {
				t.Errorf("%s may %s: %v", r, action, got)
			}
		}
		if actor("m", "guest").May(action) || actor("m", "").May(action) {
			t.Errorf("an unknown role may %s", action)
		}
	}
	if actor("m", moderation.RoleOwner).May("coffee.make") {
		t.Error("an owner may do what does not exist")
	}
}

// A code that nobody has asked for confirms nothing, and whoever has no role may
// not even try.
func TestConfirmNothing(t *testing.T) {
	t.Parallel()
	o := newOffice()
	if _, err := o.Confirm(t.Context(), actor("m1", moderation.RoleReader), "0000", noon()); !errors.Is(err, moderation.ErrBadCode) {
		t.Errorf("an unused code: %v", err)
	}
	if _, err := o.Confirm(t.Context(), actor("m1", ""), "0000", noon()); !errors.Is(err, moderation.ErrDenied) {
		t.Errorf("without a role: %v", err)
	}
	o.logged(t)
}

// Names of things are read as they are written, and nothing else is a name.
func TestRefOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]moderation.Ref{
		"U12": {Class: class, Kind: moderation.KindUnknown, Number: 12}, "Q3": {Class: class, Kind: moderation.KindQuestion, Number: 3},
	} {
		got, ok := moderation.RefOf(class, name)
		if !ok || got != want || got.Name() != name {
			t.Errorf("RefOf(%q) = %+v, %v, name %s", name, got, ok, got.Name())
		}
	}
	for _, name := range []string{"", "U", "12", "U0", "U-1", "U+1", "Ux", "U1.5", "B0", "X1", "1 2"} {
		if got, ok := moderation.RefOf(class, name); ok || got != (moderation.Ref{}) {
			t.Errorf("RefOf(%q) = %+v, %v", name, got, ok)
		}
	}
}
