package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// dropProgram gives back the pages of the program's own file that are in memory. The start
// needs many that are never needed again, and the system loads 16 at a time; those that are still needed
// come back from its cache. Nothing happens where that is not Linux.
func dropProgram() {
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	for _, r := range unchanged("/proc/self/smaps", program) {
		// An error means that the pages stay.
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, r.from, r.to-r.from, syscall.MADV_DONTNEED)
	}
}

// addresses is a part of the memory.
type addresses struct{ from, to uintptr }

// unchanged returns where a file is mapped that nothing can write to and nothing has
// changed, such as a loader that moves the program. smaps lists what is mapped: a line with
// addresses, modes and the file, and a line for each property.
func unchanged(smaps, file string) (out []addresses) {
	f, err := os.Open(filepath.Clean(smaps))
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	var part *addresses
	for lines := bufio.NewScanner(f); lines.Scan(); {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 6 && !strings.HasSuffix(words[0], ":"):
			part = nil
			var a addresses
			if n, _ := fmt.Sscanf(words[0], "%x-%x", &a.from, &a.to); n == 2 && words[5] == file && !strings.Contains(words[1], "w") {
				part = &a
			}
		case len(words) == 5 && !strings.HasSuffix(words[0], ":"):
			part = nil // of no file
		case part != nil && words[0] == "Anonymous:" && words[1] == "0":
			out = append(out, *part)
		}
	}
	return out
}
