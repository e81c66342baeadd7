package storetest_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// database is a database that a test opens several times: as serve does, beside it,
// and by hand.
type database struct {
	open, beside func(ctx context.Context) (sqlstore.Engine, error)
	pool         func(t *testing.T) *sql.DB
}

// TestOpening opens databases of each kind in states that a restore, another version or
// another clock has left.
func TestOpening(t *testing.T) {
	t.Parallel()
	log := slog.New(slog.DiscardHandler)
	server := bottest.StartPostgres(t)
	for name, test := range map[string]func(*testing.T, database){
		"foreign key": foreignKey, "restored key": restoredKey, "other schema": otherSchema, "ids ahead": idsAhead,
	} {
		t.Run(name+" sqlite", func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			test(t, database{
				open:   func(ctx context.Context) (sqlstore.Engine, error) { return sqlite.Open(ctx, dir, log) },
				beside: func(ctx context.Context) (sqlstore.Engine, error) { return sqlite.OpenBeside(ctx, dir) },
				pool: func(t *testing.T) *sql.DB {
					t.Helper()
					return openPool(t, "sqlite", filepath.Join(dir, sqlite.FileName))
				},
			})
		})
		t.Run(name+" postgres", func(t *testing.T) {
			t.Parallel()
			url := server.URL()
			test(t, database{
				open:   func(ctx context.Context) (sqlstore.Engine, error) { return postgres.Open(ctx, url, log) },
				beside: func(ctx context.Context) (sqlstore.Engine, error) { return postgres.OpenBeside(ctx, url, log) },
				pool:   func(t *testing.T) *sql.DB { t.Helper(); return openPool(t, "pgx", url) },
			})
		})
	}
}

// start opens the stores as a program does, calls f and closes them.
func start(t *testing.T, open func(ctx context.Context) (sqlstore.Engine, error), f func(s *sqlstore.Store)) error {
	t.Helper()
	e, err := open(t.Context())
	if err != nil {
		return err
	}
	s, err := sqlstore.Open(t.Context(), e, time.Now, storetest.Channel())
	if err != nil {
		return errors.Join(err, e.Close())
	}
	f(s)
	return s.Close()
}

// run executes statements by hand.
func run(t *testing.T, d database, statements ...string) {
	t.Helper()
	pool := d.pool(t)
	defer func() { _ = pool.Close() }()
	for _, s := range statements {
		if _, err := pool.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func meet(t *testing.T, s *sqlstore.Store, who bot.UserID) (p *campaign.Person) {
	t.Helper()
	err := s.Do(t.Context(), func(ctx context.Context) (err error) {
		p, err = s.People.Meet(ctx, who, campaign.ContactTyped, time.Now(), time.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// foreignKey restores people without their secret key, or with another one: the
// program refuses to start, and makes no new key.
func foreignKey(t *testing.T, d database) {
	t.Helper()
	if err := start(t, d.open, func(s *sqlstore.Store) { meet(t, s, "o1") }); err != nil {
		t.Fatal(err)
	}
	other := strings.Repeat("ab", 32)
	for what, statements := range map[string][]string{
		"no key":      {"DELETE FROM secret"},
		"another key": {"DELETE FROM secret", "INSERT INTO secret (name, value) VALUES ('person', '" + other + "')"},
		"half a key":  {"UPDATE secret SET value = 'xyz'"},
	} {
		run(t, d, statements...)
		for where, open := range map[string]func(context.Context) (sqlstore.Engine, error){"serve": d.open, "beside": d.beside} {
			err := start(t, open, func(*sqlstore.Store) {})
			if !errors.Is(err, sqlstore.ErrKey) || !strings.Contains(err.Error(), "restore the table secret") {
				t.Errorf("%s, %s: %v, want it to refuse and to say what to do", what, where, err)
			}
		}
	}
	run(t, d, "DELETE FROM secret", "UPDATE control SET key_print = ''")
	if err := start(t, d.open, func(*sqlstore.Store) {}); !errors.Is(err, sqlstore.ErrKey) {
		t.Errorf("people with neither key nor fingerprint: %v", err)
	}
}

// restoredKey takes the key away and brings it back: everybody is found again.
func restoredKey(t *testing.T, d database) {
	t.Helper()
	var before, after *campaign.Person
	if err := start(t, d.open, func(s *sqlstore.Store) { before = meet(t, s, "o1") }); err != nil {
		t.Fatal(err)
	}
	pool := d.pool(t)
	key := lines(t, pool, "SELECT value FROM secret")[0]
	_ = pool.Close()
	run(t, d, "DELETE FROM secret")
	if err := start(t, d.open, func(*sqlstore.Store) {}); !errors.Is(err, sqlstore.ErrKey) {
		t.Errorf("without the key: %v", err)
	}
	run(t, d, "INSERT INTO secret (name, value) VALUES ('person', '"+key+"')")
	if err := start(t, d.open, func(s *sqlstore.Store) { after = meet(t, s, "o1") }); err != nil {
		t.Fatal(err)
	}
	if before.ID != after.ID || before.Hash != after.Hash {
		t.Errorf("%+v became %+v", before, after)
	}
}

// otherSchema opens the database of a newer program, and one that was not brought up
// to date beside its server: both are refused, and nothing is changed.
func otherSchema(t *testing.T, d database) {
	t.Helper()
	if err := start(t, d.open, func(*sqlstore.Store) {}); err != nil {
		t.Fatal(err)
	}
	if err := start(t, d.beside, func(*sqlstore.Store) {}); err != nil {
		t.Errorf("the same version beside: %v", err)
	}
	refused := func(what, words string, open func(context.Context) (sqlstore.Engine, error)) {
		t.Helper()
		err := start(t, open, func(*sqlstore.Store) {})
		if !errors.Is(err, sqlstore.ErrSchema) || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v, want it to say: %s", what, err, words)
		}
	}
	run(t, d, "INSERT INTO goose_db_version (version_id, is_applied) SELECT 99, is_applied FROM goose_db_version WHERE version_id > 0")
	refused("a newer schema", "start the newer program", d.open)
	refused("a newer schema beside", "start the newer program", d.beside)
	run(t, d, "DELETE FROM goose_db_version WHERE version_id > 0")
	refused("an older schema beside", "start zhujiao serve", d.beside)
}

// idsAhead opens a database whose ids are ahead of the clock, which was set back:
// new ids are larger still, so that none is given twice and the order stays.
func idsAhead(t *testing.T, d database) {
	t.Helper()
	var last bot.PersonID
	next := func(who bot.UserID) {
		t.Helper()
		err := start(t, d.open, func(s *sqlstore.Store) {
			p := meet(t, s, who)
			if p.ID <= last {
				t.Errorf("%s has the id %d after %d", who, p.ID, last)
			}
			last = p.ID
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	next("o1")
	for _, table := range []string{"person", "unanswered"} {
		ahead := last + 1<<50
		if table == "person" {
			run(t, d, "UPDATE person SET id = id + 1125899906842624") // 1 << 50
		} else {
			run(t, d, "INSERT INTO unanswered (id, campaign, person, at, body, outcome, entry) "+
				"SELECT max(id) + 1125899906842624, '', 0, 0, '', '', '' FROM person")
		}
		last = ahead
		next(bot.UserID("after " + table))
		next(bot.UserID("after a restart after " + table))
	}
}
