package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// onLive calls f with a connection of the pool, which f keeps if it succeeds. After a restart
// of the server the connections of the pool are dead, which each shows when it is used first, by
// f; nothing has happened then, so that the next one is taken, or a new one.
func (e *Engine) onLive(ctx context.Context, f func(conn *sql.Conn) error) (err error) {
	for range connections + 1 {
		var conn *sql.Conn
		if conn, err = e.pool.Conn(ctx); err == nil {
			if err = f(conn); err == nil {
				return nil
			}
			_ = conn.Close() // what was wrong with it is err
		}
		if ctx.Err() != nil || !stale(err) {
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
	return true
}
