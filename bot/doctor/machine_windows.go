package doctor

import "os"

// writable reports whether a directory is writable by its mode, which is all that can be
// known without writing.
func writable(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.Mode().Perm()&0o200 != 0
}
