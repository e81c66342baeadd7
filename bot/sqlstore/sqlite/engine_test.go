package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

func open(dir string) (*sqlstore.Store, error) {
	_, s, err := openEngine(dir)
	return s, err
}

func openEngine(dir string) (*sqlite.Engine, *sqlstore.Store, error) {
	e, err := sqlite.Open(context.Background(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, err
	}
	s, err := sqlstore.Open(context.Background(), e, func() time.Time { return time.UnixMilli(1657166400123) }, storetest.Channel())
	if err != nil {
		return nil, nil, errors.Join(err, e.Close())
	}
	return e, s, nil
}

func newStore(t *testing.T, dir string) *sqlstore.Store {
	t.Helper()
	_, s := newEngine(t, dir)
	return s
}

func newEngine(t *testing.T, dir string) (*sqlite.Engine, *sqlstore.Store) {
	t.Helper()
	e, s, err := openEngine(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return e, s
}

// TestKeptOverRestart closes a store and opens it again.
func TestKeptOverRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(t, s, 1, 10); err != nil {
		t.Fatal(err)
	}
	hash, seed := s.People.Hash("o1"), s.Draws().Seed("c", "49")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, s, 2, 10); err == nil {
		t.Error("a closed store took a unit")
	}
	again := newStore(t, dir)
	if n := stored(t, again, 1); n != 10 {
		t.Errorf("%d rows are left of 10", n)
	}
	if again.People.Hash("o1") != hash || again.Draws().Seed("c", "49") != seed {
		t.Error("hashes and draws changed over a restart")
	}
}

// fill writes so many members of a unit of its own, with a lot of text.
func fill(t *testing.T, s *sqlstore.Store, unit, rows int) error {
	t.Helper()
	return s.Do(t.Context(), func(ctx context.Context) error { return fillIn(ctx, s, unit, rows) })
}

func fillIn(ctx context.Context, s *sqlstore.Store, unit, rows int) error {
	for i := range rows {
		m := campaign.Member{Person: bot.PersonID(i + 1), Source: strings.Repeat("x", 2000)}
		if err := s.Seats.SaveMember(ctx, fmt.Sprint("unit", unit), &m); err != nil {
			return err
		}
	}
	return nil
}

// stored counts what is there of a unit.
func stored(t *testing.T, s *sqlstore.Store, unit int) (n int) {
	t.Helper()
	for i := range 1000 {
		m, err := s.Seats.Member(t.Context(), fmt.Sprint("unit", unit), bot.PersonID(i+1))
		if err != nil {
			t.Fatal(err)
		}
		if m.Source == "" {
			break
		}
		n++
	}
	return n
}

// batch runs units so that they share one commit: the first of them holds the
// writer until all have queued.
func batch(t *testing.T, s *sqlstore.Store, units ...func(ctx context.Context) error) []error {
	t.Helper()
	errs := make([]error, len(units))
	holding, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := s.Do(t.Context(), func(context.Context) error { close(holding); <-release; return nil }); err != nil {
			t.Error(err)
		}
	})
	<-holding
	for i, f := range units {
		wg.Go(func() { errs[i] = s.Do(t.Context(), f) })
		time.Sleep(5 * time.Millisecond) // they queue in this order; the test holds in any
	}
	close(release)
	wg.Wait()
	return errs
}

var errUnit = errors.New("the unit's own")

// TestFailingUnitIsAlone lets units that fail, panic or break a key share a
// commit with good ones: every good one is kept, nothing of the others.
func TestFailingUnitIsAlone(t *testing.T) {
	t.Parallel()
	s := newStore(t, t.TempDir())
	good := func(unit int) func(context.Context) error {
		return func(ctx context.Context) error { return fillIn(ctx, s, unit, 3) }
	}
	taken := func(ctx context.Context) error {
		for p := range bot.PersonID(2) { // the second breaks the unique key
			if err := s.Seats.SaveMember(ctx, "unit4", &campaign.Member{Person: p + 1, Seat: 1, Source: "x"}); err != nil {
				return err
			}
		}
		return nil
	}
	errs := batch(t, s, good(0),
		func(ctx context.Context) error { return errors.Join(fillIn(ctx, s, 1, 3), errUnit) }, good(2),
		func(ctx context.Context) error { _ = fillIn(ctx, s, 3, 3); panic("the unit's own") }, taken, good(5))
	for unit, err := range errs {
		want := 3
		if unit == 1 || unit == 3 || unit == 4 {
			want = 0
		}
		if got := stored(t, s, unit); got != want || (err == nil) != (want == 3) {
			t.Errorf("unit %d: %d rows and err %v, want %d rows", unit, got, err, want)
		}
	}
	if !errors.Is(errs[1], errUnit) {
		t.Errorf("err = %v, want the unit's own", errs[1])
	}
}

