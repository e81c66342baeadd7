package sqlite

import (
	"errors"
	"runtime"

	"golang.org/x/sys/unix"
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

// writeOut sends what was written to a file to the disk and waits for it. It does not sync:
// the file's size may be lost.
func writeOut(_ *libc.TLS, p uintptr) int32 {
	const all = unix.SYNC_FILE_RANGE_WAIT_BEFORE | unix.SYNC_FILE_RANGE_WRITE | unix.SYNC_FILE_RANGE_WAIT_AFTER
	return writtenOut(unix.SyncFileRange(int(at[sqlite3.TunixFile](p).Fh), 0, 0, all))
}

// writtenOut returns SQLite's code for what sync_file_range has returned. The kernel tells a
// fault of the disk once, to this call or to the sync, so each counts. Where there is no such
// call, as in some containers, the sync remains.
func writtenOut(err error) int32 {
	switch {
	case err == nil, errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EPERM), errors.Is(err, unix.EINVAL), errors.Is(err, unix.ESPIPE):
		return sqlite3.SQLITE_OK
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		return sqlite3.SQLITE_FULL
	default:
		return sqlite3.SQLITE_IOERR_WRITE
	}
}
