package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// TestBeside invites a moderator beside an open store, as a command does while the
// server runs: the server knows it.
func TestBeside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	e, err := sqlite.OpenBeside(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := sqlstore.Open(t.Context(), e, time.Now, storetest.Channel())
	if err != nil {
		t.Fatal(err)
	}
	if b.People.Hash("o1") != s.People.Hash("o1") {
		t.Error("the two have different keys")
	}
	now := time.Now()
	m := moderation.Moderator{Name: "Min", Role: moderation.RoleStaff}
	if err := b.Moderators.Invite(t.Context(), "CODE", m, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	err = b.Do(t.Context(), func(ctx context.Context) error {
		return errors.Join(b.Moderators.Invite(ctx, "UNDONE", m, now.Add(time.Hour)), errUnit)
	})
	if !errors.Is(err, errUnit) {
		t.Errorf("err = %v, want the unit's own", err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	for code, wanted := range map[string]error{"CODE": nil, "UNDONE": campaign.ErrNotFound} {
		if _, err := s.Moderators.Invitation(t.Context(), code, now); !errors.Is(err, wanted) {
			t.Errorf("invitation %s: %v, want %v", code, err, wanted)
		}
	}
}

// TestBesideForeign opens what is no database of ours: it stays as it is.
func TestBesideForeign(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := sqlite.OpenBeside(t.Context(), dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty directory: %v, want that there is none", err)
	}
	path := filepath.Join(dir, sqlite.FileName)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.OpenBeside(t.Context(), dir); err == nil {
		t.Error("an empty file was opened")
	}
	if b, err := os.ReadFile(path); err != nil || len(b) > 0 {
		t.Errorf("the file has %d bytes now, %v", len(b), err)
	}
}

// TestScrub looks for erased words in the files while the store is open.
func TestScrub(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	holds := func() bool {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(b, []byte("very secret")) {
				return true
			}
		}
		return false
	}
	err := s.Do(t.Context(), func(ctx context.Context) error {
		m := &bot.Message{Key: "k", Person: 1, Kind: bot.KindText, Text: "very secret", Arrived: time.Now()}
		p, err := s.People.Meet(ctx, "o1", campaign.ContactTyped, time.Now(), time.Now())
		if err != nil {
			return err
		}
		m.Person = p.ID
		_, err = s.Journal.Record(ctx, "here", m, []byte("-"))
		return err
	})
	if err != nil || !holds() {
		t.Fatalf("the words are nowhere: %v", err)
	}
	err = s.Do(t.Context(), func(ctx context.Context) error {
		p, err := s.People.Find(ctx, "o1")
		if err != nil {
			return err
		}
		return storetest.ForgetWords(ctx, s, p.ID)
	})
	if err == nil {
		err = s.Erasure.Scrub(t.Context())
	}
	if err != nil || holds() {
		t.Errorf("the words are still in a file: %v", err)
	}
}

// reading reads the database as another process does, until end: what it has seen cannot be
// written over.
func reading(t *testing.T, dir string) (end func()) {
	t.Helper()
	reader, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	tx, err := reader.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM journal").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(), reader.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestScrubBesideReader erases words while somebody reads for long, as a backup does:
// units go on meanwhile, and the words are gone once the reader has ended.
func TestScrubBesideReader(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	if err := fill(t, s, 1, 10); err != nil {
		t.Fatal(err)
	}
	end := reading(t, dir)
	err := s.Do(t.Context(), func(ctx context.Context) error { return s.Erasure.ForgetFacts(ctx, &campaign.Person{ID: 1, Hash: "h"}) })
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var scrubbing sync.WaitGroup
	failed := 0
	scrubbing.Go(func() {
		for ctx.Err() == nil {
			if s.Erasure.Scrub(ctx) != nil && ctx.Err() == nil {
				failed++
			}
			time.Sleep(time.Millisecond)
		}
	})
	var slowest time.Duration
	for i := range 100 {
		begin := time.Now()
		if err := fill(t, s, 2+i, 1); err != nil {
			t.Error(err)
		}
		slowest = max(slowest, time.Since(begin))
	}
	cancel()
	scrubbing.Wait()
	if slowest > time.Second {
		t.Errorf("a unit took %v while a reader kept the log from being emptied", slowest)
	}
	if failed == 0 || failed > 50 {
		t.Errorf("%d tries failed, want some, with rests between them", failed)
	}
	end()
	for range 100 {
		if err := s.Erasure.Scrub(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if wal, err := os.Stat(filepath.Join(dir, sqlite.FileName+"-wal")); err != nil || wal.Size() > 0 {
		t.Errorf("the log is not empty: %v, %v", wal, err)
	}
}

// TestForeignWriter lets another process write for long: a unit, and one that waits
// behind it, fail before the platform pushes again.
func TestForeignWriter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	other, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName)+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	var units sync.WaitGroup
	for i := range 2 {
		time.Sleep(100 * time.Millisecond)
		units.Go(func() {
			err := fill(t, s, i, 1)
			if fault, ok := errors.AsType[*sqlstore.FaultError](err); !ok || !fault.Passing {
				t.Errorf("err = %v, want that another process writes", err)
			}
		})
	}
	units.Wait()
	if d := time.Since(begin); d > 4500*time.Millisecond {
		t.Errorf("the units failed after %v", d)
	}
	if err := errors.Join(tx.Rollback(), fill(t, s, 1, 1)); err != nil {
		t.Error(err)
	}
}
