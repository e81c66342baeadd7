// Package sqlstore implements the store ports of campaign, moderation, catalog, outbox
// and middleware, with a small store for each subject. Every query has one text for
// SQLite and PostgreSQL (sqlc, from queries/). The engines are in packages sqlite and
// postgres. Rules about classes are not made here.
//
// A query that ends in the comment FOR UPDATE reads a row that its unit may save
// afterwards. The PostgreSQL engine removes the comment signs inside units, which locks
// the row until the commit. On SQLite units run one at a time.
package sqlstore

//go:generate sqlc generate
