package sqlite

import (
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile takes the lock of a file, or fails if another process has it.
func lockFile(f *os.File) error {
	const exclusive = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), exclusive, 0, 1, 0, new(windows.Overlapped))
}

// inode tells nothing, because there is no list of locks.
func inode(fs.FileInfo) (number string, told bool) { return "", false }
