package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSignalEndsCommands sends the signals that ask a program to end to commands
// that are at work: they are dead within a second, not when their work is done.
// What a command has said until then is there.
func TestSignalEndsCommands(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "list.yaml")
	if err := os.WriteFile(list, []byte("- {id: time, title: 什么时候开课, keywords: [几点开始]}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	hang := filepath.Join(t.TempDir(), "hang") // a file whose reader waits for ever
	if err := syscall.Mkfifo(hang, 0o600); err != nil {
		t.Fatal(err)
	}
	for args, sig := range map[string]syscall.Signal{
		"faq match --faq " + list: syscall.SIGINT, "faq learn " + filepath.Join(t.TempDir(), "c.bin"): syscall.SIGTERM,
		"faq eval --queries ../../bot/faq/testdata/calibration.jsonl": syscall.SIGINT, "faq fit --queries " + hang: syscall.SIGTERM,
		"check " + hang: syscall.SIGINT, "faq replay --faq " + list + " --was " + list + " --messages " + hang: syscall.SIGTERM,
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			signalled(t, sig, strings.Fields(args)...)
		})
	}
}

func signalled(t *testing.T, sig syscall.Signal, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Args[0] = "zhujiao" // by which the test's program is this one
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
	if args[1] == "match" { // asked and answered, waiting for more
		_, _ = in.Write([]byte("{\"q\":\"几点开始\"}\n"))
		if line, err := bufio.NewReader(out).ReadString('\n'); !strings.Contains(line, `"id":"time"`) {
			t.Errorf("before the signal: %q, %v", line, err)
		}
	} else {
		time.Sleep(500 * time.Millisecond)
	}
	begin := time.Now()
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	var failed *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &failed) {
		t.Fatalf("ended with %v", err)
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("ended %v after the signal", took)
	}
	if status, ok := failed.Sys().(syscall.WaitStatus); !ok || status.Signal() != sig {
		t.Errorf("ended by %v, want the signal %v", failed, sig)
	}
}
