package sqlite

import (
	"errors"
	"fmt"
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
	sqlite3 "modernc.org/sqlite/lib"
)

// vfsName is the name of the VFS (SQLite's layer above the operating system) of the writer
// and of the checkpointer.
const vfsName = "zhujiao-batch"

// batchSize is how many bytes of the log are written at once.
const batchSize = 128 << 10

// writeOutSize is how many bytes of the database are written before they are sent to the disk.
const writeOutSize = 1 << 20

// registerVFS registers a VFS with SQLite that differs from the system's in three ways.
// SQLite writes each page to the log in two pieces. They are collected, and written together when
// the log is synced: a page costs half as much. And files are synced without the time of
// their last change (fdatasync, which SQLite's own builds use, too). What a checkpoint writes
// to the database goes to the disk in small pieces: a sync of the log, for which messages wait,
// would have to wait for all of it otherwise.
//
// Nobody else sees a page of the log before the commit has synced it, so nothing is
// late for them. This holds only with synchronous=FULL. What is collected is also written
// before SQLite reads from the log, cuts it, asks for its size or changes a lock, so that it
// never mixes with what another process writes.
//
// Everything that a file needs lies behind SQLite's own structure for it, in memory of the
// driver. There is no state in Go.
func registerVFS() error {
	tls := libc.NewTLS()
	defer tls.Close()
	name, err := libc.CString(vfsName)
	if err != nil {
		return err
	}
	if sqlite3.Xsqlite3_vfs_find(tls, name) != 0 {
		libc.Xfree(tls, name)
		return nil
	}
	system := sqlite3.Xsqlite3_vfs_find(tls, 0)
	ours := libc.Xcalloc(tls, 1, types.Size_t(unsafe.Sizeof(sqlite3.Tsqlite3_vfs{})))
	if system == 0 || ours == 0 {
		return errors.New("SQLite has no VFS for this system")
	}
	v := at[sqlite3.Tsqlite3_vfs](ours) // it stays for as long as the process runs
	*v = *at[sqlite3.Tsqlite3_vfs](system)
	v.FpNext, v.FzName, v.FpAppData = 0, name, system
	v.FszOsFile = int32(fileAt(system) + unsafe.Sizeof(file{}))
	v.FxOpen = pointer(vfsOpen)
	if rc := sqlite3.Xsqlite3_vfs_register(tls, ours, 0); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("register the VFS: %d", rc)
	}
	return nil
}

// file is what lies behind the structure of the system's VFS. Its first field is what
// SQLite calls, so the pointer that SQLite keeps to that leads here.
type file struct {
	methods sqlite3.Tsqlite3_io_methods
	system  uintptr // the methods of the system's VFS
	log     uintptr // of a database: its log, while that is open
	base    uintptr // of a log: its database
	batch   uintptr // of a log: what is not written yet, batchSize bytes, or 0
	used    int32
	offset  int64   // where the batch belongs
	sync    uintptr // syncData
	send    uintptr // of a database: writeOut
	synced  int32   // 1 after the first sync, which also syncs the directory
	pause   int32   // how many syncs of the log do not keep the processor: see syncLog
	unsent  int32   // of a database: how many bytes were written and not sent to the disk
	aio     uintptr // of a log: a context of the kernel's AIO; 0 before the first
}

// fileAt is where file begins behind the structure of the system's VFS.
func fileAt(system uintptr) uintptr {
	return (uintptr(at[sqlite3.Tsqlite3_vfs](system).FszOsFile) + 7) &^ 7
}

// at returns what lies at an address in the driver's memory, which the collector does not know.
func at[T any](address uintptr) *T {
	return *(**T)(unsafe.Pointer(&address)) //nolint:gosec // the address is the driver's
}

// pointer returns a function as the driver keeps pointers to functions.
func pointer[F any](f F) uintptr {
	return *(*uintptr)(unsafe.Pointer(&f)) //nolint:gosec // the driver does the same
}

// function is the inverse of pointer.
func function[F any](p uintptr) F {
	return *(*F)(unsafe.Pointer(&p)) //nolint:gosec // it was made by pointer, or by the driver in the same way
}

func fileOf(p uintptr) *file { return at[file](at[sqlite3.Tsqlite3_file](p).FpMethods) }

func (f *file) of() *sqlite3.Tsqlite3_io_methods { return at[sqlite3.Tsqlite3_io_methods](f.system) }

type (
	openFunc  = func(tls *libc.TLS, vfs, name, p uintptr, flags int32, outFlags uintptr) int32
	fileFunc  = func(tls *libc.TLS, p uintptr) int32
	moveFunc  = func(tls *libc.TLS, p, buf uintptr, n int32, offset int64) int32
	sizeFunc  = func(tls *libc.TLS, p uintptr, size int64) int32
	askFunc   = func(tls *libc.TLS, p, size uintptr) int32
	flagsFunc = func(tls *libc.TLS, p uintptr, flags int32) int32
	lockFunc  = func(tls *libc.TLS, p uintptr, offset, n, flags int32) int32
)

