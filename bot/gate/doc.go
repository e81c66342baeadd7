// Package gate detects repeated pushes and enforces the rate limit, over all
// processes with Redis or within one process. It is the only package that uses
// go-redis. It may lose all data at any time: the journal prevents a message from
// being handled twice.
package gate
