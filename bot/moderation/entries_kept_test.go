package moderation_test

import (
	"errors"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// withPublished is a world in which one question was published twice, and another once.
func withPublished() *entries {
	e := newEntries()
	e.published[3] = campaign.Published{Number: 3, Question: "How much?", Answer: "Nothing."}
	e.published[4] = campaign.Published{Number: 4, Question: "Parking?", Answer: "No."}
	e.published[5] = campaign.Published{Number: 5, Question: "How much", Answer: "Nine."}
	return e
}

// TestRewrite changes what a published entry answers, after a code and however old it is.
func TestRewrite(t *testing.T) {
	t.Parallel()
	e := withPublished()
	p, err := e.entries.ProposeRewrite(t.Context(), m1(), ref(t, "F4"), "Yes.", noon())
	if err != nil || p.Entry.Answer != "No." || e.published[4].Answer != "No." {
		t.Fatalf("%+v, %v, %+v", p, err, e.published[4])
	}
	change := confirmed[moderation.PendingRewrite](t, e.office, m1(), p.Code)
	if err := e.entries.Rewrite(t.Context(), m2(), change, noon()); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Errorf("another moderator: %v", err)
	}
	if err := e.entries.Rewrite(t.Context(), m1(), change, noon()); err != nil || e.published[4].Answer != "Yes." {
		t.Errorf("%v, %+v", err, e.published[4])
	}
	e.logged(t, "m1 entry.rewrite F4: No. -> Yes.")
	for name, want := range map[string]error{"F4": moderation.ErrAlready, "F9": moderation.ErrNotFound, "U1": moderation.ErrNotFound} {
		if _, err := e.entries.ProposeRewrite(t.Context(), m1(), ref(t, name), "Yes.", noon()); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if _, err := e.entries.ProposeRewrite(t.Context(), m1(), ref(t, "F4"), "a scam", noon()); err == nil {
		t.Error("a blocked answer is proposed")
	}
}

// TestRetire takes back a published entry after a code, and says which older one answers
// then.
func TestRetire(t *testing.T) {
	t.Parallel()
	e := withPublished()
	p, err := e.entries.ProposeRetirement(t.Context(), m1(), ref(t, "F5"), noon())
	if err != nil || p.Heir.Number != 3 {
		t.Fatalf("%+v, %v", p, err)
	}
	change := confirmed[moderation.PendingRetirement](t, e.office, m1(), p.Code)
	if err := e.entries.Retire(t.Context(), m1(), change, noon()); err != nil || !e.since.IsZero() {
		t.Errorf("%v, since %v", err, e.since)
	}
	e.logged(t, "m1 entry.retire F5: published -> retired")
	if err := e.entries.Retire(t.Context(), m1(), change, noon()); !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("once more: %v", err)
	}
	if p, err := e.entries.ProposeRetirement(t.Context(), m1(), ref(t, "F4"), noon()); err != nil || p.Heir.Number != 0 {
		t.Errorf("the only one: %+v, %v", p, err)
	}
	all, err := e.entries.Published(t.Context(), m1())
	if err != nil || len(all) != 2 || all[0].Number != 4 {
		t.Errorf("listed %+v, %v", all, err)
	}
}
