// Package transfer copies a database of package sqlstore into another one, of the same or
// of the other kind.
package transfer

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const (
	// slice is how many rows are written in one transaction.
	slice = 500
	// parametersMax is how many parameters both kinds of databases take in a statement.
	parametersMax = 30000
)

var (
	// ErrNotEmpty is returned for a target that has rows and is no unfinished copy of the
	// source.
	ErrNotEmpty = errors.New("the target is not empty, and no unfinished copy of this source: choose a new directory or schema")
	// ErrDiffers is returned if what was copied is not what the source has.
	ErrDiffers = errors.New("the copy is not the same as the source, which has changed since the copy was begun: " +
		"copy into a new directory or schema, while nothing runs on the source")
	// ErrServed is returned if a process serves from a database that must stand still.
	ErrServed = errors.New("zhujiao serve runs on this database: stop every process first; one that was killed counts for ten seconds")
)

// Database is an open database with the schema of this program.
type Database struct {
	Pool *sql.DB
	// Tables is the query that lists the names of the tables.
	Tables string
	// Close ends it.
	Close func() error
}

// Table says what was copied: how many rows, and a sum of them that is the same on both
// sides.
type Table struct {
	Name string
	Rows int
	Sum  uint64
}

// own lists the tables that belong to a database and not to what it stores.
func own() []string { return []string{"goose_db_version", "heartbeat", "instance", "duty", "copied"} }

// Copy copies everything from one database into another, which must be empty or an
// unfinished copy of the same source. It goes on where an earlier run was ended. It calls
// progress after each slice, with the rows of a table so far. The target stays marked as
// unfinished, so that nothing serves from it, until all tables were compared.
func Copy(ctx context.Context, from, to *Database, progress func(Table)) (done []Table, err error) {
	source, err := identify(ctx, from.Pool)
	if err != nil {
		return nil, err
	}
	tables, err := from.tables(ctx)
	if err != nil {
		return nil, err
	}
	if err := begin(ctx, to, tables, source); err != nil {
		return nil, err
	}
	for _, name := range tables {
		t, err := copyTable(ctx, from.Pool, to.Pool, name, progress)
		if err != nil {
			return done, fmt.Errorf("table %s: %w", name, err)
		}
		done = append(done, t)
	}
	if again, err := identify(ctx, from.Pool); err != nil || again != source {
		return done, errors.Join(err, ErrDiffers)
	}
	if _, err := to.Pool.ExecContext(ctx, "UPDATE copied SET done = 1 WHERE id = 1"); err != nil {
		return done, fmt.Errorf("mark the copy as finished: %w", err)
	}
	return done, nil
}

// identify returns what a copy notes of its source: a hash of its key, and of the processes
// that have served from it.
func identify(ctx context.Context, pool *sql.DB) (string, error) {
	var key, last sql.NullString
	const both = "SELECT (SELECT min(value) FROM secret), (SELECT CAST(max(seen_at) AS text) FROM instance)"
	err := pool.QueryRowContext(ctx, both).Scan(&key, &last)
	if err != nil {
		return "", fmt.Errorf("read the source: %w", err)
	}
	if !key.Valid {
		return "", errors.New("the source is empty: nothing has been served from it")
	}
	sum := sha256.Sum256([]byte(key.String + " " + last.String))
	return hex.EncodeToString(sum[:]), nil
}

// tables lists the tables that are copied, by name.
func (d *Database) tables(ctx context.Context) (names []string, err error) {
	rows, err := d.Pool.QueryContext(ctx, d.Tables)
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("list the tables: %w", err)
		}
		if !slices.Contains(own(), name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, rows.Err()
}

