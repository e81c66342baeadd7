package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"zhujiao/cmd/zhujiao/sample"
)

// TestZonesInside checks the sample, which names Asia/Shanghai, where there is nothing
// beside the program, as in a bare container. Who may not change the root of a process
// looks for the time zones among the packages of the program.
func TestZonesInside(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		deps, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
		if err != nil || !strings.Contains(string(deps), "time/tzdata\n") {
			t.Errorf("the time zones are not in the program: %v", err)
		}
		return
	}
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bring(t, self, filepath.Join(dir, "zhujiao"))
	libraries, _ := exec.CommandContext(t.Context(), "ldd", self).Output() // a static program has none
	for _, m := range regexp.MustCompile(`(/\S+) \(0x`).FindAllStringSubmatch(string(libraries), -1) {
		bring(t, m[1], filepath.Join(dir, m[1]))
	}
	if err := os.CopyFS(filepath.Join(dir, "class"), sample.Files); err != nil {
		t.Fatal(err)
	}
	check := exec.CommandContext(t.Context(), "/zhujiao", "check", "/class/"+sample.FileName)
	check.Args[0], check.Dir, check.Env, check.SysProcAttr = "zhujiao", "/", []string{}, &syscall.SysProcAttr{Chroot: dir}
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("in a bare directory: %v\n%s", err, out)
	}
}

// bring copies a program or a library.
func bring(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.WriteFile(to, b, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}
