package sqlite

import (
	"runtime"
	"syscall"
	"time"
	"unsafe"

	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// heldMost is how long a sync of the log keeps the only processor.
	heldMost = 4 * time.Millisecond
	// heldPause is how many syncs do not keep it after one that took longer.
	heldPause = 16
	// noAIO is the context of a file where the kernel has no AIO for us.
	noAIO = ^uintptr(0)
)

// ioRequest is the kernel's struct iocb, and ioEvent its struct io_event (linux/aio_abi.h); what
// a sync does not need has no name.
type (
	ioRequest struct {
		_         uint64
		_         [2]uint32
		opcode, _ uint16
		fd        uint32
		_         [6]uint64
	}
	ioEvent struct {
		_      [2]uint64
		result int64
		_      int64
	}
)

// ioFdatasync is IOCB_CMD_FDSYNC.
const ioFdatasync = 3

// syncLog syncs a log on a machine with one processor. begun is false if the kernel's AIO
// cannot do it, and if syncs are slow now.
//
// A system call that blocks costs Go's runtime much on one processor: its monitor has to
// notice the call, takes the processor away, gives it to another thread, and then looks every
// 20 µs for a millisecond whether there is more to do. Messages can do little meanwhile, since
// most of them wait for this sync. So the kernel syncs, and this thread waits for it with the
// processor, as the runtime does in calls that do not block. It does so for heldMost, so that
// a disk that hangs never stops anything but the writer.
func (f *file) syncLog(fd int32) (rc int32, begun bool) {
	if f.pause > 0 {
		f.pause--
		return 0, false
	}
	if f.aio == 0 {
		f.openAIO()
	}
	if f.aio == noAIO {
		return 0, false
	}
	request := ioRequest{opcode: ioFdatasync, fd: uint32(fd)}
	list := [1]*ioRequest{&request}
	n, _, _ := syscall.RawSyscall(syscall.SYS_IO_SUBMIT, f.aio, 1,
		uintptr(unsafe.Pointer(&list))) //nolint:gosec // the kernel copies it in the call
	runtime.KeepAlive(&request)
	if n != 1 {
		f.closeAIO()
		f.aio = noAIO
		return 0, false
	}
	return f.awaitSync(), true
}

// awaitSync waits for the sync that syncLog has begun.
func (f *file) awaitSync() int32 {
	var done ioEvent
	limit := syscall.NsecToTimespec(heldMost.Nanoseconds())
	n, _, errno := syscall.RawSyscall6(syscall.SYS_IO_GETEVENTS, f.aio, 1, 1,
		uintptr(unsafe.Pointer(&done)), uintptr(unsafe.Pointer(&limit)), 0) //nolint:gosec // the kernel writes it in the call
	for n == 0 || errno == syscall.EINTR { // it is not done yet: others get the processor
		f.pause = heldPause
		n, _, errno = syscall.Syscall6(syscall.SYS_IO_GETEVENTS, f.aio, 1, 1,
			uintptr(unsafe.Pointer(&done)), 0, 0) //nolint:gosec // the kernel writes it in the call
	}
	if errno != 0 || done.result != 0 {
		return sqlite3.SQLITE_IOERR_FSYNC
	}
	return sqlite3.SQLITE_OK
}

// openAIO makes a context of the kernel's AIO for one call at a time. It may be forbidden, as
// in some containers.
func (f *file) openAIO() {
	_, _, errno := syscall.RawSyscall(syscall.SYS_IO_SETUP, 1, uintptr(unsafe.Pointer(&f.aio)), 0) //nolint:gosec // the kernel writes it
	if errno != 0 {
		f.aio = noAIO
	}
}

// closeAIO ends the context.
func (f *file) closeAIO() {
	if f.aio != 0 && f.aio != noAIO {
		_, _, _ = syscall.Syscall(syscall.SYS_IO_DESTROY, f.aio, 0, 0) // nothing is under way
	}
	f.aio = 0
}
