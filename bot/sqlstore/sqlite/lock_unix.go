//go:build unix

package sqlite

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// lockFile takes the lock of a file, or fails if another process has it.
func lockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// inode returns the number by which the kernel's list of locks names a file.
func inode(info fs.FileInfo) (number string, told bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false
	}
	return strconv.FormatUint(stat.Ino, 10), true
}