// TestFullDisk lets small and large units share a commit on a disk that has
// room for the small ones only: whoever is told of success is kept whole,
// whoever is told of an error has left nothing, and when there is room again
// all goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	e, s := newEngine(t, t.TempDir())
	if err := e.FillDisk(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	var units []func(context.Context) error
	for unit, rows := range []int{1, 60, 1, 60, 1} {
		units = append(units, func(ctx context.Context) error { return fillIn(ctx, s, unit, rows) })
	}
	full := 0
	for unit, err := range batch(t, s, units...) {
		got, want := stored(t, s, unit), []int{1, 60, 1, 60, 1}[unit]
		if err == nil && got != want || err != nil && got != 0 {
			t.Errorf("unit %d: err %v, but %d rows of %d are there", unit, err, got, want)
		}
		if err != nil {
			full++
			if want == 60 && !strings.Contains(err.Error(), "the disk is full") {
				t.Errorf("unit %d: err = %v, want it to say that the disk is full", unit, err)
			}
		}
	}
	if full < 2 {
		t.Errorf("%d units failed, want the two large ones at least", full)
	}
	if err := e.FillDisk(t.Context(), 10000); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, s, 9, 60); err != nil || stored(t, s, 9) != 60 {
		t.Errorf("with room again: %d rows of 60, %v", stored(t, s, 9), err)
	}
}

// TestFullDiskUnnoticed lets a unit overlook that SQLite has given up the transaction that it
// shares with others: what they write afterwards must not be stored by itself.
func TestFullDiskUnnoticed(t *testing.T) {
	t.Parallel()
	e, s := newEngine(t, t.TempDir())
	if err := e.FillDisk(t.Context(), 8); err != nil {
		t.Fatal(err)
	}
	small := func(unit int) func(context.Context) error {
		return func(ctx context.Context) error { return fillIn(ctx, s, unit, 1) }
	}
	overlooks := func(ctx context.Context) error { _ = fillIn(ctx, s, 1, 60); return nil }
	errs := batch(t, s, small(0), overlooks, small(2), small(3))
	if errs[1] == nil || stored(t, s, 1) != 0 {
		t.Errorf("the unit that overlooks it: %v and %d rows, want an error and none", errs[1], stored(t, s, 1))
	}
	for _, unit := range []int{0, 2, 3} {
		if n := stored(t, s, unit); errs[unit] != nil || n != 1 {
			t.Errorf("unit %d: %v and %d rows, want one", unit, errs[unit], n)
		}
	}
}

// TestTransactionLeftOpen goes on after a transaction that could not be rolled back:
// otherwise no unit would ever be stored again.
func TestTransactionLeftOpen(t *testing.T) {
	t.Parallel()
	e, s := newEngine(t, t.TempDir())
	if err := e.LeaveOpen(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, s, 1, 3); err != nil || stored(t, s, 1) != 3 {
		t.Errorf("%d rows of 3, %v", stored(t, s, 1), err)
	}
}

// mount makes a small file system of its own at a temporary directory.
func mount(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("needs the right to mount a file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestRealFullDisk fills a file system of 3 MiB.
func TestRealFullDisk(t *testing.T) {
	t.Parallel()
	dir := mount(t, "3m")
	s := newStore(t, filepath.Join(dir, "data"))
	told, unit := 0, 0
	var full error
	for ; unit < 100 && full == nil; unit++ {
		if full = fill(t, s, unit, 50); full == nil {
			told++
		}
	}
	if full == nil || !strings.Contains(full.Error(), "the disk is full") {
		t.Fatalf("err = %v after %d units, want it to say that the disk is full", full, unit)
	}
	for u := range unit {
		want := 50
		if u >= told {
			want = 0
		}
		if got := stored(t, s, u); got != want {
			t.Errorf("unit %d: %d rows, want %d", u, got, want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "full"), bytes.Repeat([]byte{1}, 4<<20), 0o600); err == nil {
		t.Error("the disk was not full")
	}
	_, err := open(filepath.Join(dir, "second"))
	if err == nil || !strings.Contains(err.Error(), "the disk is full") && !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a new store on a full disk: %v, want it to say so", err)
	}
}

// TestReadOnlyFolder opens a store where nothing can be written.
func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	dir := mount(t, "8m")
	first := newDir(t, dir)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("needs the right to remount a file system: %v", err)
	}
	for _, d := range []string{first, filepath.Join(dir, "new")} {
		s, err := open(d)
		if err == nil {
			_ = s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "the data directory cannot be") {
			t.Errorf("%s: err = %v, want it to name the data directory and what to check", d, err)
		}
	}
}

// newDir makes a data directory with something in it.
func newDir(t *testing.T, dir string) string {
	t.Helper()
	dir = filepath.Join(dir, "old")
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestNotADatabase opens a file that is none.
func TestNotADatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlite.FileName), bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := open(dir); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("err = %v, want it to call the file damaged", err)
	}
}

// TestInUse opens a directory twice, as two processes would.
func TestInUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_ = newStore(t, dir)
	if _, err := open(dir); !errors.Is(err, sqlite.ErrInUse) {
		t.Errorf("err = %v, want ErrInUse", err)
	}
}

// TestCloseLeavesNothing wants the database's log folded into the file and
// every file closed when a store was closed.
func TestCloseLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := newDir(t, t.TempDir())
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if n := f.Name(); n != sqlite.FileName && n != "lock" {
			t.Errorf("%s is left of a closed store", n)
		}
	}
	fds, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if target, err := os.Readlink(fd); err == nil && strings.HasPrefix(target, dir) {
			t.Errorf("%s is still open", target)
		}
	}
}
