package app

import (
	"log/slog"
	"os"
	"strings"
	"testing"

	"zhujiao/bot/catalog"
	"zhujiao/bot/intent"
)

// TestReloadAgain changes the campaign file while it cannot be read, and while the matcher
// is broken: what served before goes on, each reason is logged once, and the file is taken
// over as soon as it can be, without another change.
func TestReloadAgain(t *testing.T) {
	t.Parallel()
	var broken bool
	c := newCrowd(t, nil)
	c.app.hooks.reader = func(s *catalog.Snapshot, build func() *intent.Reader) *intent.Reader {
		if broken {
			panic("the test's own")
		}
		return sharedReader(s, build)
	}
	im, before := importer{c.app}, c.app.main().Version()
	change(t, c.file, "前Thaifintech => 前Fintech")
	change(t, c.file, "问: 老师是谁 => 问: 老师是谁呀")
	hide(t, c.file, c.file+".away")
	reason := im.scan(t.Context(), true).failed
	if again := im.scan(t.Context(), false).failed; reason == "" || again != reason {
		t.Errorf("without the file: %q, then %q", reason, again)
	}
	hide(t, c.file+".away", c.file)
	broken = true
	other := im.scan(t.Context(), false).failed
	if !strings.Contains(other, "the test's own") || c.app.main().Version() != before {
		t.Errorf("with a broken matcher: %q", other)
	}
	c.expect(t, "p", "老师是谁", "Thaifintech")
	broken = false
	if left := im.scan(t.Context(), false).failed; left != "" {
		t.Errorf("the file is there again: %q", left)
	}
	c.expect(t, "q", "老师是谁", "前Fintech")
	if n := strings.Count(c.logged.String(), "the campaign file was not taken over"); n != 2 {
		t.Errorf("logged %d times, want once for each reason", n)
	}
}

func hide(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// TestSpareMemory spares memory while the first index is built, and never while others wait.
func TestSpareMemory(t *testing.T) {
	t.Parallel()
	begun, ended := 0, 0
	cfg := testConfig(t)
	cfg.SpareMemory = func() func() {
		begun++
		return func() { ended++ }
	}
	a := newLoggedApp(t, cfg, slog.New(slog.DiscardHandler))
	if begun != 1 || ended != 1 {
		t.Errorf("at the start it began %d times and ended %d times, want once", begun, ended)
	}
	before := a.main().Version()
	change(t, cfg.Campaign, "问: 老师是谁 => 问: 老师是谁呀")
	if left := (importer{a}).scan(t.Context(), false).failed; left != "" || a.main().Version() == before || begun != 1 {
		t.Errorf("a changed file: %q, began %d times", left, begun)
	}
}
