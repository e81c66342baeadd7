package moderation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// TestPublishWorded publishes an answer in other words than those of the ticket, with further
// ways to ask for it.
func TestPublishWorded(t *testing.T) {
	t.Parallel()
	e := newEntries()
	p, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{
		Question: "What does it cost?", Answer: "It is free.", Also: []string{"Price?", "what does IT cost?", "price?", "Is it free?", " "},
	}, noon())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Price?", "Is it free?"}
	if p.Question != "What does it cost?" || p.Answer != "It is free." || !slices.Equal(p.Also, want) {
		t.Errorf("%+v, want each way to ask once: %v", p.EntryWording, want)
	}
	r, err := e.entries.Publish(t.Context(), m1(), confirmed[moderation.PendingEntry](t, e.office, m1(), p.Code), noon())
	if err != nil || r.Name() != "F3" {
		t.Fatalf("%v, %v", r, err)
	}
	if got := e.published[3]; got.Question != "What does it cost?" || got.Answer != "It is free." {
		t.Errorf("published %+v", got)
	}
	if want := []campaign.Phrasing{{Entry: "F3", Words: "Price?"}, {Entry: "F3", Words: "Is it free?"}}; !slices.Equal(e.phrasings, want) {
		t.Errorf("phrasings %v, want %v", e.phrasings, want)
	}
}

// TestPublishWordedRefused: words that cannot be published are refused and returned, so that
// they can be changed.
func TestPublishWordedRefused(t *testing.T) {
	t.Parallel()
	e := newEntries()
	e.reserved["Sign up"] = moderation.Reservation{Kind: "command", Name: "signup"}
	long, many := strings.Repeat("x", 21), strings.Split("abcdefghi", "")
	for name, tt := range map[string]struct {
		w    moderation.EntryWording
		want func(err error) bool
	}{
		"a question that a command answers":   {moderation.EntryWording{Question: "Sign up"}, is[*moderation.ReservedError]},
		"a way to ask that a command answers": {moderation.EntryWording{Also: []string{"Sign up"}}, is[*moderation.ReservedError]},
		"a way to ask of another entry":       {moderation.EntryWording{Also: []string{"what TIME?"}}, is[*moderation.ClaimedError]},
		"a long question":                     {moderation.EntryWording{Question: long}, is[*moderation.LongPhrasingError]},
		"a long way to ask":                   {moderation.EntryWording{Also: []string{long}}, is[*moderation.LongPhrasingError]},
		"a blocked question":                  {moderation.EntryWording{Question: "a scam"}, is[*moderation.BlockedError]},
		"a blocked answer":                    {moderation.EntryWording{Answer: "a scam"}, is[*moderation.BlockedError]},
		"a blocked way to ask":                {moderation.EntryWording{Also: []string{"a scam"}}, is[*moderation.BlockedError]},
		"too many ways to ask":                {moderation.EntryWording{Also: many}, is[*moderation.ManyPhrasingsError]},
	} {
		p, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), tt.w, noon())
		if !tt.want(err) || p.Code != "" || p.Question == "" || p.Answer == "" {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
	e.stored["U1"].Text, e.stored["U1"].Parts = "How much is it for all of us?", []string{"How much is it for all of us?"}
	p, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{
		Question: "How much is it for all of us", Also: []string{"Price?"},
	}, noon())
	if err != nil {
		t.Fatal(err)
	}
	e.reserved["Price?"] = moderation.Reservation{Kind: "entry", Name: "F1"} // since then
	_, err = e.entries.Publish(t.Context(), m1(), confirmed[moderation.PendingEntry](t, e.office, m1(), p.Code), noon())
	if !is[*moderation.ReservedError](err) || len(e.phrasings) > 0 {
		t.Errorf("a way to ask that another entry got: %v, %v", err, e.phrasings)
	}
}

// is reports whether an error is of a type.
func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// TestPublishWordedFills: what asks for the entry that is filled or replaced asks for the new
// one without being written again.
func TestPublishWordedFills(t *testing.T) {
	t.Parallel()
	e := newEntries()
	e.stored["U1"].Entry = "F2"
	p, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{
		Question: "Which place?", Also: []string{"Where?", "Which room?"},
	}, noon())
	if err != nil || p.Fills.ID != "F2" || !slices.Equal(p.Also, []string{"Which room?"}) {
		t.Errorf("%+v, %v", p, err)
	}
}
