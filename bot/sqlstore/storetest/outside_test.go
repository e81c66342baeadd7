package storetest_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/db"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// asked is an engine that calls reads whenever somebody wants to read outside of units.
type asked struct {
	sqlstore.Engine
	reads func()
}

func (e *asked) Reader() *db.Queries {
	e.reads()
	return e.Engine.Reader()
}

// TestCountOutside drafts to everybody in a unit: while the people are counted, another
// unit begins and commits, which it could not if the count kept the writer.
func TestCountOutside(t *testing.T) {
	t.Parallel()
	log, server := slog.New(slog.DiscardHandler), bottest.StartPostgres(t)
	for name, open := range map[string]func(ctx context.Context) (sqlstore.Engine, error){
		"sqlite":   func(ctx context.Context) (sqlstore.Engine, error) { return sqlite.Open(ctx, t.TempDir(), log) },
		"postgres": func(ctx context.Context) (sqlstore.Engine, error) { return postgres.Open(ctx, server.URL(), log) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inner, err := open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			e := &asked{inner, func() {}}
			countsOutside(t, storetest.Open(t, e), e)
		})
	}
}

func countsOutside(t *testing.T, s *sqlstore.Store, e *asked) {
	t.Helper()
	meet(t, s, "o1")
	others := 0
	other := func() { // somebody else's unit, which must end while the audience is counted
		done := make(chan error, 1)
		go func() {
			done <- s.Do(t.Context(), func(ctx context.Context) error {
				_, err := s.People.Meet(ctx, bot.UserID("other"), campaign.ContactTyped, time.Now(), time.Now())
				return err
			})
		}() // ends with its unit
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			others++
		case <-time.After(20 * time.Second):
			t.Error("somebody waits for the count")
		}
	}
	runs := 0
	e.reads = other
	err := s.Do(t.Context(), func(ctx context.Context) error {
		runs++
		for range 2 { // the same figure, which is read once
			n, err := s.Chunks.CountAudience(ctx, "here", campaign.Audience{Kind: campaign.AudienceAll}, time.UnixMilli(1))
			if err != nil {
				return errors.Join(errors.New("count"), err)
			}
			if n.People != 2 || n.Reachable != 2 || n.Moment == 0 {
				t.Errorf("counted %+v, want both people", n)
			}
		}
		return nil
	})
	e.reads = func() {}
	if err != nil || others == 0 || runs != 2 {
		t.Errorf("%v; %d units while it counted, %d runs, want some and 2", err, others, runs)
	}
}

// TestListOutside reads the list of a long mass send outside of the unit that leases it.
func TestListOutside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inner, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	e := storetest.Count(t, inner, filepath.Join(dir, sqlite.FileName))
	storetest.LongList(t, storetest.Open(t, e), e.Largest)
}
