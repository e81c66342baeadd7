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
