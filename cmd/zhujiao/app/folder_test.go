package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhujiao/bot/bottest"
	"zhujiao/bot/campaign"
	"zhujiao/cmd/zhujiao/sample"
)

// weekly writes the sample's class into a folder, moved by so many weeks, with an id of its
// own. It returns the file.
func weekly(t *testing.T, dir string, weeks int) string {
	t.Helper()
	if _, err := os.Stat(dir); err != nil {
		if err := os.CopyFS(dir, sample.Files); err != nil {
			t.Fatal(err)
		}
	}
	b, err := sample.Files.ReadFile(sample.FileName)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, fmt.Sprintf("week%d.yaml", weeks))
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	postpone(t, file, weeks)
	return file
}

// inFolder lets a crowd serve a new folder with the classes of some weeks, and keep its data
// where the next one with the same settings finds them.
func inFolder(t *testing.T, weeks ...int) func(*Config) {
	t.Helper()
	dir, data := filepath.Join(t.TempDir(), "classes"), filepath.Join(t.TempDir(), "data")
	for _, w := range weeks {
		weekly(t, dir, w)
	}
	if err := os.Remove(filepath.Join(dir, sample.FileName)); err != nil {
		t.Fatal(err)
	}
	return func(cfg *Config) { cfg.Campaign, cfg.Data = dir, data }
}

// ids lists the loaded classes.
func (c *crowd) ids() (out []string) {
	for _, s := range c.app.catalog.Classes() {
		out = append(out, s.Campaign.ID)
	}
	return out
}

// rescan takes the folder over as the watcher does, and sends what is to be told.
func (c *crowd) rescan(t *testing.T) scanned {
	t.Helper()
	out := importer{c.app}.scan(t.Context(), true)
	importer{c.app}.sendAlerts(t.Context())
	c.settle(t)
	return out
}

// seats returns the seats of a class's file as it serves.
func (c *crowd) seats(t *testing.T, class string) int {
	t.Helper()
	s, ok := c.app.catalog.Class(class)
	if !ok {
		t.Fatalf("%s does not serve; %v do", class, c.ids())
	}
	return s.Campaign.Signup.Seats
}

// TestFolder serves three classes of a folder: one that is over but claimable, one that is
// open, one that is only announced.
func TestFolder(t *testing.T) {
	t.Parallel()
	c := staffed(t, inFolder(t, 1, 0, -1))
	now := c.app.clock.Now()
	stages := map[string]campaign.Stage{}
	for _, s := range c.app.catalog.Classes() {
		stages[s.Campaign.ID] = s.Campaign.Stage(now)
	}
	want := map[string]campaign.Stage{
		"class--1": campaign.StageAfter, "class-0": campaign.StageOpen, "class-1": campaign.StageAnnounced,
	}
	if main := c.app.main().Campaign.ID; !maps.Equal(stages, want) || main != "class-0" {
		t.Errorf("stages %v, main %s", stages, main)
	}
	c.register(t, "a")
	if n := c.rows(t, "SELECT campaign FROM member"); !slices.Equal(n, []string{"class-0"}) {
		t.Errorf("registered in %v", n)
	}
}

// TestFolderBroken breaks a file: the others go on and are taken over, the class goes on as
// it was, and the moderators hear of it once, until it is mended.
func TestFolderBroken(t *testing.T) {
	t.Parallel()
	c := staffed(t, inFolder(t, 0, 1))
	dir := c.file
	change(t, filepath.Join(dir, "week1.yaml"), "名额: 120 => 名额: 很多")
	change(t, filepath.Join(dir, "week0.yaml"), "名额: 120 => 名额: 130")
	for range 3 {
		if out := c.rescan(t); out.err == nil || !strings.Contains(out.failed, "week1.yaml") {
			t.Errorf("scanned: %q", out.failed)
		}
	}
	if zero, one := c.seats(t, "class-0"), c.seats(t, "class-1"); zero != 130 || one != 120 {
		t.Errorf("%d seats of the good file, %d of the broken one", zero, one)
	}
	got := c.alerts("【活动文件有错】week1.yaml")
	if len(got) != 1 || !strings.Contains(got[0], "week1.yaml:") || !strings.Contains(got[0], "「名额」") {
		t.Errorf("told %q", got)
	}
	if n := strings.Count(c.logged.String(), "was not taken over"); n != 1 {
		t.Errorf("logged %d times", n)
	}
	change(t, filepath.Join(dir, "week1.yaml"), "名额: 很多 => 名额: 140")
	if out := c.rescan(t); out.err != nil || c.seats(t, "class-1") != 140 {
		t.Errorf("mended: %v, %d seats", out.err, c.seats(t, "class-1"))
	}
}

