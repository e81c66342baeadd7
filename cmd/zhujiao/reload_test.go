package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhujiao/cmd/zhujiao/sample"
)

// TestChangedFileServes changes the campaign file while the program runs: it finds the
// change itself, and on SIGHUP also one that the file's size and time do not show.
func TestChangedFileServes(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	name := filepath.Join(p.dir, "campaign", sample.FileName)
	rewrite(t, name, "Thaifintech", "Fintech")
	p.awaitAnswer("老师是谁", "前Fintech产品总监")

	before, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, name, "Fintech", "Fintick")
	if err := os.Chtimes(name, before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	p.awaitAnswer("老师是谁", "前Fintick产品总监")
}

// rewrite replaces words in a file.
func rewrite(t *testing.T, name, old, replacement string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(b), old, replacement)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// awaitAnswer lets people ask a question until an answer holds words.
func (p *process) awaitAnswer(question, words string) {
	p.t.Helper()
	got := ""
	for i := range 300 {
		got = p.say(fmt.Sprint("asker", i), question).Text
		if strings.Contains(got, words) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatalf("after half a minute the answer is %q, want one with %s", got, words)
}
