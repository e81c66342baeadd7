package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// connector makes the sessions of a pool.
type connector struct{ driver.Connector }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	made, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := made.(*stdlib.Conn)
	if !ok {
		return nil, errors.Join(unknownConnection(made), made.Close())
	}
	return &session{Conn: conn}, nil
}

// session is a connection of the pool. While a transaction is open on it, what waits there
// travels to the server together with the next query.
type session struct {
	*stdlib.Conn
	open *transaction // nil for none
}

// sessionOf returns the session of a connection of the pool, as database/sql hands it out.
func sessionOf(conn any) (*session, error) {
	if s, ok := conn.(*session); ok {
		return s, nil
	}
	return nil, unknownConnection(conn)
}

func unknownConnection(conn any) error { return fmt.Errorf("unknown kind of connection %T", conn) }

// QueryContext implements driver.QueryerContext.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	switch {
	case s.open == nil:
	case s.open.failed != nil:
		return nil, s.open.failed
	case len(s.open.waiting) > 0:
		return s.open.query(s.Conn.Conn(), query, args)
	}
	return s.Conn.QueryContext(ctx, query, args)
}

// batchRows are the rows of a query that was the last of several statements.
type batchRows struct {
	pgx.Rows
	results pgx.BatchResults
}

// Columns implements driver.Rows.
func (r *batchRows) Columns() []string {
	fields := r.FieldDescriptions()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// Next implements driver.Rows.
func (r *batchRows) Next(dest []driver.Value) error {
	if !r.Rows.Next() {
		if err := r.Err(); err != nil {
			return err
		}
		return io.EOF
	}
	values, err := r.Values()
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

// Close implements driver.Rows.
func (r *batchRows) Close() error {
	r.Rows.Close()
	return r.results.Close()
}
