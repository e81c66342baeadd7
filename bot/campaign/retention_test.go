package campaign_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// oldData has so many rows of everything, and notes what is erased.
type oldData struct {
	rows    int
	left    map[string]int
	before  map[campaign.Retained]time.Time
	claimed time.Time
	largest int
	err     error
}

func (o *oldData) take(key string, n int) (int, error) {
	if _, seen := o.left[key]; !seen {
		o.left[key] = o.rows
	}
	n = min(n, o.left[key])
	o.left[key] -= n
	o.largest = max(o.largest, n)
	return n, nil
}

func (o *oldData) Forget(_ context.Context, what campaign.Retained, before time.Time, n int) (int, error) {
	o.before[what] = before
	if what == campaign.RetainedMessages {
		return 0, o.err
	}
	return o.take(string(what), n)
}

func (o *oldData) ForgetClass(_ context.Context, what campaign.Retained, class string, before time.Time, n int) (int, error) {
	o.before[what] = before
	return o.take(string(what)+" of "+class, n)
}

func (o *oldData) EndedClasses(context.Context, time.Time) ([]string, error) {
	return []string{"a", "b"}, nil
}

func (o *oldData) ServedClasses(_ context.Context, _, claimed time.Time) ([]string, error) {
	o.claimed = claimed
	return []string{"b"}, nil
}

// TestForget erases everything in slices, of every class that is over, although
// one table fails.
func TestForget(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 8, 7, 13, 30, 0, 0, time.UTC)
	o := &oldData{rows: 250, left: map[string]int{}, before: map[campaign.Retained]time.Time{}, err: errors.New("no disk")}
	if err := campaign.Forget(t.Context(), o, now); !errors.Is(err, o.err) {
		t.Errorf("error %v", err)
	}
	if o.largest > 500 || o.largest < 10 {
		t.Errorf("the largest slice has %d rows", o.largest)
	}
	tables := 0
	for _, r := range campaign.RetentionTable() {
		keys := []string{string(r.What)}
		if of := map[campaign.Since][]string{campaign.SinceClass: {"a", "b"}, campaign.SinceServed: {"b"}}[r.Since]; of != nil {
			keys = nil
			for _, class := range of {
				keys = append(keys, string(r.What)+" of "+class)
			}
		}
		if want := now.Add(-r.Life); !o.before[r.What].Equal(want) {
			t.Errorf("%s is erased from before %v, want %v", r.What, o.before[r.What], want)
		}
		for _, k := range keys {
			if n, seen := o.left[k]; r.What != campaign.RetainedMessages && (!seen || n > 0) {
				t.Errorf("%s: %d rows are left", k, n)
			}
			tables++
		}
	}
	if tables < 20 || !o.claimed.Equal(now) {
		t.Errorf("%d tables; what is claimed until %v counts, want %v", tables, o.claimed, now)
	}
}

// TestForgetEnds ends after the slice under way when the program ends.
func TestForgetEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := &oldData{rows: 5000, left: map[string]int{}, before: map[campaign.Retained]time.Time{}}
	if err := campaign.Forget(ctx, o, time.Now()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	var taken []int
	for _, n := range o.left {
		taken = append(taken, 5000-n)
	}
	if slices.Max(taken) > 500 {
		t.Errorf("after the end %d rows were erased", slices.Max(taken))
	}
}
