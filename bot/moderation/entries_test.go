package moderation_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// entries is a world of tickets with published entries.
type entries struct {
	*tickets
	entries   *moderation.Entries
	published map[int]campaign.Published
	since     time.Time // of the last Undo
	phrasings []campaign.Phrasing
	numbers   int
	reserved  map[string]moderation.Reservation
	entryOf   map[string]string
}

func newEntries() *entries {
	e := &entries{
		tickets: newTickets(), published: map[int]campaign.Published{}, reserved: map[string]moderation.Reservation{},
		entryOf: map[string]string{},
	}
	e.campaign.FAQ = []campaign.Entry{
		{ID: "F1", Question: "When?", Aliases: []string{"What time?"}, Answer: "At eight."},
		{ID: "F2", Question: "Where?", Pending: true},
	}
	e.entries = &moderation.Entries{
		Guard: e.office.Guard, Campaign: e.campaign, Tickets: e.Tickets, Store: e, Live: e, Wordings: e, Blocked: blockList{},
		FileEntries: 2, PhrasingMax: 20,
	}
	t := e.add(campaign.TicketUnknown, 1, 1)
	t.Text, t.Parts, t.Answer, t.State = "How much?/and", []string{"How much?", "and"}, "Nothing.", campaign.TicketAnswered
	return e
}

func (e *entries) NextNumber(ctx context.Context, _, _ string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	e.numbers++
	return e.numbers, nil
}

func (e *entries) Publish(ctx context.Context, _ string, p campaign.Published, _ string, _ time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if _, taken := e.published[p.Number]; taken {
		return false, nil
	}
	e.published[p.Number] = p
	return true, nil
}

func (e *entries) Undo(ctx context.Context, _ string, number int, since time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	_, ok := e.published[number]
	delete(e.published, number)
	e.since = since
	return ok, nil
}

func (e *entries) Rewrite(ctx context.Context, _ string, p campaign.Published, _ string) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	_, ok := e.published[p.Number]
	e.published[p.Number] = p
	return ok, nil
}

func (e *entries) Entries(ctx context.Context, _ string) ([]campaign.Published, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(e.published), func(a, b campaign.Published) int { return a.Number - b.Number }), nil
}

func (e *entries) AddPhrasing(ctx context.Context, _ string, p campaign.Phrasing, _ string, _ time.Time) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if slices.Contains(e.phrasings, p) {
		return false, nil
	}
	e.phrasings = append(e.phrasings, p)
	return true, nil
}

func (e *entries) DropPhrasing(ctx context.Context, _ string, p campaign.Phrasing) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	i := slices.Index(e.phrasings, p)
	if i < 0 {
		return false, nil
	}
	e.phrasings = slices.Delete(e.phrasings, i, i+1)
	return true, nil
}

func (e *entries) Reserved(words string) moderation.Reservation { return e.reserved[words] }
func (e *entries) EntryOf(words string) string                  { return e.entryOf[words] }
func (*entries) Reply(words string) moderation.CurrentReply {
	return moderation.CurrentReply{Sure: true, Title: "reply to " + words}
}

// publish proposes and confirms the answer of U1.
func (e *entries) publish(t *testing.T) (moderation.EntryProposal, moderation.Ref, error) {
	t.Helper()
	p, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{}, noon())
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.entries.Publish(t.Context(), m1(), confirmed[moderation.PendingEntry](t, e.office, m1(), p.Code), noon())
	return p, r, err
}

// The first words of a ticket and its answer become an entry, numbered after the
// file's and after numbers that are taken.
func TestPublish(t *testing.T) {
	t.Parallel()
	e := newEntries()
	e.published[3] = campaign.Published{Number: 3}
	p, r, err := e.publish(t)
	if err != nil || r != ref(t, "F4") || p.Question != "How much?" || p.Answer != "Nothing." || p.Replaces.ID != "" || p.Fills.ID != "" {
		t.Fatalf("proposal %+v, published %v, %v", p, r, err)
	}
	if got := e.published[4]; got.Question != "How much?" || got.Answer != "Nothing." {
		t.Errorf("published %+v", got)
	}
	e.logged(t, "m1 entry.publish F4:  -> U1")
	if len(e.phrasings) != 0 {
		t.Errorf("phrasings %v", e.phrasings)
	}
	if _, err := e.entries.Publish(
		t.Context(), m1(), moderation.PendingEntry{Question: "How much?"}, noon(),
	); !errors.Is(err, moderation.ErrUnconfirmed) {
		t.Errorf("without a code: %v", err)
	}
}

