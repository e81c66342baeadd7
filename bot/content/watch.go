package content

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Watcher detects changes of a campaign file and of the files in its folder.
type Watcher struct {
	path string
	last string
}

// NewWatcher watches the campaign file at path for changes after this call.
func NewWatcher(path string) *Watcher { return &Watcher{path: path, last: stamp(path)} }

// Changed reports whether there was a change since the last call. It must not be called
// concurrently.
func (w *Watcher) Changed() bool {
	now := stamp(w.path)
	changed := now != w.last
	w.last = now
	return changed
}

// stamp returns a string that changes when a file in the folder of path changes.
func stamp(path string) string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return ""
	}
	var out strings.Builder
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if info, err := e.Info(); err == nil && (ext == ".yaml" || ext == ".yml" || ext == ".txt") {
			fmt.Fprintln(&out, e.Name(), info.ModTime(), info.Size())
		}
	}
	return out.String()
}
