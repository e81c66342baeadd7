package console_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"strings"
	"testing"

	"zhujiao/bot/console"
)

// TestPages parses every template, which the program does when a page is first opened.
func TestPages(t *testing.T) {
	t.Parallel()
	all := console.Layouts()
	if len(all) == 0 {
		t.Fatal("no pages")
	}
	for name, has := range all {
		if !has {
			t.Errorf("%s has no layout", name)
		}
	}
}

// TestFilesAreSmall: phones load our scripts in less than 25 KB and our styles in less than
// 15 KB, compressed.
func TestFilesAreSmall(t *testing.T) {
	t.Parallel()
	sums := map[string]int{}
	for name, content := range console.Files() {
		kind := strings.TrimPrefix(path.Ext(name), ".")
		if strings.HasPrefix(name, "idiomorph") {
			continue
		}
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := io.Copy(w, bytes.NewReader(content)); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		sums[kind] += packed.Len()
	}
	if sums["js"] == 0 || sums["css"] == 0 {
		t.Fatalf("nothing was measured: %v", sums)
	}
	if sums["js"] > 25_000 || sums["css"] > 15_000 {
		t.Errorf("compressed our files have %v bytes, at most 25,000 of scripts and 15,000 of styles", sums)
	}
	t.Logf("compressed: %v", sums)
}
