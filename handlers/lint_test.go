package handlers_test

import (
	"testing"
	"time"

	"zhujiao/handlers"
)

// TestEve reads day words on the day before a class: 现在 is when people are to
// do something, not when the class is.
func TestEve(t *testing.T) {
	t.Parallel()
	start := time.Date(2022, 7, 7, 20, 30, 0, 0, time.UTC)
	eve := start.AddDate(0, 0, -1)
	for s, want := range map[string]bool{
		"现在报名,明晚20:30开课": true, "明晚20:30开课": true, "今晚20:30开课": false, "后天20:30开课": false, "今晚彩排,明晚20:30开课": false,
	} {
		if got := handlers.SameDay(s, start, eve); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}
