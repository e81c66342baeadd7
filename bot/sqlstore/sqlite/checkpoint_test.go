package sqlite_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// TestLogWatch follows what the writer does about a log of so many pages.
func TestLogWatch(t *testing.T) {
	t.Parallel()
	const first, late, again = sqlite.LogPages, sqlite.LogLate, sqlite.LogAgain
	type step struct {
		pages     int32
		little    bool
		ask, rest bool
	}
	for name, steps := range map[string][]step{
		"little is left soon": {
			{10, false, false, false},
			{first - 1, true, false, false},
			{first, true, true, false}, // little is what was left the last time
			{first + 50, false, false, false},
			{first + 90, true, false, true},
			{first + 91, true, false, false},
			{3, true, false, false}, // the log has begun anew
			{first, true, true, false},
		},
		"nobody helps": {
			{first, false, true, false},
			{first + late - 1, false, false, false},
			{first + late, false, false, true},
			{5, false, false, false},
			{first + 1, false, true, false},
		},
		"somebody reads": {
			{first, false, true, false},
			{first + 1, true, false, true},
			{first + again, true, false, false},
			{first + again + 1, true, true, false},
			{first + again + 2, true, false, true},
			{first + again + 3, true, false, false},
		},
		"emptied while it is moved": {
			{first, false, true, false},
			{1, true, false, false},
			{first - 1, true, false, false},
			{first, true, true, false},
		},
	} {
		var w sqlite.LogWatch
		for i, s := range steps {
			if ask, rest := w.Due(s.pages, s.little); ask != s.ask || rest != s.rest {
				t.Errorf("%s, step %d: %d pages: ask %v, rest %v; want %v, %v", name, i+1, s.pages, ask, rest, s.ask, s.rest)
			}
		}
	}
}

// long writes a unit that adds more than 200 pages to the log.
func long(t *testing.T, s *sqlstore.Store, unit int) {
	t.Helper()
	now := time.Now()
	err := s.Do(t.Context(), func(ctx context.Context) error {
		p, err := s.People.Meet(ctx, "o1", campaign.ContactTyped, now, now)
		for i := 0; i < 100 && err == nil; i++ {
			m := &bot.Message{
				Key: fmt.Sprint(unit, " ", i), Person: p.ID, Kind: bot.KindText, Text: strings.Repeat("a", 8000), Arrived: now,
			}
			_, err = s.Journal.Record(ctx, "here", m, []byte("-"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// begun returns how often the log of a database has begun anew: see "WAL Header" in SQLite's
// description of its files.
func begun(t *testing.T, dir string) uint32 {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, sqlite.FileName+"-wal"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var head [16]byte
	if _, err := f.ReadAt(head[:], 0); err != nil {
		t.Fatal(err)
	}
	return binary.BigEndian.Uint32(head[12:])
}

// awaitBegun writes units of a few pages until the log has begun anew, and fewer pages than
// the writer would wait for.
func awaitBegun(t *testing.T, s *sqlstore.Store, dir string) {
	t.Helper()
	for unit := range sqlite.LogLate / 10 {
		if begun(t, dir) > 0 {
			return
		}
		if err := fill(t, s, unit, 1); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("the log has not begun anew")
}

// enough is how many long units make the log so long that it is moved.
const enough = sqlite.LogPages / 200

// TestLogBeginsAnew makes the log long enough to be moved beside the writer.
func TestLogBeginsAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := sqlite.WatchLog(dir)
	s := newStore(t, dir)
	for unit := range enough {
		long(t, s, unit)
	}
	awaitBegun(t, s, dir)
	if n, least := log.Beside.Load(), int64(sqlite.LogPages)*4096>>21; n < least {
		t.Errorf("what was moved was sent to the disk in %d pieces beside the writer, want %d at least", n, least)
	}
	check(t, dir, enough)
}

// TestLogBesideSlowDisk lets what is moved beside the writer take its time: units go on until
// the log is too long, wait then, and all is moved soon after that time.
func TestLogBesideSlowDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := sqlite.WatchLog(dir)
	s := newStore(t, dir)
	const units = enough + sqlite.LogLate/200 + enough
	var done atomic.Int64
	var all sync.WaitGroup
	log.Held.Lock()
	all.Go(func() {
		for unit := range units {
			long(t, s, unit)
			done.Add(1)
		}
	})
	for before := int64(-1); done.Load() < enough || done.Load() != before; time.Sleep(500 * time.Millisecond) {
		before = done.Load()
	}
	if n := done.Load(); n < enough+sqlite.LogLate/400 || n == units {
		t.Errorf("%d units of %d while pages are moved, want that the last ones wait", n, units)
	}
	if n := begun(t, dir); n > 0 {
		t.Errorf("the log has begun anew %d times while pages are moved", n)
	}
	log.Held.Unlock()
	all.Wait()
	awaitBegun(t, s, dir)
	check(t, dir, units)
}

// TestLogBesideFaultyDisk lets the disk fail while pages are moved beside the writer: that is
// said, units go on, nothing is lost, and the writer moves the pages.
func TestLogBesideFaultyDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := sqlite.WatchLog(dir)
	var said bytes.Buffer // written by the engine's goroutine, read after it has ended
	e, err := sqlite.Open(t.Context(), dir, slog.New(slog.NewTextHandler(&said, nil)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlstore.Open(t.Context(), e, time.Now, storetest.Channel())
	if err != nil {
		t.Fatal(err)
	}
	log.Broken.Store(true)
	units := 0
	for ; units < 2*enough && (units == 0 || begun(t, dir) == 0); units++ {
		long(t, s, units)
	}
	if begun(t, dir) == 0 {
		t.Error("the writer has not moved the pages")
	}
	check(t, dir, units)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if !strings.Contains(said.String(), "cannot be moved to its file beside the writer") {
		t.Errorf("the fault of the disk is not told: %s", &said)
	}
}

// TestLogWithoutHelp lets nothing move pages beside the writer, which does it in the end.
func TestLogWithoutHelp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, s := newEngine(t, dir)
	e.NoHelp()
	units := 0
	for ; units == 0 || begun(t, dir) == 0 && units < 1000; units++ {
		long(t, s, units)
	}
	st, err := os.Stat(filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if least := int64(sqlite.LogPages+sqlite.LogLate) * 4096 / 2; units == 1000 || st.Size() < least {
		t.Errorf("the log began anew after %d units, with %d bytes in the database; want %d", units, st.Size(), least)
	}
	check(t, dir, units)
}

// check looks for damage and for the messages of so many long units.
func check(t *testing.T, dir string, units int) {
	t.Helper()
	if rows, want := counted(t, dir, "SELECT count(*) FROM journal"), 100*units; rows != want {
		t.Errorf("%d messages of %d", rows, want)
	}
}

// TestLogBesideReader lets somebody read for long: the log cannot begin anew, and does so
// soon after they have ended.
func TestLogBesideReader(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	long(t, s, 0)
	end := reading(t, dir)
	for unit := range 2 * sqlite.LogPages / 200 {
		long(t, s, unit+1)
	}
	if n := begun(t, dir); n > 0 {
		t.Fatalf("the log has begun anew %d times beside somebody who reads", n)
	}
	end()
	awaitBegun(t, s, dir)
}
