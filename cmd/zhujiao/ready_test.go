package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// ready runs the command and returns its exit code and what it prints.
func (p *process) ready() (code int, out string) {
	p.t.Helper()
	cmd := program(p.t.Context(), p.t, "ready")
	cmd.Env = p.env
	b, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(b)
}

// TestReady is the health check of containers: 0 while serve is ready, else 1.
func TestReady(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer())
	if code, out := p.ready(); code != 0 || !strings.HasPrefix(out, "ready\n") {
		t.Errorf("of a process that serves: %d, %s", code, out)
	}
	p.kill()
	if code, out := p.ready(); code != 1 || !strings.Contains(out, "nothing answers") {
		t.Errorf("of none: %d, %s", code, out)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", p.door())
	if err != nil {
		t.Fatal(err)
	}
	other := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello") })}
	go func() { _ = other.Serve(l) }() // ends with the test
	t.Cleanup(func() { _ = other.Close() })
	if code, out := p.ready(); code != 1 {
		t.Errorf("of another program: %d, %s", code, out)
	}
}
