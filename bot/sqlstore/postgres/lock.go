package postgres

import (
	"context"
	"database/sql"
	"strings"

	"zhujiao/bot/sqlstore/db"
)

// locking adds the row locks to the queries of a unit, by removing the comment signs
// that hide them from SQLite.
type locking struct{ tx *sql.Tx }

var _ db.DBTX = locking{}

// locked returns a query with its row lock.
func locked(query string) string {
	head, rest, ok := strings.Cut(query, "/* FOR UPDATE")
	if !ok {
		return query
	}
	how, tail, _ := strings.Cut(rest, " */")
	return head + "FOR UPDATE" + how + tail
}

// ExecContext implements db.DBTX.
func (l locking) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return l.tx.ExecContext(ctx, locked(query), args...)
}

// PrepareContext implements db.DBTX.
func (l locking) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return l.tx.PrepareContext(ctx, locked(query))
}

// QueryContext implements db.DBTX.
func (l locking) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return l.tx.QueryContext(ctx, locked(query), args...)
}

// QueryRowContext implements db.DBTX.
func (l locking) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return l.tx.QueryRowContext(ctx, locked(query), args...)
}
