package sqlstore

import (
	"context"
	"database/sql"
	"strings"

	"zhujiao/bot/sqlstore/db"
)

// QueryTexts returns the text of each query by its name, for an engine that runs some of them
// past the driver or together.
func QueryTexts(ctx context.Context) (map[string]string, error) {
	noted := texts{byName: map[string]string{}}
	_, err := db.Prepare(ctx, noted)
	return noted.byName, err
}

// texts notes the text of each query, by its name, instead of preparing it.
type texts struct {
	db.DBTX
	byName map[string]string
}

// PrepareContext notes a query.
func (t texts) PrepareContext(_ context.Context, query string) (*sql.Stmt, error) {
	if name := queryName(query); name != "" {
		t.byName[name] = query
	}
	return nil, nil //nolint:nilnil // nobody uses what is not prepared
}

// queryName returns the name of a query of package db; empty for another one.
func queryName(query string) string {
	rest, ok := strings.CutPrefix(query, "-- name: ")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, " ")
	return name
}