// An answer fills the entry that waited for it, which its ticket or its wording
// names; the question of that entry becomes a phrasing.
func TestPublishFills(t *testing.T) {
	t.Parallel()
	for what, name := range map[string]func(*entries){
		"by the ticket":    func(e *entries) { e.stored["U1"].Entry = "F2" },
		"by its wording":   func(e *entries) { e.entryOf["How much?"] = "F2" },
		"by another entry": func(e *entries) { e.stored["U1"].Entry, e.entryOf["How much?"] = "F1", "F2" },
	} {
		e := newEntries()
		name(e)
		p, r, err := e.publish(t)
		if err != nil || p.Fills.ID != "F2" || r.Name() != "F3" {
			t.Errorf("%s: fills %q, published %v, %v", what, p.Fills.ID, r, err)
		}
		if want := []campaign.Phrasing{{Entry: "F3", Words: "Where?"}}; !slices.Equal(e.phrasings, want) {
			t.Errorf("%s: phrasings %v, want %v", what, e.phrasings, want)
		}
	}
	e := newEntries() // its own question names it: nothing to hand over
	e.stored["U1"].Text, e.stored["U1"].Parts = "Where?", []string{"Where?"}
	e.reserved["Where?"] = moderation.Reservation{Kind: "entry", Name: "Where?"}
	if p, _, err := e.publish(t); err != nil || p.Fills.ID != "F2" || len(e.phrasings) != 0 {
		t.Errorf("the same question: fills %q, %v, phrasings %v", p.Fills.ID, err, e.phrasings)
	}
	e = newEntries() // erased: the entry's question is left
	e.stored["U1"].Text, e.stored["U1"].Parts, e.stored["U1"].Entry = "", nil, "F2"
	if p, _, err := e.publish(t); err != nil || p.Question != "Where?" {
		t.Errorf("an erased question: %+v, %v", p, err)
	}
}

// A newer answer to a published question replaces the older one; the same answer
// is not published twice.
func TestPublishAgain(t *testing.T) {
	t.Parallel()
	e := newEntries()
	e.campaign = e.campaign.With([]campaign.Published{{Number: 3, Question: "How much?", Answer: "A lot."}}, nil)
	e.entries.Campaign = e.campaign
	e.reserved["How much?"] = moderation.Reservation{Kind: "entry", Name: "How much?"}
	if p, _, err := e.publish(t); err != nil || p.Replaces.ID != "F3" {
		t.Errorf("a newer answer: replaces %q, %v", p.Replaces.ID, err)
	}
	e.logged(t, "m1 entry.publish F3: F3 -> U1")
	e.stored["U1"].Answer = "A lot."
	_, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{}, noon())
	if r, ok := errors.AsType[*moderation.ReservedError](err); !ok || r.Kind != "entry" || r.Words != "How much?" {
		t.Errorf("the same answer: %v", err)
	}
}

// What cannot be published is refused, also when it became so after the code.
func TestPublishRefused(t *testing.T) {
	t.Parallel()
	e := newEntries()
	p, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{}, noon())
	if err != nil {
		t.Fatal(err)
	}
	e.reserved["How much?"] = moderation.Reservation{Kind: "command", Name: "price"}
	pending := confirmed[moderation.PendingEntry](t, e.office, m1(), p.Code)
	if _, err := e.entries.Publish(t.Context(), m1(), pending, noon()); err == nil || !strings.Contains(err.Error(), "command price") {
		t.Errorf("after the file has changed: %v", err)
	}
	if _, err := e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{}, noon()); err == nil {
		t.Error("reserved words were proposed")
	}
	e.stored["U1"].Answer = ""
	_, err = e.entries.ProposeEntry(t.Context(), m1(), ref(t, "U1"), moderation.EntryWording{}, noon())
	if !errors.Is(err, moderation.ErrNotAnswered) {
		t.Errorf("without an answer: %v", err)
	}
	_, err = e.entries.ProposeEntry(t.Context(), m1(), ref(t, "Q1"), moderation.EntryWording{}, noon())
	if !errors.Is(err, moderation.ErrNotFound) {
		t.Errorf("no ticket: %v", err)
	}
	e.logged(t)
}

// An entry can be taken back for ten minutes.
func TestUndo(t *testing.T) {
	t.Parallel()
	e := newEntries()
	e.published[3] = campaign.Published{Number: 3}
	if err := e.entries.Undo(t.Context(), m1(), ref(t, "F3"), noon()); err != nil || !e.since.Equal(noon().Add(-10*time.Minute)) {
		t.Errorf("undo: %v, since %v", err, e.since)
	}
	e.logged(t, "m1 entry.undo F3: published -> undone")
	if err := e.entries.Undo(t.Context(), m1(), ref(t, "F3"), noon()); !errors.Is(err, moderation.ErrTooLate) {
		t.Errorf("undo twice: %v", err)
	}
	for _, r := range []moderation.Ref{ref(t, "U1"), {Class: "another", Kind: moderation.KindEntry, Number: 3}} {
		if err := e.entries.Undo(t.Context(), m1(), r, noon()); !errors.Is(err, moderation.ErrNotFound) {
			t.Errorf("undo %v: %v", r, err)
		}
	}
	e.logged(t, "m1 entry.undo F3: published -> undone")
}