// begin marks the target as an unfinished copy, and takes out what a new database has. It
// refuses a target that is anything else.
func begin(ctx context.Context, to *Database, tables []string, source string) error {
	have, err := to.tables(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(have, tables) {
		return errors.New("source and target have different tables: bring both up to date with zhujiao migrate")
	}
	var was string
	var done int64
	err = to.Pool.QueryRowContext(ctx, "SELECT source, done FROM copied WHERE id = 1").Scan(&was, &done)
	switch {
	case err == nil && was == source && done == 0:
		return nil
	case err == nil:
		return ErrNotEmpty
	case !errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("look at the target: %w", err)
	}
	for _, name := range tables {
		limit := 0
		if name == "control" {
			limit = 1 // every database has its row
		}
		var n int
		if err := to.Pool.QueryRowContext(ctx, "SELECT count(*) FROM "+name).Scan(&n); err != nil {
			return fmt.Errorf("look at the target: %w", err)
		}
		if n > limit {
			return ErrNotEmpty
		}
	}
	return inTransaction(ctx, to.Pool, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO copied (id, source, done) VALUES (1, $1, 0)", source); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM control")
		return err
	})
}

func inTransaction(ctx context.Context, pool *sql.DB, f func(tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// copyTable copies a table and compares it. Rows that an earlier run has copied stay.
func copyTable(ctx context.Context, from, to *sql.DB, name string, progress func(Table)) (Table, error) {
	w := &writer{pool: to}
	want, err := read(ctx, from, name, func(columns []string, row []any, so Table) error {
		if w.table == "" {
			w.table, w.columns = name, columns
		}
		w.rows = append(w.rows, row...)
		if so.Rows%w.max() != 0 {
			return nil
		}
		progress(so)
		return w.flush(ctx)
	})
	if err == nil {
		err = w.flush(ctx)
	}
	if err != nil {
		return want, err
	}
	got, err := read(ctx, to, name, func([]string, []any, Table) error { return nil })
	if err == nil && got != want {
		err = ErrDiffers
	}
	return want, err
}

// read calls f with each row of a table, and returns their number and sum.
func read(ctx context.Context, pool *sql.DB, name string, f func(columns []string, row []any, so Table) error) (t Table, err error) {
	t.Name = name
	rows, err := pool.QueryContext(ctx, "SELECT * FROM "+name) //nolint:gosec // the name of a table, as the database says it
	if err != nil {
		return t, fmt.Errorf("read: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return t, fmt.Errorf("read: %w", err)
	}
	for rows.Next() {
		row, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			at[i] = &row[i]
		}
		if err := rows.Scan(at...); err != nil {
			return t, fmt.Errorf("read: %w", err)
		}
		t.Rows++
		t.Sum += sumOf(columns, row)
		if err := f(columns, row, t); err != nil {
			return t, err
		}
	}
	return t, rows.Err()
}

// sumOf returns a number for a row, which is the same whatever the database and the order
// of its columns.
func sumOf(columns []string, row []any) uint64 {
	texts := make([]string, len(row))
	for i, name := range columns {
		value := "null"
		switch v := row[i].(type) {
		case int64:
			value = "number " + strconv.FormatInt(v, 10)
		case string:
			value = "text " + v
		case []byte:
			value, row[i] = "text "+string(v), string(v)
		}
		texts[i] = fmt.Sprintf("%s %d %s\n", name, len(value), value)
	}
	slices.Sort(texts)
	hash := sha256.Sum256([]byte(strings.Join(texts, "")))
	return binary.BigEndian.Uint64(hash[:8])
}

// writer writes the rows of a table, slice by slice.
type writer struct {
	pool    *sql.DB
	table   string
	columns []string
	rows    []any
}

// max is how many rows are written at once.
func (w *writer) max() int { return min(slice, parametersMax/max(1, len(w.columns))) }

// flush writes what waits, without the rows that are there.
func (w *writer) flush(ctx context.Context) error {
	if len(w.rows) == 0 {
		return nil
	}
	var values strings.Builder
	for i := range w.rows {
		switch {
		case i == 0:
			values.WriteString("(")
		case i%len(w.columns) == 0:
			values.WriteString("), (")
		default:
			values.WriteString(", ")
		}
		values.WriteString("$" + strconv.Itoa(i+1))
	}
	statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s) ON CONFLICT DO NOTHING", //nolint:gosec // names, as the database says them
		w.table, strings.Join(w.columns, ", "), values.String())
	if _, err := w.pool.ExecContext(ctx, statement, w.rows...); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	w.rows = w.rows[:0]
	return nil
}
