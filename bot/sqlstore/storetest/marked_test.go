package storetest_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore"
	"zhujiao/bot/sqlstore/postgres"
	"zhujiao/bot/sqlstore/sqlite"
	"zhujiao/bot/sqlstore/storetest"
)

// lasting lists the text columns, or whole tables, that are kept until somebody changes
// them, each with its reason. All others are empty 40 days after a class.
func lasting() map[string]string {
	const (
		content = "the organiser's own words, or what moderators published"
		facts   = "what a person has, until they leave or erase it"
		number  = "names of states, counts and classes"
		staff   = "who moderates, until another role or name is stored"
	)
	return map[string]string{
		"secret": "the key", "person": facts, "member": facts, "claim": facts, "arrival": facts, "channel": content,
		"campaign": number, "control": number, "counter": number, "ticket_watch": number, "count_bucket": number,
		"free_seat": number, "pack": number, "wall": "numbers of questions, and the address of the account",
		"wall_code": "what the QR code of the account says",
		"link":      content, "stopped_link": content, "entry": content, "phrasing": content, "content_version": content,
		"broadcast": content, "broadcast_chunk": "the calls of a broadcast, with the platform's words", "moderator": staff,
		"login":           "who may sign in to the console, until an owner removes them",
		"ticket.campaign": number, "ticket.kind": number, "ticket.entry": number, "ticket.state": number, "ticket.by_whom": staff,
		"ticket.holder":     staff,
		"question.campaign": number, "draw.campaign": number, "draw.pack": number,
		"audit.campaign": "a year", "audit.who": "a year", "audit.via": "a year", "audit.action": "a year", "audit.target": "a year",
		"goose_db_version": number, "instance": "names of runs of the program",
		"copied": "a hash of the source's key",
		"duty":   "a row for each thing that one process does for all",
		"hold":   "a row for each feature of the account, with the platform's words", "minute": "a row for each group robot, with times",
	}
}

// kept reports whether a column is listed.
func kept(c column) bool { return lasting()[c.table] != "" || lasting()[c.table+"."+c.name] != "" }

// column is a text column with the word that the test puts into it.
type column struct{ table, name string }

func (c column) mark() string { return "marked-" + c.table + "-" + c.name + "-word" }

// columns returns the columns of a table.
func columns(t *testing.T, pool *sql.DB, table string) []*sql.ColumnType {
	t.Helper()
	empty, err := pool.QueryContext(t.Context(), "SELECT * FROM "+table+" LIMIT 0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = empty.Close() }()
	types, err := empty.ColumnTypes()
	if err := errors.Join(err, empty.Err()); err != nil {
		t.Fatal(err)
	}
	return types
}

// mark inserts a row into every table, with a word of its own in each text column, and
// returns the text columns. All numbers are the time at.
func mark(t *testing.T, pool *sql.DB, tables []string, class string, at time.Time) (marked []column) {
	t.Helper()
	for _, table := range tables {
		types := columns(t, pool, table)
		var names, values []string
		for _, c := range types {
			value := fmt.Sprint(at.UnixMilli())
			if strings.EqualFold(c.DatabaseTypeName(), "text") {
				col := column{table, c.Name()}
				marked = append(marked, col)
				value = "'" + col.mark() + "'"
				if c.Name() == "campaign" || table == "campaign" {
					value = "'" + class + "'"
				}
			} else if c.Name() == "quotes" {
				value = "1"
			}
			names, values = append(names, c.Name()), append(values, value)
		}
		insert := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(values, ", ") + ")"
		if _, err := pool.ExecContext(t.Context(), insert); err != nil {
			t.Fatalf("%s: %v", insert, err)
		}
	}
	if len(marked) < 80 {
		t.Errorf("%d columns are marked: the test shows nothing", len(marked))
	}
	return marked
}

// forgets marks every text column, moves the clock by 40 days and erases what is old;
// holds then tells whether a word is still stored.
func forgets(t *testing.T, s *sqlstore.Store, pool *sql.DB, tables []string, holds func(word string) bool) {
	t.Helper()
	class, at := "over", time.UnixMilli(1657166400123)
	if err := s.Content.Prepare(t.Context(), &campaign.Campaign{ID: class, End: at}); err != nil {
		t.Fatal(err)
	}
	var others []string
	for _, table := range tables {
		if table != "goose_db_version" && table != "campaign" && table != "control" {
			others = append(others, table)
		}
	}
	marked := mark(t, pool, others, class, at)
	for _, c := range marked {
		if c.name != "campaign" && !holds(c.mark()) {
			t.Fatalf("the test does not find %s while it is stored", c.mark())
		}
	}
	if err := campaign.Forget(t.Context(), s.Retention(), at.AddDate(0, 0, 40)); err != nil {
		t.Fatal(err)
	}
	if err := s.Erasure.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, c := range marked {
		if kept(c) && c.name != "campaign" && !holds(c.mark()) {
			t.Errorf("%v is in the list and was erased", c)
		}
		if !kept(c) && holds(c.mark()) {
			t.Errorf("%v is kept for ever: it needs a row in the table of retention, or an entry in the list with its reason", c)
		}
	}
}

// TestForgottenSQLite looks for the words in the files of the database.
func TestForgottenSQLite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, e)
	pool := openPool(t, "sqlite", filepath.Join(dir, sqlite.FileName)+"?_pragma=secure_delete(ON)")
	tables := lines(t, pool, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
	forgets(t, s, pool, tables, func(word string) bool {
		files, err := filepath.Glob(filepath.Join(dir, sqlite.FileName+"*"))
		if err != nil || len(files) < 2 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(b, []byte(word)) {
				return true
			}
		}
		return false
	})
}

// TestForgottenPostgres looks for the words in every text column.
func TestForgottenPostgres(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	url := server.URL()
	e, err := postgres.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, e)
	pool := openPool(t, "pgx", url)
	tables := lines(t, pool, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
	forgets(t, s, pool, tables, func(word string) bool {
		for _, table := range tables {
			found := lines(t, pool, "SELECT count(*) FROM "+table+" x WHERE CAST(x AS text) LIKE '%' || $1 || '%'", word)
			if found[0] != "0" {
				return true
			}
		}
		return false
	})
}
