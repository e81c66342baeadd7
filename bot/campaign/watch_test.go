package campaign_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// waiting knows when each ticket was opened, and when the moderators were told.
type waiting struct {
	opened map[string]time.Time
	told   map[string]time.Time
}

func (w waiting) WaitingBetween(_ context.Context, _ string, since, before time.Time, _ int) (out []string, err error) {
	for name, at := range w.opened {
		if !at.Before(since) && at.Before(before) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (w waiting) WatchTold(_ context.Context, _, kind string, before, now time.Time) (bool, error) {
	if at, ok := w.told[kind]; ok && at.After(before) {
		return false, nil
	}
	w.told[kind] = now
	return true, nil
}

// TestWatch tells what waits too long, each half hour in duty hours, and what came in at
// night when duty begins.
func TestWatch(t *testing.T) {
	t.Parallel()
	day := func(clock string, days int) time.Time { return evening(clock).AddDate(0, 0, days) }
	opened := map[string]time.Time{"U1": day("19:00:00", 0), "U2": day("19:20:00", 0), "H1": day("23:00:00", 0)}
	store := waiting{opened, map[string]time.Time{}}
	w := newWorld(func(c *campaign.Campaign) { c.Duty, c.PromisedMinutes = campaign.Hours{From: 9 * 60, To: 22 * 60}, 30 })
	watch := campaign.Watch{Campaign: w.c, Store: store, Notices: notices{w.state}}
	for _, step := range []struct {
		at    time.Time
		names []string
		night bool
	}{
		{day("19:30:00", 0), nil, false},
		{day("19:30:01", 0), []string{"U1"}, false},
		{day("19:59:00", 0), nil, false},
		{day("20:00:01", 0), []string{"U1", "U2"}, false},
		{day("22:00:00", 0), nil, false},
		{day("23:40:00", 0), nil, false},
		{day("08:59:59", 1), nil, false},
		{day("09:00:00", 1), []string{"H1"}, true},
		{day("09:29:00", 1), nil, false},
		{day("09:30:00", 1), []string{"H1", "U1", "U2"}, false},
		{day("12:00:00", 9), nil, false},
	} {
		before := len(w.told)
		if err := watch.Tell(t.Context(), step.at); err != nil {
			t.Fatal(err)
		}
		switch fresh := w.told[before:]; {
		case len(fresh) == 0 && step.names == nil:
		case len(fresh) != 1:
			t.Errorf("%v: told %+v, want %v", step.at, fresh, step.names)
		default:
			a, _ := fresh[0].Body.(campaign.WaitingAlert)
			if a.Tickets != strings.Join(step.names, " ") || a.Night != step.night || a.Count != len(step.names) {
				t.Errorf("%v: told %+v, want %v", step.at, a, step.names)
			}
		}
	}
}
