package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"zhujiao/bot/sqlstore/db"
)

// kept runs queries on the writer's connection by statements that are prepared when they are
// first needed, and then kept. All queries together take 4 MiB when they are prepared, and a
// day needs few of them. Only the writer's goroutine uses it.
type kept struct {
	*sql.Conn
	statements map[string]*sql.Stmt // by text
}

var _ db.DBTX = (*kept)(nil)

// statement returns the statement of a query.
func (k *kept) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := k.statements[query]; ok {
		return s, nil
	}
	s, err := k.PrepareContext(context.WithoutCancel(ctx), query)
	if err == nil {
		k.statements[query] = s
	}
	return s, err
}

// ExecContext runs a query that returns no rows.
func (k *kept) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := k.statement(ctx, query) //nolint:sqlclosecheck // kept until close
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext runs a query that returns rows.
func (k *kept) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := k.statement(ctx, query) //nolint:sqlclosecheck // kept until close
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext runs a query that returns one row.
func (k *kept) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := k.statement(ctx, query) //nolint:sqlclosecheck // kept until close
	if err != nil {
		return k.Conn.QueryRowContext(ctx, query, args...) // a row with the same error
	}
	return s.QueryRowContext(ctx, args...)
}

// close releases the statements; one that is left keeps the file open for good.
func (k *kept) close() error {
	var errs []error
	for _, s := range k.statements {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}
