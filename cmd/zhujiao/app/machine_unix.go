//go:build unix

package app

import (
	"math"
	"syscall"
)

// openFiles returns how many files this process may have open, connections included; 0 if
// nobody knows.
func openFiles() int {
	var most syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most); err != nil {
		return 0
	}
	return int(min(uint64(most.Cur), math.MaxInt32)) //nolint:unconvert // it is signed on some systems
}

// room returns how many bytes this user can still write into a file system.
func room(dir string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil //nolint:gosec,unconvert // no disk has 2^63 bytes; the types differ by system
}
