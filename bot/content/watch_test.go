package content_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zhujiao/bot/content"
)

// write writes a file, and its folder if necessary.
func write(path, words string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(words), 0o600))
}

// TestWatcher notices each change in the folder of the campaign file, once.
func TestWatcher(t *testing.T) {
	t.Parallel()
	then := time.Date(2022, 7, 7, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		file   string
		change func(dir string) error
		want   bool
	}{
		"a new file":    {"campaign.yaml", func(dir string) error { return write(dir+"/blocked_words.txt", "b") }, true},
		"a new picture": {"campaign.yaml", func(dir string) error { return write(dir+"/group.PNG", "b") }, true},
		"another text":  {"campaign.yaml", func(dir string) error { return write(dir+"/campaign.yaml", "bb") }, true},
		"any name":      {"campaign.conf", func(dir string) error { return write(dir+"/campaign.conf", "bb") }, true},
		"a file gone":   {"campaign.yaml", func(dir string) error { return os.Remove(dir + "/campaign.yaml") }, true},
		"a database":    {"campaign.yaml", func(dir string) error { return write(dir+"/zhujiao.db-wal", "b") }, false},
		"the same size and time, by renaming": {"campaign.yaml", func(dir string) error {
			return errors.Join(write(dir+"/new", "b"), os.Chtimes(dir+"/new", then, then), os.Rename(dir+"/new", dir+"/campaign.yaml"))
		}, true},
		"a link that leads elsewhere": {"campaign.yaml", func(dir string) error {
			return errors.Join(write(dir+"/v2/campaign.yaml", "b"), os.Chtimes(dir+"/v2/campaign.yaml", then, then),
				os.Remove(dir+"/campaign.yaml"), os.Symlink("v2/campaign.yaml", dir+"/campaign.yaml"))
		}, true},
		"nothing": {"campaign.yaml", func(string) error { return nil }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := errors.Join(write(dir+"/"+tt.file, "a"), os.Chtimes(dir+"/"+tt.file, then, then)); err != nil {
				t.Fatal(err)
			}
			w := content.NewWatcher(dir + "/" + tt.file)
			if err := tt.change(dir); err != nil {
				t.Fatal(err)
			}
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
	err := os.Symlink("..v1", dir+"/..data")
	for _, f := range []string{"campaign.yaml", "blocked_words.txt"} {
		for _, v := range []string{"/..v1/", "/..v2/"} {
			err = errors.Join(err, write(dir+v+f, v), os.Chtimes(dir+v+f, then, then))
		}
		err = errors.Join(err, os.Symlink("..data/"+f, dir+"/"+f))
	}
	if err != nil {
		t.Fatal(err)
	}
	w := content.NewWatcher(dir + "/campaign.yaml")
	for _, to := range []string{"..v2", "..v1", "..nothing", "..v2"} {
		if err := errors.Join(os.Symlink(to, dir+"/..tmp"), os.Rename(dir+"/..tmp", dir+"/..data")); err != nil {
			t.Fatal(err)
		}
		if first, second := w.Changed(), w.Changed(); !first || second {
			t.Errorf("a swap to %s is noticed: %v, and once more: %v; want it once", to, first, second)
		}
	}
}
