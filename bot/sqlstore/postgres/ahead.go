package postgres

import (
	"database/sql/driver"
	"errors"
	"io"

	"github.com/jackc/pgx/v5"
)

// companions returns which query nearly always comes next after another one, by their texts:
// every message reads the control row after it has met its person. Where the first goes with
// the beginning of its transaction or other statements, the second goes with it, too.
func companions(texts map[string]string) map[string]string {
	return map[string]string{texts["MeetPerson"]: texts["Control"]}
}

// batchRows are the rows of a query that went to the server with statements before it.
type batchRows struct {
	pgx.Rows
	results pgx.BatchResults
	t       *transaction
	next    string // the query that went with it; empty for none
}

// Columns implements driver.Rows.
func (r *batchRows) Columns() []string { return columns(r.Rows) }

// Next implements driver.Rows.
func (r *batchRows) Next(dest []driver.Value) error { return nextRow(r.Rows, dest) }

// Close implements driver.Rows.
func (r *batchRows) Close() (err error) {
	if r.Rows.Close(); r.next != "" && r.Err() == nil {
		err = r.readNext()
	}
	return errors.Join(err, r.results.Close())
}

// readNext reads the rows of the query that went with this one.
func (r *batchRows) readNext() error {
	rows, err := r.results.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	a := &aheadRows{query: r.next, columns: columns(rows)}
	for {
		row := make([]driver.Value, len(a.columns))
		if err := nextRow(rows, row); errors.Is(err, io.EOF) {
			r.t.ahead = a
			return nil
		} else if err != nil {
			return err
		}
		a.rows = append(a.rows, row)
	}
}

// aheadRows are the rows of a query that was answered before anybody asked it.
type aheadRows struct {
	query   string
	columns []string
	rows    [][]driver.Value
}

// Columns implements driver.Rows.
func (r *aheadRows) Columns() []string { return r.columns }

// Close implements driver.Rows.
func (*aheadRows) Close() error { return nil }

// Next implements driver.Rows.
func (r *aheadRows) Next(dest []driver.Value) error {
	if len(r.rows) == 0 {
		return io.EOF
	}
	copy(dest, r.rows[0])
	r.rows = r.rows[1:]
	return nil
}

func columns(rows pgx.Rows) []string {
	fields := rows.FieldDescriptions()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// nextRow reads the next row. It returns io.EOF after the last one.
func nextRow(rows pgx.Rows, dest []driver.Value) error {
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	values, err := rows.Values()
	if err != nil {
		return err
	}
	for i, v := range values {
		if dest[i], err = driver.DefaultParameterConverter.ConvertValue(v); err != nil {
			return err
		}
	}
	return nil
}
