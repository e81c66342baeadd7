//go:build !linux

package sqlite

import "modernc.org/libc"

// hasDataSync says that syncData works here.
const hasDataSync = false

func syncData(*libc.TLS, uintptr) int32 { return 0 }

func (*file) closeAIO() {}

func writeOut(*libc.TLS, uintptr) int32 { return 0 }