// TestFolderAdded opens a class by a new file, without a restart.
func TestFolderAdded(t *testing.T) {
	t.Parallel()
	c := staffed(t, inFolder(t, 0))
	weekly(t, c.file, 1)
	if out := c.rescan(t); !out.took || !slices.Contains(c.ids(), "class-1") {
		t.Errorf("%v serve, %q", c.ids(), out.failed)
	}
	c.register(t, "a")
	c.at(8, 12, 0, 0)
	c.at(13, 12, 0, 0)
	c.register(t, "b")
	if got := c.rows(t, "SELECT campaign FROM member ORDER BY campaign"); !slices.Equal(got, []string{"class-0", "class-1"}) {
		t.Errorf("registered in %v", got)
	}
}

// TestFolderGone takes a file away: its class goes on as it is stored, also after a restart,
// and the moderators hear of it once.
func TestFolderGone(t *testing.T) {
	t.Parallel()
	settings := inFolder(t, 0, 1)
	t.Run("gone", func(t *testing.T) {
		c := staffed(t, settings)
		if err := os.Remove(filepath.Join(c.file, "week0.yaml")); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if out := c.rescan(t); out.err != nil {
				t.Error(out.err)
			}
		}
		c.register(t, "a")
		if got := c.alerts("【活动文件不见了】「class-0」"); len(got) != 1 || !strings.Contains(got[0], "week0.yaml") {
			t.Errorf("told %q", got)
		}
		if n := strings.Count(c.logged.String(), "has no file any more"); n != 1 {
			t.Errorf("logged %d times", n)
		}
	})
	again := staffed(t, settings)
	again.rescan(t)
	if got := again.alerts("【活动文件不见了】"); len(got) != 0 || !slices.Equal(again.ids(), []string{"class-0", "class-1"}) {
		t.Errorf("after a restart: %v serve, told %q", again.ids(), got)
	}
	change(t, weekly(t, again.file, 0), "名额: 120 => 名额: 125")
	if out := again.rescan(t); out.err != nil || again.seats(t, "class-0") != 125 {
		t.Errorf("the file is back: %v, %d seats", out.err, again.seats(t, "class-0"))
	}
}

// TestFolderTwice gives two files the id of one class: the one that serves goes on, and may
// be changed; the other one is named with it.
func TestFolderTwice(t *testing.T) {
	t.Parallel()
	c := staffed(t, inFolder(t, 0))
	b, err := os.ReadFile(filepath.Join(c.file, "week0.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(c.file, "a-copy.yaml")
	if err := os.WriteFile(copied, []byte(strings.ReplaceAll(string(b), "名额: 120", "名额: 150")), 0o600); err != nil {
		t.Fatal(err)
	}
	change(t, filepath.Join(c.file, "week0.yaml"), "名额: 120 => 名额: 130")
	for range 2 {
		if out := c.rescan(t); out.err == nil || !strings.Contains(out.failed, "class-0") || !strings.Contains(out.failed, "week0.yaml") {
			t.Errorf("scanned: %q", out.failed)
		}
	}
	if got := c.alerts("【编号重复】a-copy.yaml 和 week0.yaml"); len(got) != 1 || c.seats(t, "class-0") != 130 {
		t.Errorf("told %q, %d seats serve", got, c.seats(t, "class-0"))
	}
	change(t, copied, "编号: class-0 => 编号: class-0b")
	if out := c.rescan(t); out.err != nil || c.seats(t, "class-0b") != 150 {
		t.Errorf("another id: %v", out.err)
	}
}

// TestFolderOtherID changes the id in a file: that is a new class, and the old one goes on as
// if its file were gone. A single file does the same.
func TestFolderOtherID(t *testing.T) {
	t.Parallel()
	single := func(cfg *Config) { postpone(t, cfg.Campaign, 0) }
	for name, start := range map[string]func(*Config){"folder": inFolder(t, 0), "file": single} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, start)
			c.register(t, "a")
			file := c.file
			if name == "folder" {
				file = filepath.Join(file, "week0.yaml")
			}
			postponed(t, file, 1)
			if out := c.rescan(t); out.err != nil || !slices.Equal(c.ids(), []string{"class-0", "class-1"}) {
				t.Errorf("%v serve, %q", c.ids(), out.failed)
			}
			if got := c.alerts("【活动文件不见了】「class-0」"); len(got) != 1 {
				t.Errorf("told %q", got)
			}
			if got := c.rows(t, "SELECT campaign FROM member"); !slices.Equal(got, []string{"class-0"}) {
				t.Errorf("registered in %v", got)
			}
		})
	}
}

// postponed moves the class of a file by some weeks from week 0, with the id of that week.
func postponed(t *testing.T, file string, weeks int) {
	t.Helper()
	postpone(t, file, weeks)
	change(t, file, "class-0 => class-"+fmt.Sprint(weeks))
}

