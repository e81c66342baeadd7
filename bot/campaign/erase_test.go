package campaign_test

import (
	"context"
	"slices"
	"testing"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
)

// TestLeft forgets words and leaves the seat.
func TestLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "")
	w.unit(t, func(ctx context.Context) error { return w.Erasure.Left(ctx, 1) })
	if !slices.Equal(w.wordless, []bot.PersonID{1}) || len(w.forgotten) != 0 || w.members[1].Seat != 1 {
		t.Errorf("words of %v, facts of %v, member %+v", w.wordless, w.forgotten, w.members[1])
	}
	if len(w.jobs) != 1 || w.jobs[0].Kind != campaign.JobBlank || w.jobs[0].Cursor == "" {
		t.Errorf("jobs %+v, want one that blanks what is left", w.jobs)
	}
}

// TestEverything forgets words and facts and gives the seat to the waitlist.
func TestEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(nil)
	w.seat(1, "")
	w.wait(2, 5)
	w.unit(t, func(ctx context.Context) error { return w.Erasure.Everything(ctx, w.load(1), evening("09:00:00")) })
	if !slices.Equal(w.wordless, []bot.PersonID{1}) || !slices.Equal(w.forgotten, []bot.PersonID{1}) {
		t.Errorf("words of %v, facts of %v", w.wordless, w.forgotten)
	}
	if w.members[2].Standing != campaign.StandingSeated {
		t.Errorf("the waitlist = %+v", w.members[2])
	}
	if n, err := w.Erasure.CountMessages(t.Context(), 1); n != 41 || err != nil {
		t.Errorf("%d messages, %v", n, err)
	}
}
