package faq

import (
	"runtime"
	"slices"
	"testing"
	"weak"
)

// TestClaimsAreJudgedAnew judges claims alike before and after what they are judged by was
// collected, and nothing keeps that.
//
//nolint:paralleltest // tests beside it would judge claims
func TestClaimsAreJudgedAnew(t *testing.T) {
	entries := []Entry{{ID: "time", Title: "几点开课"}, {ID: "own", Title: "停车位多少钱一小时"}, {ID: "named", Title: "x", Intent: "回放"}}
	before := Claims(entries)
	basis := weak.Make(claimBasis())
	for range 5 {
		if runtime.GC(); basis.Value() == nil {
			break
		}
	}
	if basis.Value() != nil {
		t.Error("what claims are judged by is kept")
	}
	if after := Claims(entries); len(after) == 0 || !slices.Equal(before, after) {
		t.Errorf("claims are %v, and after a collection %v", before, after)
	}
}
