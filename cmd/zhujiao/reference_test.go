package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"zhujiao/bot/content"
	"zhujiao/cmd/zhujiao/app"
)

// update writes the pages that are generated: go test ./cmd/zhujiao -run TestReference -update.
var update = flag.Bool("update", false, "write the generated pages")

// TestReference checks that docs/campaign-file.zh.md is the reference of this program.
func TestReference(t *testing.T) {
	t.Parallel()
	page, want := filepath.Join(root, "docs/campaign-file.zh.md"), content.Reference(app.Vocabulary())
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(page); err != nil || string(got) != want {
		t.Errorf("docs/campaign-file.zh.md is out of date (%v): run go test ./cmd/zhujiao -run TestReference -update", err)
	}
}
