package content_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhujiao/bot/content"
)

// must fails the test at an error.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// write writes a file.
func write(t *testing.T, path, words string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(words), 0o600))
}

// TestWatcher notices each change in the folder of the campaign file, once.
func TestWatcher(t *testing.T) {
	t.Parallel()
	then := time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		file   string
		change func(t *testing.T, dir string)
		want   bool
	}{
		"a new file":    {"campaign.yaml", func(t *testing.T, dir string) { write(t, dir+"/blocked_words.txt", "b") }, true},
		"a new picture": {"campaign.yaml", func(t *testing.T, dir string) { write(t, dir+"/group.PNG", "b") }, true},
		"another text":  {"campaign.yaml", func(t *testing.T, dir string) { write(t, dir+"/campaign.yaml", "bb") }, true},
		"any name":      {"campaign.conf", func(t *testing.T, dir string) { write(t, dir+"/campaign.conf", "bb") }, true},
		"a file gone":   {"campaign.yaml", func(t *testing.T, dir string) { must(t, os.Remove(dir+"/campaign.yaml")) }, true},
		"a database":    {"campaign.yaml", func(t *testing.T, dir string) { write(t, dir+"/zhujiao.db-wal", "b") }, false},
		"the same size and time, by renaming": {"campaign.yaml", func(t *testing.T, dir string) {
			write(t, dir+"/new", "b")
			must(t, os.Chtimes(dir+"/new", then, then), os.Rename(dir+"/new", dir+"/campaign.yaml"))
		}, true},
		"a link that leads elsewhere": {"campaign.yaml", func(t *testing.T, dir string) {
			write(t, dir+"/v2/campaign.yaml", "b")
			must(t, os.Chtimes(dir+"/v2/campaign.yaml", then, then))
			must(t, os.Remove(dir+"/campaign.yaml"), os.Symlink("v2/campaign.yaml", dir+"/campaign.yaml"))
		}, true},
		"nothing": {"campaign.yaml", func(*testing.T, string) {}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir+"/"+tt.file, "a")
			must(t, os.Chtimes(dir+"/"+tt.file, then, then))
			w := content.NewWatcher(dir + "/" + tt.file)
			tt.change(t, dir)
			if first, second := w.Changed(), w.Changed(); first != tt.want || second {
				t.Errorf("noticed: %v, and once more: %v; want %v, once", first, second, tt.want)
			}
		})
	}
}

// TestWatcherConfigMap swaps the link ..data of a mounted ConfigMap, through which all of
// its files lead, also while what it leads to is missing for a moment.
func TestWatcherConfigMap(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	then := time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC)
	for _, v := range []string{"..v1", "..v2"} {
		for _, f := range []string{"campaign.yaml", "blocked_words.txt"} {
			write(t, dir+"/"+v+"/"+f, v)
			must(t, os.Chtimes(dir+"/"+v+"/"+f, then, then))
		}
	}
	must(t, os.Symlink("..v1", dir+"/..data"), os.Symlink("..data/campaign.yaml", dir+"/campaign.yaml"),
		os.Symlink("..data/blocked_words.txt", dir+"/blocked_words.txt"))
	w := content.NewWatcher(dir + "/campaign.yaml")
	swap := func(to string) {
		must(t, os.Symlink(to, dir+"/..tmp"), os.Rename(dir+"/..tmp", dir+"/..data"))
	}
	for _, to := range []string{"..v2", "..v1", "..nothing", "..v2"} {
		swap(to)
		if first, second := w.Changed(), w.Changed(); !first || second {
			t.Errorf("a swap to %s is noticed: %v, and once more: %v; want it once", to, first, second)
		}
	}
}
