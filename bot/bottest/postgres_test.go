package bottest_test

import (
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
)

// TestCrash: a server that crashed says so with the cause, and no other does.
func TestCrash(t *testing.T) {
	t.Parallel()
	p := bottest.StartPostgres(t)
	if err := p.SQL("SELECT no_such_thing"); err == nil {
		t.Error("a wrong statement gave no error")
	}
	p.Kill()
	if got := p.Crash(); got != "" {
		t.Errorf("a crash where there was none:\n%s", got)
	}
	p.Start()
	// The parent of the shell is the process of this session.
	_ = p.SQL("COPY (SELECT 1) TO PROGRAM 'kill -9 $PPID'")
	for range 300 { // until it has started its sessions anew
		if p.SQL("SELECT 1") == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.Kill()
	if got := p.Crash(); !strings.Contains(got, "was terminated by signal 9") {
		t.Errorf("the crash is not found: %q", got)
	}
}
