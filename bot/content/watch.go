package content

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Watcher detects changes of a campaign file, or of a folder of them, and of the files beside
// them.
type Watcher struct {
	path string
	last map[string]os.FileInfo
}

// NewWatcher watches the campaign file or folder at path for changes after this call.
func NewWatcher(path string) *Watcher { return &Watcher{path: path, last: watched(path)} }

// Changed reports whether there was a change since the last call. It must not be called
// concurrently.
func (w *Watcher) Changed() bool {
	now := watched(w.path)
	changed := len(now) != len(w.last)
	for name, info := range now {
		before, known := w.last[name]
		changed = changed || !known || !sameFile(before, info)
	}
	w.last = now
	return changed
}

// sameFile reports whether nothing suggests that a file has changed. A file that was
// replaced by renaming another is another file, even with the same size and time.
func sameFile(a, b os.FileInfo) bool {
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}

// watched describes the campaign file and the texts and pictures in its folder. Links
// are followed, because a mounted ConfigMap changes only what its links lead to.
func watched(path string) map[string]os.FileInfo {
	dir, _ := Folder(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	out := map[string]os.FileInfo{}
	for _, e := range entries {
		if e.Name() != filepath.Base(path) && !slices.Contains(watchedKinds(), strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil && info.Mode().IsRegular() {
			out[e.Name()] = info
		}
	}
	return out
}

// watchedKinds lists the endings of the names of the files that a campaign file may name.
// Others in its folder, such as a database, change all the time.
func watchedKinds() []string {
	return []string{".yaml", ".yml", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".bmp"}
}
