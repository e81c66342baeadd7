package sqlite_test

import (
	"database/sql"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/sqlstore/sqlite"
)

// What moderators page through is found by an index and read in its order: no page
// scans a table or sorts it.
func TestListsUseIndices(t *testing.T) {
	t.Parallel()
	checkPlans(t, "list.sql", 11, func(string) bool { return true })
}

// TestQueueUsesIndices: what is due is found by an index and read in its order, however
// much waits, and what holds it back by the person's or the robot's rows.
func TestQueueUsesIndices(t *testing.T) {
	t.Parallel()
	checkPlans(t, "delivery.sql", 5, func(name string) bool {
		return strings.HasPrefix(name, "Due") || strings.HasPrefix(name, "Waking") || strings.HasPrefix(name, "Interrupted") ||
			strings.HasPrefix(name, "Withdrawn")
	})
}

// checkPlans checks that the queries of a file that are picked, at least so many, neither
// scan a table nor sort.
func checkPlans(t *testing.T, file string, least int, pick func(name string) bool) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../queries", file))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	e, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	pool, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	arg, embed := regexp.MustCompile(`sqlc\.arg\((\w+)\)`), regexp.MustCompile(`sqlc\.embed\((\w+)\)`)
	queries := slices.DeleteFunc(strings.Split(string(text), "-- name: ")[1:], func(q string) bool { return !pick(q) })
	if len(queries) < least {
		t.Errorf("%d queries", len(queries))
	}
	for _, q := range queries {
		name, body, _ := strings.Cut(q, "\n")
		body = strings.ReplaceAll(embed.ReplaceAllString(arg.ReplaceAllString(body, "'1'"), "$1.*"), "LIMIT '1'", "LIMIT 1")
		for _, step := range plan(t, pool, body) {
			if strings.HasPrefix(step, "SCAN") || strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s: %s", name, step)
			}
		}
	}
}

// plan returns the steps of a query's plan.
func plan(t *testing.T, pool *sql.DB, query string) (steps []string) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
	return steps
}
