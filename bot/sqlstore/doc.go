// Package sqlstore keeps everything in SQL: it implements the store ports of
// campaign, outbox, middleware and handlers, a small store per noun, with one text
// per query for SQLite and PostgreSQL (sqlc, from queries/). The engines are in
// sqlite and postgres. It decides nothing about classes and says nothing to anybody.
//
// A query that ends in the comment FOR UPDATE reads a row that its unit may save
// afterwards. The PostgreSQL engine takes the comment signs away inside units, so
// that the row is locked until the commit; on SQLite units run one at a time.
package sqlstore

//go:generate sqlc generate
