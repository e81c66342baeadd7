package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

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
	if s.open == nil {
		return s.Conn.QueryContext(ctx, query, args)
	}
	ahead := s.open.ahead
	s.open.ahead = nil // what comes now may change it
	switch {
	case s.open.failed != nil:
		return nil, s.open.failed
	case ahead != nil && ahead.query == query:
		return ahead, nil
	case len(s.open.waiting) > 0:
		return s.open.query(ctx, s.Conn.Conn(), query, args)
	}
	return s.Conn.QueryContext(ctx, query, args)
}