// TestFolderStart: of a folder only broken files are refused in words, and only while nothing
// is stored.
func TestFolderStart(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	inFolder(t, 0, 1)(&cfg)
	dir := cfg.Campaign
	refused := func(words ...string) {
		t.Helper()
		a, err := New(context.Background(), cfg, &Clock{}, slog.New(slog.DiscardHandler))
		if err == nil {
			_ = a.Close(context.Background())
			t.Fatal("it starts")
		}
		for _, w := range words {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("refused by %q, want %q in it", err, w)
			}
		}
	}
	for _, w := range []string{"week0.yaml", "week1.yaml"} {
		change(t, filepath.Join(dir, w), "名额: 120 => 名额: 很多")
	}
	refused("ZHUJIAO_CAMPAIGN", "no class is stored", "week0.yaml:", "week1.yaml:", "「名额」")
	cfg.Campaign = t.TempDir()
	refused("ZHUJIAO_CAMPAIGN", "holds no campaign file")
	cfg.Campaign = dir
	change(t, filepath.Join(dir, "week1.yaml"), "名额: 很多 => 名额: 120")
	t.Run("one is good", func(t *testing.T) {
		if got := newTestApp(t, cfg).catalog.Classes(); len(got) != 1 {
			t.Errorf("%d classes serve beside a broken file", len(got))
		}
	})
	change(t, filepath.Join(dir, "week1.yaml"), "名额: 120 => 名额: 很多")
	if got := newTestApp(t, cfg).catalog.Classes(); len(got) != 1 || got[0].Campaign.ID != "class-1" {
		t.Errorf("%d classes serve from what is stored", len(got))
	}
}

// TestFolderLink notices that the folder is another one, as when a ConfigMap is changed.
func TestFolderLink(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	weekly(t, filepath.Join(top, "one"), 0)
	change(t, weekly(t, filepath.Join(top, "two"), 0), "名额: 120 => 名额: 130")
	for _, d := range []string{"one", "two"} {
		if err := os.Remove(filepath.Join(top, d, sample.FileName)); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(top, "classes")
	point := func(to string) {
		t.Helper()
		if err := os.Symlink(to, link+".new"); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(link+".new", link); err != nil {
			t.Fatal(err)
		}
	}
	point("one")
	c := staffed(t, func(cfg *Config) { cfg.Campaign = link })
	if c.app.files.watcher.Changed() {
		t.Error("nothing was changed")
	}
	point("two")
	if !c.app.files.watcher.Changed() {
		t.Error("another folder is no change")
	}
	if c.rescan(t); c.seats(t, "class-0") != 130 {
		t.Errorf("%d seats serve", c.seats(t, "class-0"))
	}
}

// TestInstancesWithDifferentFiles gives two instances different files of a class, and each a
// broken file that they read again and again: the file that was imported last serves on both,
// and the other instance says so once.
func TestInstancesWithDifferentFiles(t *testing.T) {
	t.Parallel()
	url := bottest.StartPostgres(t).URL()
	open := func(seats string) *crowd {
		folder := inFolder(t, 0)
		return staffed(t, func(cfg *Config) {
			folder(cfg)
			cfg.DatabaseURL = url
			change(t, filepath.Join(cfg.Campaign, "week0.yaml"), "名额: 120 => 名额: "+seats)
			if err := os.WriteFile(filepath.Join(cfg.Campaign, "broken.yaml"), []byte("活动: 没有写完"), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
	a, b := open("121"), open("122")
	for range 3 {
		for _, c := range []*crowd{a, b} {
			if err := c.app.catalog.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			importer{c.app}.scanChanged(t.Context(), true)
			importer{c.app}.sendAlerts(t.Context())
		}
	}
	if v, err := a.app.store.Versions().LatestVersion(t.Context(), "class-0"); err != nil || v.Number != 2 {
		t.Errorf("%d versions are stored, %v", v.Number, err)
	}
	const told = "another instance has another file"
	if x, y := strings.Count(a.logged.String(), told), strings.Count(b.logged.String(), told); x != 1 || y != 0 {
		t.Errorf("the first says it %d times, the second %d times", x, y)
	}
	if x, y := a.seats(t, "class-0"), b.seats(t, "class-0"); x != 122 || y != 122 {
		t.Errorf("%d and %d seats", x, y)
	}
	change(t, filepath.Join(a.file, "week0.yaml"), "名额: 121 => 名额: 123")
	importer{a.app}.scanChanged(t.Context(), true)
	if err := b.app.catalog.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if x, y := a.seats(t, "class-0"), b.seats(t, "class-0"); x != 123 || y != 123 {
		t.Errorf("after an edit %d and %d seats", x, y)
	}
}
