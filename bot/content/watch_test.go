package content_test

import (
	"os"
	"testing"

	"zhujiao/bot/content"
)

// TestWatcher notices a new file in the folder of the campaign file.
func TestWatcher(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := dir + "/campaign.yaml"
	if err := os.WriteFile(file, []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := content.NewWatcher(file)
	if err := os.WriteFile(dir+"/blocked_words.txt", []byte("b"), 0o600); err != nil {
		t.Fatal(err)
	}
	if first, second := w.Changed(), w.Changed(); !first || second {
		t.Errorf("a change is noticed: %v, and once more: %v; want it once", first, second)
	}
}
