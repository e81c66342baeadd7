package sqlite

import (
	"runtime"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// hasDataSync says that syncData works here.
const hasDataSync = true

// syncData syncs the content of an open file, and its size, but not the time of its last
// change, which is elsewhere on the disk.
func syncData(tls *libc.TLS, p uintptr) int32 {
	f, fd := fileOf(p), at[sqlite3.TunixFile](p).Fh
	if f.base != 0 && runtime.GOMAXPROCS(0) == 1 {
		if rc, begun := f.syncLog(fd); begun {
			return rc
		}
	}
	if libc.Xfdatasync(tls, fd) != 0 {
		return sqlite3.SQLITE_IOERR_FSYNC
	}
	return sqlite3.SQLITE_OK
}
