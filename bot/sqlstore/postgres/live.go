package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// errNotBegun is part of why work on a connection failed if the server has answered nothing,
// and nothing was to be committed yet: nothing has happened.
var errNotBegun = errors.New("the server had begun nothing")

// onLive calls f, which takes a connection of the pool, until it has taken one that lives. After
// a restart of the server the connections of the pool are dead, which each shows when it is used
// first: f returns errNotBegun then.
func onLive(ctx context.Context, f func() error) (err error) {
	for range connections + 1 {
		err = f()
		if !errors.Is(err, errNotBegun) || ctx.Err() != nil || !stale(err) {
			return err
		}
	}
	return err
}

// stale reports whether a connection was ended before, by the server or on the way. A server
// to which no connection can be made is not tried again.
func stale(err error) bool {
	if _, refused := errors.AsType[*pgconn.ConnectError](err); refused {
		return false
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "57P01" || e.Code == "57P02" || e.Code == "57P03" // it ends, crashed, or starts
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) ||
		pgconn.SafeToRetry(err)
}
