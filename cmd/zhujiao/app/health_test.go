package app

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/sqlite"
)

// expectReady asks whether the instance serves, and looks for words in the answer.
func (c *crowd) expectReady(t *testing.T, ready bool, words ...string) {
	t.Helper()
	w := httptest.NewRecorder()
	c.app.Routes().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	for _, part := range words {
		if (w.Code == http.StatusOK) != ready || !strings.Contains(w.Body.String(), part) {
			t.Errorf("ready: got %d %q, want ready %v and %q", w.Code, w.Body, ready, part)
		}
	}
}

func TestReady(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	c.expectReady(t, true, "ready", "database: ok", "redis: none")
	c.app.health.draining.Store(true)
	c.expectReady(t, false, "not ready", "database: ok", "draining")
}

// TestReadyWithoutInstance lets the process lose its instance while the database works: it
// does not serve until it has one again.
func TestReadyWithoutInstance(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	c.app.heart.cancel() // nobody takes part again meanwhile
	<-c.app.heart.ended
	if err := c.app.store.Instances().Leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.expectReady(t, false, "not ready", "database: ok", "instance: not seen")
	if err := c.app.store.Instances().Beat(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.expectReady(t, true, "ready")
}

// TestReadyWithRedisDown shows a failed Redis as a rung: this instance serves.
func TestReadyWithRedisDown(t *testing.T) {
	t.Parallel()
	r := bottest.StartRedis(t)
	c := newCrowd(t, func(cfg *Config) { cfg.RedisURL = r.URL() })
	c.awaitReady(t, "redis: shared")
	r.Kill()
	c.awaitReady(t, "redis: local, redis failed")
}

// awaitReady waits until the program is ready and says words.
func (c *crowd) awaitReady(t *testing.T, words string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		w := httptest.NewRecorder()
		c.app.Routes().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
		if w.Code == http.StatusOK && strings.Contains(w.Body.String(), words) {
			return
		}
	}
	c.expectReady(t, true, words)
}

// lock locks the database as another program does, until the returned function is called.
func (c *crowd) lock(t *testing.T) (unlock func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(c.data, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	run := func(q string) {
		if _, err := conn.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	run("BEGIN IMMEDIATE")
	return func() { run("ROLLBACK") }
}

// TestReadyWhileLocked locks the database as a sqlite3 shell does: the answer comes all
// the same, and says so. Afterwards the instance serves at once.
func TestReadyWhileLocked(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	unlock := c.lock(t)
	const locked = "another program holds the database's lock"
	c.expectReady(t, false, "not ready", locked)
	c.app.work.Go(func() {
		if err := c.app.store.Beat(context.WithoutCancel(t.Context())); err == nil {
			t.Error("a unit was stored under somebody else's lock")
		}
	})
	time.Sleep(200 * time.Millisecond) // it comes first, and the next one waits for both
	c.expectReady(t, false, "not ready", "no answer within 2s")
	if err := c.app.work.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if last, _ := c.app.store.LastFault(); last == nil || !strings.Contains(last.Error(), locked) {
		t.Errorf("the last failure is %v, want the lock", last)
	}
	unlock()
	c.expectReady(t, true, "database: ok", locked)
}

// TestReadyWithDamagedFile overwrites the middle of the database: who writes finds out,
// and the instance says that it does not serve.
func TestReadyWithDamagedFile(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, nil)
	for _, who := range []string{"a", "b", "c"} {
		c.must(t, who, "报名", "")
	}
	path := filepath.Join(c.data, sqlite.FileName)
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	// a write of somebody else makes the program read the file again
	for _, q := range []string{"UPDATE heartbeat SET at = 5", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, info.Size()-4096), 4096); err != nil {
		t.Fatal(err)
	}
	c.expectReady(t, false, "not ready", "the database file is damaged: stop the program and restore a backup")
}

// failingEngine is a shared database that does not answer.
type failingEngine struct {
	sqlstore.Engine
	fails *bool
}

func (e failingEngine) Do(ctx context.Context, f func(ctx context.Context) error) error {
	if *e.fails {
		return &sqlstore.FaultError{Advice: "the database cannot be reached: look", Err: errors.New("refused")}
	}
	return e.Engine.Do(ctx, f)
}

func (failingEngine) Exclusive() bool { return false }

// TestReadyWithSharedDatabaseDown shows a failed database that is shared as a rung: all
// instances have it, and restarting this one would not help.
func TestReadyWithSharedDatabaseDown(t *testing.T) {
	t.Parallel()
	var fails bool
	c := newCrowd(t, func(cfg *Config) {
		cfg.hooks.engine = func(e sqlstore.Engine) sqlstore.Engine { return failingEngine{e, &fails} }
	})
	fails = true
	c.expectReady(t, true, "database: failed, pushes are not acknowledged until it is back: the database cannot be reached: look")
	fails = false
	c.expectReady(t, true, "database: failed 0 s ago")
}
