package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/semver"
)

// TestSecurityNames checks that the tests that docs/security.md names exist.
func TestSecurityNames(t *testing.T) {
	t.Parallel()
	declared := map[string]bool{}
	test := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range test.FindAllStringSubmatch(string(b), -1) {
			declared[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(readPage(t, "docs/security.md"), -1)
	if len(named) < 20 {
		t.Fatalf("%d tests are named: this shows nothing", len(named))
	}
	for _, m := range named {
		if !declared[m[1]] {
			t.Errorf("docs/security.md names %s, which does not exist", m[1])
		}
	}
}

// TestDependencies holds the versions of what is built in above those with known faults.
func TestDependencies(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Path}} {{.Version}}", "all").Output()
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		has[path] = version
	}
	for path, least := range map[string]string{
		"github.com/sirupsen/logrus":   "v1.9.3",  // CVE-2025-65637: a long line ends its writer
		"golang.org/x/crypto":          "v0.45.0", // CVE-2025-47914, CVE-2025-58181
		"golang.org/x/net":             "v0.45.0", // CVE-2025-47911, CVE-2025-58190: endless HTML
		"github.com/jackc/pgx/v5":      "v5.5.4",  // CVE-2024-27304: a message of 4 GB
		"github.com/redis/go-redis/v9": "v9.7.3",  // CVE-2025-29923: answers in the wrong order
	} {
		if got := has[path]; semver.Compare(got, least) < 0 {
			t.Errorf("%s is %q, want %s or newer", path, got, least)
		}
	}
}
