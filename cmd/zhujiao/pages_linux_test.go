package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestUnchanged: what can be written to, was moved by a loader, or belongs to another file
// stays in memory.
func TestUnchanged(t *testing.T) {
	t.Parallel()
	smaps := filepath.Join(t.TempDir(), "smaps")
	err := os.WriteFile(smaps, []byte(`00400000-01000000 r-xp 00000000 08:01 7          /opt/zhujiao
Rss:               11000 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me
01000000-02000000 r--p 00c00000 08:01 7          /opt/zhujiao
Anonymous:             8 kB
02000000-02100000 rw-p 01c00000 08:01 7          /opt/zhujiao
Anonymous:             0 kB
c000000000-c000400000 rw-p 00000000 00:00 0
Anonymous:             0 kB
02100000-02200000 r--p 01c00000 08:01 7          /opt/zhujiao
Anonymous:             0 kB
7f0000000000-7f0000100000 r-xp 00000000 08:01 9  /lib/libc.so.6
Anonymous:             0 kB
`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	got := unchanged(smaps, "/opt/zhujiao")
	want := []addresses{{0x400000, 0x1000000}, {0x2100000, 0x2200000}}
	if !slices.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
	if got := unchanged(smaps+"?", "/opt/zhujiao"); got != nil {
		t.Errorf("without the list: %v", got)
	}
}

// TestDropProgram: the program runs on, and its pages are given back.
func TestDropProgram(t *testing.T) {
	t.Parallel()
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		t.Skipf("not on Linux: %v", err)
	}
	if len(unchanged("/proc/self/smaps", program)) == 0 {
		t.Fatal("nothing of the program is found in memory")
	}
	dropProgram()
}
