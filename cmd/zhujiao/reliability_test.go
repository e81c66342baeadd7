package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReliabilityTests looks whether the tests and alerts that the page about bad days names
// are there, and whether each of its rows names one.
func TestReliabilityTests(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, dir := range []string{"../../bot", "../../cmd"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := os.ReadFile(path)
			code.Write(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	rows := 0
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| what fails") {
			continue
		}
		rows++
		named := regexp.MustCompile("`(Test\\w+)").FindAllStringSubmatch(line, -1)
		if len(named) == 0 {
			t.Errorf("no test plays this row: %s", line)
		}
		for _, m := range named {
			if !strings.Contains(code.String(), "func "+m[1]+"(t ") {
				t.Errorf("%s is named, and is no test", m[1])
			}
		}
	}
	alerts, err := os.ReadFile("../../docs/deploy/alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("`(Zhujiao\\w+)`").FindAllStringSubmatch(string(page), -1) {
		if !strings.Contains(string(alerts), "alert: "+m[1]+"\n") {
			t.Errorf("%s is named, and is no alert", m[1])
		}
	}
	if rows < 20 {
		t.Errorf("%d rows were looked at: the test shows nothing", rows)
	}
}
