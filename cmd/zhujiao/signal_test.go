package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSignalEndsCommands sends the signals that ask a program to end to commands
// that are at work: the signal ends them, not the end of their work. What a command
// has said until then is there.
func TestSignalEndsCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	list := filepath.Join(dir, "list.yaml")
	if err := os.WriteFile(list, []byte("- {id: time, title: 什么时候开课, keywords: [几点开始]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	hang := filepath.Join(dir, "hang") // stands for a file whose reader waits for ever
	for args, sig := range map[string]syscall.Signal{
		"faq match --faq " + list: syscall.SIGINT,
		"faq learn " + filepath.Join(dir, "c.bin") + " " + filepath.Join(dir, "t.bin"): syscall.SIGTERM,
		"faq eval --queries ../../bot/faq/testdata/calibration.jsonl":                  syscall.SIGINT,
		"faq fit --queries " + hang: syscall.SIGTERM,
		"check " + hang:             syscall.SIGINT,
		"faq replay --faq " + list + " --was " + list + " --messages " + hang: syscall.SIGTERM,
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			atWork := busy
			switch {
			case strings.HasSuffix(args, hang):
				pipe := filepath.Join(t.TempDir(), "hang")
				if err := syscall.Mkfifo(pipe, 0o600); err != nil {
					t.Fatal(err)
				}
				args = strings.Replace(args, hang, pipe, 1)
				atWork = func(t *testing.T, _ *exec.Cmd, _ io.Writer, _ io.Reader) {
					t.Helper()
					reads(t, pipe)
				}
			case strings.HasPrefix(args, "faq match"):
				atWork = matches
			}
			signalled(t, sig, atWork, strings.Fields(args)...)
		})
	}
}

// reads waits until somebody reads a named pipe, and writes nothing.
func reads(t *testing.T, pipe string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		f, err := os.OpenFile(pipe, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if err == nil {
			t.Cleanup(func() { _ = f.Close() })
			return
		}
		if !errors.Is(err, syscall.ENXIO) || time.Now().After(end) { // ENXIO: no reader yet
			t.Fatal(err)
		}
	}
}

// matches waits for the answer to a question; the program waits for more.
func matches(t *testing.T, _ *exec.Cmd, in io.Writer, out io.Reader) {
	t.Helper()
	_, _ = io.WriteString(in, "{\"q\":\"几点开始\"}\n")
	if line, err := bufio.NewReader(out).ReadString('\n'); !strings.Contains(line, `"id":"time"`) {
		t.Errorf("before the signal: %q, %v", line, err)
	}
}

// busy waits until the program has used 0.2 s of processor time.
func busy(t *testing.T, cmd *exec.Cmd, _ io.Writer, _ io.Reader) {
	t.Helper()
	for {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", cmd.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		var user, system int // fields 14 and 15, in ticks of 10 ms
		_, after, _ := strings.Cut(string(b), ") ")
		f := strings.Fields(after)
		if len(f) < 13 {
			t.Fatalf("not the state of a process: %q", b)
		}
		_, _ = fmt.Sscan(f[11], &user)
		_, _ = fmt.Sscan(f[12], &system)
		if user+system >= 20 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// signalled sends a signal to a command that is at work.
func signalled(t *testing.T, sig syscall.Signal, atWork func(*testing.T, *exec.Cmd, io.Writer, io.Reader), args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // SIGKILL then
	defer cancel()
	cmd := program(ctx, t, args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	atWork(t, cmd, in, out)
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	var failed *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &failed) {
		t.Fatalf("ended with %v", err)
	}
	if status, ok := failed.Sys().(syscall.WaitStatus); !ok || status.Signal() != sig {
		t.Errorf("ended by %v, want the signal %v", failed, sig)
	}
}
