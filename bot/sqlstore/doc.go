// Package sqlstore keeps everything in SQL: it implements the store ports of
// campaign and the journal on database/sql, with one text per query for SQLite
// and PostgreSQL (sqlc, from queries/) and migrations embedded (goose). It owns
// the group-commit writer that makes one durable transaction a message cheap.
// It decides nothing about campaigns and says nothing to anybody.
package sqlstore

//go:generate sqlc generate
