package sqlite_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"zhujiao/bot/sqlstore"
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

// setClock is an engine whose clock somebody sets.
type setClock struct {
	sqlstore.Engine
	by time.Duration
}

// Now implements sqlstore.Engine.
func (e *setClock) Now(ctx context.Context) (time.Time, error) {
	now, err := e.Engine.Now(ctx)
	return now.Add(e.by), err
}

// TestClockIsSet sets the machine's clock while a notice and a call are on their way: they
// stay with this process, which alone has the database.
func TestClockIsSet(t *testing.T) {
	t.Parallel()
	for _, by := range []time.Duration{10 * time.Minute, -10 * time.Minute} {
		e, err := sqlite.Open(t.Context(), t.TempDir(), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		clock := &setClock{Engine: e}
		s := storetest.Start(t, storetest.Open(t, clock)).Store
		clock.by = by
		storetest.Left(t, s, fmt.Sprint("after the clock was set by ", by), 0, false)
	}
}
