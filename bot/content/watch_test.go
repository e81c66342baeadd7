package content_test

import (
	"context"
	"os"
	"testing"
	"time"

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
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	changes := 0
	w.Run(ctx, time.Millisecond, func() { changes++; cancel() })
	if changes != 1 {
		t.Errorf("%d changes were noticed, want 1", changes)
	}
}
