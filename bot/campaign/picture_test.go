package campaign_test

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestWarnPictures warns of a picture from a day before its end, with a key that
// lets the ledger keep one.
func TestWarnPictures(t *testing.T) {
	t.Parallel()
	w := newWorld(func(c *campaign.Campaign) {
		c.FAQ = []campaign.Entry{{ID: "group", Question: "怎么进群", ImageUntil: evening("23:59:59")}, {ID: "time", Question: "几点"}}
	})
	for _, step := range []struct {
		at   time.Time
		want int
	}{
		{evening("23:59:58").AddDate(0, 0, -1), 0}, {evening("23:59:59").AddDate(0, 0, -1), 1}, {evening("20:00:00"), 2},
	} {
		if err := campaign.WarnPictures(t.Context(), w.c, notices{w.state}, step.at); err != nil || len(w.told) != step.want {
			t.Errorf("at %v: %d warnings, %v, want %d", step.at, len(w.told), err, step.want)
		}
	}
	if a, b := w.told[0], w.told[1]; a.DedupKey == "" || a.DedupKey != b.DedupKey || a.Body.(campaign.PictureAlert).Question != "怎么进群" {
		t.Errorf("warnings %+v", w.told)
	}
}
