package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// sound checks a database, and counts the rows of a unit.
func sound(t *testing.T, dir string, unit int) (n int) {
	t.Helper()
	return counted(t, dir, "SELECT count(*) FROM member WHERE campaign = $1", fmt.Sprint("unit", unit))
}

// counted opens the files of a database with SQLite's own VFS, checks them, and counts rows.
func counted(t *testing.T, dir, query string, args ...any) (n int) {
	t.Helper()
	pool, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	var said string
	if err := pool.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&said); err != nil || said != "ok" {
		t.Fatalf("the database is damaged: %s, %v", said, err)
	}
	if err := pool.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestCommittedIsInTheFiles looks after each commit at what a killed process would leave.
func TestCommittedIsInTheFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	for unit, rows := range []int{1, 3, 200, 1, 40} { // 200 are more than is written at once
		if err := fill(t, s, unit, rows); err != nil {
			t.Fatal(err)
		}
		left := t.TempDir()
		for _, name := range []string{sqlite.FileName, sqlite.FileName + "-wal"} {
			content, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(left, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if n := sound(t, left, unit); n != rows {
			t.Fatalf("unit %d: %d rows in the files, want %d", unit, n, rows)
		}
	}
}

// TestWrittenBeforeTheSync: what is committed is synced, not only written.
func TestWrittenBeforeTheSync(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := sqlite.WatchLog(dir)
	s := newStore(t, dir)
	for unit, rows := range []int{1, 3, 200} {
		before := log.Syncs.Load()
		if err := fill(t, s, unit, rows); err != nil {
			t.Fatal(err)
		}
		if log.Syncs.Load() == before || log.Early.Load() > 0 {
			t.Fatalf("unit %d: %d syncs, %d of them too early", unit, log.Syncs.Load()-before, log.Early.Load())
		}
	}
}

// TestWrittenBeforeALock: another process may write when a lock has changed. What is written
// after that would be in the middle of its pages.
func TestWrittenBeforeALock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log := sqlite.WatchLog(dir)
	s := newStore(t, dir)
	if err := fill(t, s, 1, 1); err != nil {
		t.Fatal(err)
	}
	log.Collect()
	if log.Collected() == 0 {
		t.Fatal("nothing was collected")
	}
	if err := s.Do(t.Context(), func(context.Context) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if n := log.Collected(); n > 0 {
		t.Errorf("%d bytes are not written", n)
	}
	if n := sound(t, dir, 1); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

// TestMovedToTheLog runs units of which a part is in the log before their end. Half of them
// fail, and another process writes more after each.
func TestMovedToTheLog(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, s := newEngine(t, dir)
	other, err := sqlite.OpenBeside(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	beside, err := sqlstore.Open(t.Context(), other, time.Now, storetest.Channel())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beside.Close() }()
	if err := e.SetCache(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	for rows := 1; rows < 120; rows += 13 {
		wanted := 0
		err := s.Do(t.Context(), func(ctx context.Context) error {
			if err := fillIn(ctx, s, rows, rows); err != nil || rows%2 == 0 {
				return err
			}
			return errUnit
		})
		if rows%2 == 0 {
			wanted = rows
		} else if errors.Is(err, errUnit) {
			err = nil
		}
		if err := errors.Join(err, fill(t, beside, 1000+rows, 60)); err != nil {
			t.Fatal(err)
		}
		if n, theirs := sound(t, dir, rows), sound(t, dir, 1000+rows); n != wanted || theirs != 60 {
			t.Fatalf("after %d rows: %d and %d are stored, want %d and 60", rows, n, theirs, wanted)
		}
	}
}

// TestNumbersAreRows: a number that is a primary key needs no index.
func TestNumbersAreRows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	newStore(t, dir)
	pool, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	rows, err := pool.QueryContext(t.Context(), "SELECT DISTINCT m.name FROM sqlite_master m, pragma_index_list(m.name) l, "+
		"pragma_index_info(l.name) i, pragma_table_info(m.name) c "+
		"WHERE m.type = 'table' AND l.origin = 'pk' AND c.name = i.name AND c.type = 'bigint' AND "+
		"(SELECT count(*) FROM pragma_index_info(l.name)) = 1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		t.Errorf("the table %s has an index of its numbers", name)
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
}
