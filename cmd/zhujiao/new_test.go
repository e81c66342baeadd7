package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"zhujiao/cmd/zhujiao/sample"
)

// terminal is a terminal with zhujiao new on it.
type terminal struct {
	keys *os.File
	done chan error
	mu   sync.Mutex
	seen bytes.Buffer
}

// onTerminal starts zhujiao new on a terminal, in a folder with the sample.
func onTerminal(t *testing.T, term string) (*terminal, string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, sample.Files); err != nil {
		t.Fatal(err)
	}
	cmd := program(t.Context(), t, "new", "--from", dir)
	cmd.Env = append(os.Environ(), "TERM="+term)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 90})
	if err != nil {
		t.Fatal(err)
	}
	w := &terminal{keys: f, done: make(chan error, 1)}
	t.Cleanup(func() { _ = f.Close() })
	go func() { _, _ = io.Copy(w, f) }()
	go func() { w.done <- cmd.Wait() }()
	return w, dir
}

// Write notes what the terminal shows.
func (w *terminal) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen.Write(p)
}

func (w *terminal) shows() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return ansi.Strip(w.seen.String())
}

// waitFor waits until the terminal shows something.
func (w *terminal) waitFor(t *testing.T, words string) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(w.shows(), words) {
			return
		}
	}
	t.Fatalf("the terminal never shows %q:\n%s", words, w.shows())
}

// types types a line.
func (w *terminal) types(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(w.keys, line+"\r"); err != nil {
		t.Fatal(err)
	}
}

// TestNewOnTerminal makes a class at a terminal, with a mistake and a step back, also at one
// that can do nothing.
func TestNewOnTerminal(t *testing.T) {
	t.Parallel()
	for _, term := range []string{"xterm-256color", "dumb"} {
		t.Run(term, func(t *testing.T) {
			t.Parallel()
			w, dir := onTerminal(t, term)
			for _, step := range [][2]string{
				{"1. 什么时候开课", "那天晚上"},
				{"读不懂是哪天几点", "下周四 20:00"},
				{"2. 这一场讲什么", "增长课"},
				{"3. 老师是谁", "返回"},
				{"2. 这一场讲什么", "增长的底层逻辑"},
				{"3. 老师是谁", "李雷，前增长负责人"},
				{"4. 讲哪几点", "一；二"},
				{"5. 直播间地址", ""},
				{"6. 老师在直播里念的签到口令", "先拆指标"},
				{"7. 资料包99", "不要"},
				{"8. 资料包49", "不要"},
				{"9. 群二维码", ""},
				{"10. 其余照上一场", ""},
				{"11. 上一场的常见问题", ""},
			} {
				w.waitFor(t, step[0])
				w.types(t, step[1])
			}
			w.waitFor(t, "已写到")
			if err := <-w.done; err != nil {
				t.Error(err)
			}
			files, err := filepath.Glob(filepath.Join(dir, "class-*.yaml"))
			if err != nil || len(files) != 1 {
				t.Fatalf("%v, %v", files, err)
			}
			b, err := os.ReadFile(files[0])
			if err != nil || !strings.Contains(string(b), "名称: 增长的底层逻辑\n") {
				t.Errorf("%v\n%s", err, b)
			}
		})
	}
}

// TestNewInterrupted stops in the middle: nothing is written.
func TestNewInterrupted(t *testing.T) {
	t.Parallel()
	for _, term := range []string{"xterm-256color", "dumb"} {
		t.Run(term, func(t *testing.T) {
			t.Parallel()
			w, dir := onTerminal(t, term)
			w.waitFor(t, "1. 什么时候开课")
			w.types(t, "下周四 20:00")
			w.waitFor(t, "2. 这一场讲什么")
			if _, err := io.WriteString(w.keys, "\x03"); err != nil {
				t.Fatal(err)
			}
			if err := <-w.done; err == nil {
				t.Error("it ends as if all was well")
			}
			w.waitFor(t, "没有答完，什么都没有写")
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if !regexp.MustCompile(`^(campaign\.yaml|blocked_words\.txt)$`).MatchString(e.Name()) {
					t.Errorf("%s is left behind", e.Name())
				}
			}
		})
	}
}

// TestHandbookDialogue plays the dialogue of the handbook: it runs as it stands there.
func TestHandbookDialogue(t *testing.T) {
	t.Parallel()
	_, rest, _ := strings.Cut(readPage(t, "docs/handbook.zh.md"), "```\n照上一场做新的一场")
	dialogue, _, ok := strings.Cut("照上一场做新的一场"+rest, "\n```")
	var answers strings.Builder
	for line := range strings.Lines(dialogue + "\n") {
		if said, is := strings.CutPrefix(line, ">"); is {
			answers.WriteString(strings.TrimPrefix(said, " "))
		}
	}
	if !ok || strings.Count(answers.String(), "\n") < 10 {
		t.Fatalf("the handbook has no dialogue: %q", dialogue)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, sample.Files); err != nil {
		t.Fatal(err)
	}
	cmd := program(t.Context(), t, "new", "--from", dir, "--today", "2022-07-08")
	cmd.Stdin = strings.NewReader(answers.String())
	out, err := cmd.Output()
	if err != nil || !strings.HasPrefix(string(out), dialogue) {
		t.Errorf("%v; it is said:\n%s", err, out)
	}
}
