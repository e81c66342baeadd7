package doctor_test

import (
	"strings"
	"testing"

	"zhujiao/bot/doctor"
	words "zhujiao/handlers/doctor"
)

// TestEveryCodeHasWords says every finding with its facts: nothing is missing, and whatever
// is bad has something to do.
func TestEveryCodeHasWords(t *testing.T) {
	t.Parallel()
	codes := doctor.Codes()
	if len(codes) < 70 {
		t.Fatalf("%d codes: the test shows nothing", len(codes))
	}
	for code, n := range codes {
		facts := make([]string, n)
		for i := range facts {
			facts[i] = "ZHUJIAO_FACT"
		}
		found := doctor.Finding{State: doctor.Bad, Code: code, Facts: facts}
		l := words.Words(doctor.Report{{Name: doctor.Settings, Finding: found}}).Checks[0]
		if l.Found == "" || strings.Contains(l.Found+l.Todo, "%!") || strings.Contains(l.Found+l.Todo, "%[") {
			t.Errorf("%s: %+v", code, l)
		}
		good, bad := strings.HasSuffix(string(code), " good"), strings.HasSuffix(string(code), " bad")
		if bad && l.Todo == "" || good && l.Todo != "" || l.Todo != "" && !strings.HasSuffix(l.Todo, "。") {
			t.Errorf("%s: what to do is %q", code, l.Todo)
		}
	}
	for _, n := range doctor.Names() {
		if words.Name(n) == "" {
			t.Errorf("%s has no name", n)
		}
	}
}

// TestVerdictLine is the last line by what was found.
func TestVerdictLine(t *testing.T) {
	t.Parallel()
	for want, states := range map[string][]doctor.State{
		"结论：好。": {"good"}, "结论：好；有1项没能看。": {"good", "unknown"}, "结论：提醒。可以用，有1处要知道。": {"notice"},
		"结论：坏。有2处要先改好，从上往下改，改完再跑一次；有1项没能看。": {"bad", "bad", "unknown", "notice"},
	} {
		var r doctor.Report
		for _, s := range states {
			r = append(r, doctor.Result{Finding: doctor.Finding{State: s}})
		}
		if got := words.Verdict(r); got != want {
			t.Errorf("%q: %s, want %s", states, got, want)
		}
	}
}
