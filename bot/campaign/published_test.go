package campaign_test

import (
	"slices"
	"testing"

	"zhujiao/bot/campaign"
)

// TestFilledInSince publishes an answer, corrects it, and then fills in the entry
// of the file: its answer stands, and every id leads to it.
func TestFilledInSince(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{FAQ: []campaign.Entry{
		{ID: "time", Question: "几点开始", Answer: "20:30"}, {ID: "replay", Question: "有回放吗", Aliases: []string{"回放"}, Pending: true},
	}}
	published := []campaign.Published{{Number: 3, Question: "有回放吗？", Answer: "会有"}, {Number: 4, Question: "有回放吗", Answer: "没有"}}
	phrasings := map[string][]string{"F3": {"录像"}}
	with := c.With(published, phrasings)
	for _, id := range []string{"replay", "F3", "F4"} {
		e, _ := with.Entry(id)
		if e.ID != "F4" || e.Answer != "没有" || !slices.Contains(e.Aliases, "回放") || !slices.Contains(e.Aliases, "录像") {
			t.Errorf("pending: %s is %+v", id, e)
		}
	}
	if n := len(with.FAQ); n != 2 {
		t.Errorf("pending: %d entries, want 2", n)
	}
	c.FAQ[1].Pending, c.FAQ[1].Answer = false, "课后三天发"
	with = c.With(published, phrasings)
	for _, id := range []string{"replay", "F3", "F4"} {
		if e, ok := with.Entry(id); !ok || e.ID != "replay" || !slices.Contains(e.Aliases, "录像") {
			t.Errorf("filled in: %s is %+v", id, e)
		}
	}
	if old, pending := with.Replaced("有回放吗"); old.ID != "" || pending.ID != "" {
		t.Errorf("filled in: a new answer would replace %q and %q", old.ID, pending.ID)
	}
	if len(c.FAQ[1].Aliases) != 1 {
		t.Errorf("the campaign itself has changed: %q", c.FAQ[1].Aliases)
	}
}

// entries are the ids of a campaign's entries, in order.
func entries(c *campaign.Campaign) (out []string) {
	for _, e := range c.FAQ {
		out = append(out, e.ID)
	}
	return out
}

// TestPublished adds what moderators published to the file's entries.
func TestPublished(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{FAQ: []campaign.Entry{
		{ID: "time", Question: "when", Answer: "20:30"},
		{ID: "replay", Question: "replay", Aliases: []string{"again"}, Intent: "回放", Pending: true},
		{ID: "group", Question: "group", Pending: true},
	}}
	published := []campaign.Published{
		{Number: 5, Question: "AGAIN", Answer: "new"},
		{Number: 4, Question: "again", Answer: "old"},
		{Number: 6, Question: "room", Answer: "link"},
	}
	with := c.With(published, map[string][]string{"time": {"what time"}, "F4": {"video"}, "F5": {"ROOM"}, "F6": {"live"}})
	if got := entries(with); !slices.Equal(got, []string{"time", "group", "F5", "F6"}) {
		t.Fatalf("entries %v", got)
	}
	if got := with.FAQ[0].Aliases; !slices.Equal(got, []string{"what time"}) || len(c.FAQ[0].Aliases) != 0 {
		t.Errorf("a phrasing of the file's entry: %v", got)
	}
	f5 := with.FAQ[2]
	if f5.Answer != "new" || f5.Intent != "回放" || !slices.Equal(f5.Aliases, []string{"video", "replay"}) {
		t.Errorf("F5 = %+v, want the wordings of what it replaces, without the questions of others", f5)
	}
	if got := with.FAQ[3].Aliases; !slices.Equal(got, []string{"live"}) {
		t.Errorf("F6 has %v", got)
	}
	for id, want := range map[string]string{"F4": "F5", "replay": "F5", "F5": "F5", "group": "group", "time": "time"} {
		if e, ok := with.Entry(id); !ok || e.ID != want {
			t.Errorf("%s leads to %s, want %s", id, e.ID, want)
		}
	}
}

// TestPublishedAgain keeps what led to an entry when a further version replaces it.
func TestPublishedAgain(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{FAQ: []campaign.Entry{{ID: "replay", Question: "replay", Pending: true}}}
	first := c.With([]campaign.Published{{Number: 2, Question: "replay"}}, nil)
	second := first.With([]campaign.Published{{Number: 3, Question: "video"}}, nil)
	if e, _ := second.Entry("replay"); e.ID != "F2" {
		t.Errorf("replay leads to %s, want F2", e.ID)
	}
	three := c.With([]campaign.Published{
		{Number: 2, Question: "replay"}, {Number: 3, Question: "replay"}, {Number: 4, Question: "replay"},
	}, nil)
	for _, id := range []string{"replay", "F2", "F3", "F4"} {
		if e, _ := three.Entry(id); e.ID != "F4" {
			t.Errorf("%s leads to %s, want F4", id, e.ID)
		}
	}
	if len(first.FAQ) != 1 || len(c.FAQ) != 1 || !c.FAQ[0].Pending {
		t.Errorf("entries %v of %v", entries(first), entries(c))
	}
}

// TestKeepsItsIntent leaves the intent of the first pending entry that is answered.
func TestKeepsItsIntent(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{FAQ: []campaign.Entry{
		{ID: "a", Question: "x", Intent: "one", Pending: true},
		{ID: "b", Question: "y", Aliases: []string{"x"}, Intent: "two", Pending: true},
	}}
	e, _ := c.With([]campaign.Published{{Number: 3, Question: "x"}}, nil).Entry("b")
	if e.ID != "F3" || e.Intent != "one" || !slices.Equal(e.Aliases, []string{"y"}) {
		t.Errorf("the entry = %+v", e)
	}
}

// TestReplaced finds what a published answer would take the place of.
func TestReplaced(t *testing.T) {
	t.Parallel()
	c := &campaign.Campaign{FAQ: []campaign.Entry{
		{ID: "time", Question: "when"}, {ID: "replay", Question: "replay", Aliases: []string{"again"}, Pending: true},
	}}
	with := c.With([]campaign.Published{{Number: 3, Question: "room"}}, map[string][]string{"F3": {"live"}})
	for question, want := range map[string][2]string{
		"ROOM": {"F3", ""}, "live": {"", ""}, "when": {"", ""}, "Again": {"", "replay"}, "replay": {"", "replay"}, "x": {"", ""},
	} {
		published, pending := with.Replaced(question)
		if got := [2]string{published.ID, pending.ID}; got != want {
			t.Errorf("%q replaces %q, want %q", question, got, want)
		}
	}
}

// TestPublishedIDs: ids of a file that read like those of published entries are told.
func TestPublishedIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"F1": true, "f11": true, "F007": true, "F": false, "": false, "F1a": false, "faq1": false, "1": false, "price": false, "FF1": false,
	} {
		if got := campaign.IsPublishedID(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
	if id := (campaign.Published{Number: 11}).ID(); !campaign.IsPublishedID(id) {
		t.Errorf("%s is none", id)
	}
}
