//go:build linux

package sqlite

import sqlite3 "modernc.org/sqlite/lib"

// ByKernel reports whether the log has been synced by the kernel's AIO.
func (l *Log) ByKernel() bool {
	f := fileOf(l.file)
	return f.aio != 0 && f.aio != noAIO
}

// SyncByKernel syncs a file as the log is synced on one processor. begun is false if the
// kernel refuses.
func SyncByKernel(fd uintptr) (begun, failed bool) {
	var f file
	defer f.closeAIO()
	rc, begun := f.syncLog(int32(fd))
	return begun, rc != sqlite3.SQLITE_OK
}

// WrittenOut says what an error of sync_file_range means.
func WrittenOut(err error) (fault, full bool) {
	rc := writtenOut(err)
	return rc == sqlite3.SQLITE_IOERR_WRITE, rc == sqlite3.SQLITE_FULL
}
