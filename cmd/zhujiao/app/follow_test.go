package app

import (
	"testing"
	"time"

	"zhujiao/bot/campaign"
)

// TestListingIsRemembered asks how long to wait for the next listing: a day after one that
// was done, an hour after one that did not get anywhere, whatever the process remembers. One
// that got somewhere goes on at once, but not again and again.
func TestListingIsRemembered(t *testing.T) {
	t.Parallel()
	f := followers{staffed(t, nil).app}
	began := f.a.clock.Now()
	waits := func(wanted time.Duration, goesOn bool) (left *campaign.Job) {
		t.Helper()
		left, got, err := f.last(t.Context(), began.Add(time.Minute))
		if err != nil || got != wanted || (left != nil) != goesOn {
			t.Errorf("a minute later it waits %v and goes on with %+v, %v; want %v, %v", got, left, err, wanted, goesOn)
		}
		return left
	}
	waits(0, false)
	l, err := f.begin(t.Context(), began, nil)
	if err != nil {
		t.Fatal(err)
	}
	waits(59*time.Minute, false)
	at := campaign.Listing{ID: l.ID, After: 7, Stored: 200}
	if err := f.a.store.People.SaveListing(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	if err := f.a.store.Instances().Leave(t.Context()); err != nil { // as if its process had ended
		t.Fatal(err)
	}
	for range listTries - 1 {
		if again, err := f.begin(t.Context(), began, waits(0, true)); err != nil || again != at {
			t.Errorf("it goes on with %+v, %v, want %+v", again, err, at)
		}
	}
	waits(59*time.Minute, false)
	f.a.clock.Freeze(began.Add(30 * time.Second)) // the end does not move the next beginning
	if err := f.a.store.Jobs().EndListing(t.Context(), l.ID, `{"Done":true}`); err != nil {
		t.Fatal(err)
	}
	waits(24*time.Hour-time.Minute, false)
}