// A phrasing is proposed with the reply that its words get now, added after a
// code, and taken back.
func TestPhrasing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"F1", "when", "What time?"} {
		e := newEntries()
		p, err := e.entries.ProposePhrasing(t.Context(), m1(), name, "At what hour", noon())
		if err != nil || p.Entry.ID != "F1" || p.Now.Title != "reply to At what hour" {
			t.Fatalf("%s: %+v, %v", name, p, err)
		}
		pending := confirmed[moderation.PendingPhrasing](t, e.office, m1(), p.Code)
		if err := e.entries.AddPhrasing(t.Context(), m2(), pending, noon()); !errors.Is(err, moderation.ErrUnconfirmed) {
			t.Errorf("by another moderator: %v", err)
		}
		if err := e.entries.AddPhrasing(t.Context(), m1(), pending, noon()); err != nil {
			t.Fatal(err)
		}
		if want := []campaign.Phrasing{{Entry: "F1", Words: "At what hour"}}; !slices.Equal(e.phrasings, want) {
			t.Errorf("phrasings %v, want %v", e.phrasings, want)
		}
		if err := e.entries.AddPhrasing(t.Context(), m1(), pending, noon()); !errors.Is(err, moderation.ErrAlready) {
			t.Errorf("added twice: %v", err)
		}
		if err := e.entries.DropPhrasing(t.Context(), m1(), name, "At what hour", noon()); err != nil || len(e.phrasings) != 0 {
			t.Errorf("drop: %v, left %v", err, e.phrasings)
		}
		if err := e.entries.DropPhrasing(t.Context(), m1(), name, "At what hour", noon()); !errors.Is(err, moderation.ErrNoPhrasing) {
			t.Errorf("drop twice: %v", err)
		}
		e.logged(t, "m1 phrasing.add F1:  -> At what hour", "m1 phrasing.drop F1: At what hour -> ")
	}
}

// Words that are somebody's, too long or blocked become no phrasing.
func TestPhrasingRefused(t *testing.T) {
	t.Parallel()
	e := newEntries()
	e.reserved["sign up"] = moderation.Reservation{Kind: "command", Name: "sign up"}
	for words, want := range map[string]string{
		"When ?": "the words belong to entry F1", "what time": "the words belong to entry F1",
		"sign up":               `"sign up" is reserved: command sign up`,
		strings.Repeat("x", 21): "the phrasing has 21 characters, matching reads 20", "a scam": `the text holds the blocked word "scam"`,
	} {
		if _, err := e.entries.ProposePhrasing(t.Context(), m1(), "F1", words, noon()); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", words, err, want)
		}
	}
	if _, err := e.entries.ProposePhrasing(t.Context(), m1(), "F1", strings.Repeat("x", 20), noon()); err != nil {
		t.Errorf("words that just fit: %v", err)
	}
	for what, do := range map[string]func(name string) error{
		"propose": func(name string) error {
			_, err := e.entries.ProposePhrasing(t.Context(), m1(), name, "x", noon())
			return err
		},
		"drop": func(name string) error { return e.entries.DropPhrasing(t.Context(), m1(), name, "x", noon()) },
	} {
		if err := do("F9"); !errors.Is(err, moderation.ErrNotFound) {
			t.Errorf("%s for no entry: %v", what, err)
		}
	}
	e.logged(t)
}

// What has changed between the code and its confirmation is looked at again.
func TestPhrasingLater(t *testing.T) {
	t.Parallel()
	for what, tt := range map[string]struct {
		change func(*entries)
		want   string
	}{
		"the entry is gone": {
			func(e *entries) { e.campaign.FAQ = e.campaign.FAQ[1:] },
			fmt.Sprint("entry F1: ", moderation.ErrNotFound),
		},
		"an entry got the words": {func(e *entries) { e.campaign.FAQ[1].Aliases = []string{"Hour"} }, moderation.ErrAlready.Error()},
		"the words are a command": {func(e *entries) {
			e.reserved["Hour"] = moderation.Reservation{Kind: "command", Name: "hour"}
		}, `"Hour" is reserved: command hour`},
		"the entry has them by now": {func(e *entries) {
			e.campaign.FAQ[1].Aliases, e.reserved["Hour"] = []string{"Hour"}, moderation.Reservation{Kind: "entry"}
		}, moderation.ErrAlready.Error()},
	} {
		e := newEntries()
		p, err := e.entries.ProposePhrasing(t.Context(), m1(), "F1", "Hour", noon())
		if err != nil {
			t.Fatal(err)
		}
		tt.change(e)
		err = e.entries.AddPhrasing(t.Context(), m1(), confirmed[moderation.PendingPhrasing](t, e.office, m1(), p.Code), noon())
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", what, err, tt.want)
		}
		e.logged(t)
	}
}
