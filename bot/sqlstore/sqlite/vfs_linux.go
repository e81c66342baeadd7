package sqlite

import (
	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// hasDataSync says that syncData works here.
const hasDataSync = true

// syncData syncs the content of an open file, and its size, but not the time of its last
// change, which is elsewhere on the disk.
func syncData(tls *libc.TLS, p uintptr) int32 {
	if libc.Xfdatasync(tls, at[sqlite3.TunixFile](p).Fh) != 0 {
		return sqlite3.SQLITE_IOERR_FSYNC
	}
	return sqlite3.SQLITE_OK
}
