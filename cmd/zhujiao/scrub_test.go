package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
)

// TestKilledBeforeScrub kills the program after it has told somebody that their words are
// erased, before it has removed them from the files: the next start does that. The clock of
// that one is not set, so that the hourly erasure of old data, which ends in the same, does
// not begin.
func TestKilledBeforeScrub(t *testing.T) {
	t.Parallel()
	const words = "nobody may read this"
	erase := func(t *testing.T, p *process) {
		t.Helper()
		p.say("x", words)
		p.say("x", "删除我的数据")
		if x := p.say("x", "确认删除"); !strings.Contains(x.Text, "已删除") {
			t.Fatalf("erasure: %q", x.Text)
		}
		p.kill()
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		p := newProcess(t, strings.NewReplacer())
		holds := func() bool { return inFiles(t, p.data(), words) }
		for n := 0; ; n++ {
			if erase(t, p); holds() {
				break
			}
			if n == 10 {
				t.Fatal("the words are always gone at the kill: the test shows nothing")
			}
			p.start()
		}
		p.run()
		await(t, "the words are in no file", func() bool { return !holds() })
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		server := bottest.StartPostgres(t)
		p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_DATABASE_URL="+server.URL())
		p.database = envOf(p, "ZHUJIAO_DATABASE_URL")
		erase(t, p)
		vacuumed := func() int {
			return p.count("SELECT vacuum_count FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname = 'journal'")
		}
		time.Sleep(2 * time.Second) // the server counts after a moment
		before := vacuumed()
		p.run()
		await(t, "the journal is vacuumed", func() bool { return vacuumed() > before })
	})
}

// inFiles reports whether a file of a directory contains words.
func inFiles(t *testing.T, dir, words string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err == nil && bytes.Contains(b, []byte(words)) {
			return true
		}
	}
	return false
}
