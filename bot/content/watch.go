package content

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Watcher detects changes of a campaign file and of the files in its folder.
type Watcher struct {
	path string
	last string
}

// NewWatcher watches the campaign file at path for changes after this call.
func NewWatcher(path string) *Watcher { return &Watcher{path: path, last: stamp(path)} }

// Run checks every interval and calls changed after each change, until ctx ends.
func (w *Watcher) Run(ctx context.Context, interval time.Duration, changed func()) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		if now := stamp(w.path); now != w.last {
			w.last = now
			changed()
		}
	}
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
