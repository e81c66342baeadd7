//go:build !linux

package postgres

import "syscall"

// limitUnacknowledged does nothing where the system has no such limit for one connection.
func limitUnacknowledged(string, string, syscall.RawConn) error { return nil }
