package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"modernc.org/sqlite"

	"zhujiao/bot/wxsim"
)

// holdEnv names a directory for the program. While there is a file hold in it, the commit of
// a message waits; the program makes the file held then. When it goes on, and a notice is
// written next, the program is killed.
const holdEnv = "ZHUJIAO_TEST_HOLD"

// between are the hooks that kill the program between two units.
type between struct {
	dir      string
	mu       sync.Mutex // guards below
	recorded bool       // the transaction under way has a message
	armed    bool       // a commit was held
}

// killBetweenUnits arms the hooks on the databases that the program opens from now on.
func killBetweenUnits(dir string) {
	if dir == "" {
		return
	}
	b := &between{dir: dir}
	sqlite.RegisterConnectionHook(func(c sqlite.ExecQuerierContext, _ string) error {
		hooks, ok := c.(sqlite.HookRegisterer)
		if !ok {
			return fmt.Errorf("the driver's %T has no hooks", c)
		}
		hooks.RegisterPreUpdateHook(func(d sqlite.SQLitePreUpdateData) { b.writes(d.TableName) })
		hooks.RegisterCommitHook(b.commits)
		return nil
	})
}

func (b *between) writes(table string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.recorded = b.recorded || table == "journal"
	if b.armed && table == "delivery" {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until it is dead
	}
}

func (b *between) commits() int32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.recorded && exists(filepath.Join(b.dir, "hold")) {
		b.armed = true
		_ = os.WriteFile(filepath.Join(b.dir, "held"), nil, 0o600)
		time.Sleep(5 * time.Millisecond)
	}
	b.recorded = false
	return 0
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return !errors.Is(err, os.ErrNotExist)
}

// TestKilledBetweenUnits lets the platform give a push up during its commit, and kills the
// program before the unit that makes the reply a delivery. The push is repeated, because it
// was not answered: the reply is heard once, and its message was carried out once.
func TestKilledBetweenUnits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := newProcess(t, strings.NewReplacer(), holdEnv+"="+dir)
	openid := wxsim.OpenID("crowd", "a")
	p.platform.Touch(openid, "text")
	hold := filepath.Join(dir, "hold")
	if err := os.WriteFile(hold, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, hangUp := context.WithCancel(t.Context())
	given := make(chan wxsim.Exchange, 1)
	go func() { given <- p.pusher.Text(ctx, openid, "报名", wxsim.FaultNone) }() // ends when it is hung up
	await(t, "the commit is held", func() bool { return exists(filepath.Join(dir, "held")) })
	hangUp()
	x := <-given
	if x.Failure == "" {
		t.Fatalf("the push was answered: %q", x.Text)
	}
	time.Sleep(time.Second) // until the program has noticed
	if err := os.Remove(hold); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err == nil || p.cmd.ProcessState.ExitCode() != -1 {
		t.Fatalf("the program ended by itself: %v", err)
	}
	stored, late := p.count("SELECT count(*) FROM journal"), p.count("SELECT count(*) FROM delivery")
	if stored != 1 || late != 0 {
		t.Errorf("%d messages and %d deliveries are stored, want the message alone", stored, late)
	}
	p.start()
	for range 2 { // the platform pushes up to three times
		if again := p.pusher.Again(t.Context(), openid, x.Sent); !strings.Contains(again.Text, "你是第1位") {
			t.Errorf("the repeated push: %+v, want the reply", again)
		}
	}
	p.set(p.clock().Add(time.Minute))
	if !p.settle() {
		t.Fatal("it does not settle")
	}
	if n, doubled := twice(p.platform.Accepted(), "你是第1位"); n != 0 {
		t.Errorf("it was sent %d times beside the reply, %v", n, doubled)
	}
	if n := p.count("SELECT count(*) FROM member WHERE standing = 'seat'"); n != 1 {
		t.Errorf("%d seats are taken, want one", n)
	}
}
