package sqlite_test

import (
	"log/slog"
	"testing"

	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// TestRestart starts a process on the directory of one that was killed a moment ago: it
// takes over at once, because the lock of the directory says that the other is dead.
func TestRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() *sqlite.Engine {
		e, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	var killed storetest.Started
	t.Run("killed", func(t *testing.T) { // its store is closed at its end, without leaving, as after a kill
		killed = storetest.Start(t, storetest.Open(t, open()))
	})
	second := storetest.Open(t, open())
	storetest.Left(t, second, "of a killed process", 1, true)
	if second.Instances().Number() == killed.Store.Instances().Number() {
		t.Error("both runs have one number: their ids may be the same after a step back of the clock")
	}
}
