//go:build unix

package doctor

import "syscall"

// writable asks the kernel whether this user may write into a directory, without writing.
func writable(dir string) bool {
	const write, search = 2, 1
	return syscall.Access(dir, write|search) == nil
}
