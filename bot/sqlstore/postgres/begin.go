package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// beginCount begins a transaction that only reads, as begin does, and returns also its
// connection, which is to be closed after the transaction.
func (e *Engine) beginCount(ctx context.Context, how *sql.TxOptions) (tx *sql.Tx, conn *sql.Conn, err error) {
	for range connections + 1 {
		if conn, err = e.pool.Conn(ctx); err == nil {
			if tx, err = conn.BeginTx(ctx, how); err == nil {
				return tx, conn, nil
			}
			_ = conn.Close() // what was wrong with it is err
		}
		if ctx.Err() != nil || !stale(err) {
			return nil, nil, err
		}
	}
	return nil, nil, err
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