// vfsOpen opens a file with the system's VFS. Databases and their logs get our methods.
//
//nolint:revive // SQLite gives so many arguments
func vfsOpen(tls *libc.TLS, vfs, name, p uintptr, flags int32, outFlags uintptr) int32 {
	system := at[sqlite3.Tsqlite3_vfs](vfs).FpAppData
	rc := function[openFunc](at[sqlite3.Tsqlite3_vfs](system).FxOpen)(tls, system, name, p, flags, outFlags)
	if rc != sqlite3.SQLITE_OK || flags&(sqlite3.SQLITE_OPEN_MAIN_DB|sqlite3.SQLITE_OPEN_WAL) == 0 {
		return rc
	}
	methods := &at[sqlite3.Tsqlite3_file](p).FpMethods
	ours := p + fileAt(system)
	f := at[file](ours)
	*f = file{methods: *at[sqlite3.Tsqlite3_io_methods](*methods), system: *methods, sync: pointer(syncData)}
	*methods = ours
	f.methods.FxSync = pointer(vfsSync)
	if flags&sqlite3.SQLITE_OPEN_MAIN_DB != 0 {
		f.methods.FxShmLock, f.methods.FxWrite, f.send = pointer(vfsLock), pointer(baseWrite), pointer(writeOut)
		return rc
	}
	f.methods.FxClose, f.methods.FxRead, f.methods.FxWrite = pointer(logClose), pointer(logRead), pointer(logWrite)
	f.methods.FxTruncate, f.methods.FxFileSize = pointer(logTruncate), pointer(logSize)
	f.base = sqlite3.Xsqlite3_database_file_object(tls, name)
	fileOf(f.base).log = p
	return rc
}

// flush writes what a log has collected. What could not be written is dropped: the
// transaction fails.
func flush(tls *libc.TLS, p uintptr) int32 {
	f := fileOf(p)
	n := f.used
	if n == 0 {
		return sqlite3.SQLITE_OK
	}
	f.used = 0
	return function[moveFunc](f.of().FxWrite)(tls, p, f.batch, n, f.offset)
}

// logWrite collects what is written in one piece after the other.
func logWrite(tls *libc.TLS, p, buf uintptr, n int32, offset int64) int32 {
	f := fileOf(p)
	if f.used > 0 && (offset != f.offset+int64(f.used) || f.used+n > batchSize) {
		if rc := flush(tls, p); rc != sqlite3.SQLITE_OK {
			return rc
		}
	}
	if f.batch == 0 {
		f.batch = libc.Xmalloc(tls, batchSize)
	}
	if f.batch == 0 || n > batchSize {
		return function[moveFunc](f.of().FxWrite)(tls, p, buf, n, offset)
	}
	if f.used == 0 {
		f.offset = offset
	}
	libc.Xmemcpy(tls, f.batch+uintptr(f.used), buf, types.Size_t(n))
	f.used += n
	return sqlite3.SQLITE_OK
}

// baseWrite writes to a database.
func baseWrite(tls *libc.TLS, p, buf uintptr, n int32, offset int64) int32 {
	f := fileOf(p)
	if rc := function[moveFunc](f.of().FxWrite)(tls, p, buf, n, offset); rc != sqlite3.SQLITE_OK {
		return rc
	}
	if f.unsent += n; f.unsent < writeOutSize {
		return sqlite3.SQLITE_OK
	}
	f.unsent = 0
	return function[fileFunc](f.send)(tls, p)
}

func logRead(tls *libc.TLS, p, buf uintptr, n int32, offset int64) int32 {
	if rc := flush(tls, p); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return function[moveFunc](fileOf(p).of().FxRead)(tls, p, buf, n, offset)
}

func logTruncate(tls *libc.TLS, p uintptr, size int64) int32 {
	if rc := flush(tls, p); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return function[sizeFunc](fileOf(p).of().FxTruncate)(tls, p, size)
}

func logSize(tls *libc.TLS, p, size uintptr) int32 {
	if rc := flush(tls, p); rc != sqlite3.SQLITE_OK {
		return rc
	}
	return function[askFunc](fileOf(p).of().FxFileSize)(tls, p, size)
}

func logClose(tls *libc.TLS, p uintptr) int32 {
	f := fileOf(p)
	rc := flush(tls, p)
	libc.Xfree(tls, f.batch)
	f.closeAIO()
	fileOf(f.base).log = 0
	return max(rc, function[fileFunc](f.of().FxClose)(tls, p))
}

// vfsSync syncs a file.
func vfsSync(tls *libc.TLS, p uintptr, flags int32) int32 {
	if rc := flush(tls, p); rc != sqlite3.SQLITE_OK {
		return rc
	}
	f := fileOf(p)
	if f.synced == 0 || !hasDataSync {
		f.synced = 1
		return function[flagsFunc](f.of().FxSync)(tls, p, flags)
	}
	return function[fileFunc](f.sync)(tls, p)
}

// vfsLock changes a lock of a database. Another process may write to the log after that.
func vfsLock(tls *libc.TLS, p uintptr, offset, n, flags int32) int32 {
	f := fileOf(p)
	if f.log != 0 {
		if rc := flush(tls, f.log); rc != sqlite3.SQLITE_OK && flags&sqlite3.SQLITE_SHM_LOCK != 0 {
			return rc
		}
	}
	return function[lockFunc](f.of().FxShmLock)(tls, p, offset, n, flags)
}
