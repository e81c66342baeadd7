package app

import (
	"testing"
	"time"
)

// TestListingIsRemembered asks how long to wait for the next listing: a day after one that
// was done, an hour after one that was interrupted, whatever the process remembers.
func TestListingIsRemembered(t *testing.T) {
	t.Parallel()
	f := followers{staffed(t, nil).app}
	began := f.a.clock.Now()
	waits := func(wanted time.Duration) {
		t.Helper()
		if got, err := f.wait(t.Context(), began.Add(time.Minute)); err != nil || got != wanted {
			t.Errorf("a minute later it waits %v, %v, want %v", got, err, wanted)
		}
	}
	waits(0)
	if err := f.note(t.Context(), began, false); err != nil {
		t.Fatal(err)
	}
	waits(59 * time.Minute)
	f.a.clock.Freeze(began.Add(30 * time.Second)) // the end does not move the next beginning
	if err := f.note(t.Context(), began, true); err != nil {
		t.Fatal(err)
	}
	waits(24*time.Hour - time.Minute)
}
