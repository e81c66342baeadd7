package sqlite_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"zhujiao/bot/sqlstore/sqlite"
)

// TestOddDirectories opens data directories whose names mean something in an address: the
// database lies in them and nowhere else.
func TestOddDirectories(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"class #2", "what?", "100%41", "a&b=c", "公开课 %"} {
		parent := t.TempDir()
		dir := filepath.Join(parent, name)
		e, err := sqlite.Open(t.Context(), dir, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, sqlite.FileName)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, _ := os.ReadDir(parent); len(got) != 1 {
			t.Errorf("%s: beside it lies %v", name, got)
		}
		if err := e.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
