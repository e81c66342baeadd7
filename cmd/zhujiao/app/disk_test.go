package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"zhujiao/bot/wxsim"
)

// TestFullDiskApologizes fills the disk under a running account: people are told
// in words that nothing has changed, and that is true; with room again the same
// push, repeated, does what it should have.
func TestFullDiskApologizes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("needs the right to mount a file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	c := newCrowd(t, func(cfg *Config) { cfg.Data = filepath.Join(dir, "data") })
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, bytes.Repeat([]byte{1}, 8<<20), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	const sorry = "刚才没处理成功，什么都没有改动。" // a text of the content
	var failed wxsim.Exchange
	for range 200 { // the log has some room that was used before
		failed = c.pusher.Text(t.Context(), wxsim.OpenID("crowd", "late"), strings.Repeat("长", 600), wxsim.FaultNone)
		if strings.HasPrefix(failed.Text, sorry) {
			break
		}
		c.app.clock.Freeze(c.app.clock.Now().Add(c.app.rules().Span))
	}
	if !strings.HasPrefix(failed.Text, sorry) {
		t.Fatalf("on a full disk: %q", failed.Text)
	}
	signup := c.pusher.Text(t.Context(), wxsim.OpenID("crowd", "a"), "报名", wxsim.FaultNone)
	if !strings.HasPrefix(signup.Text, sorry) {
		t.Errorf("registration on a full disk: %q", signup.Text)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if got := c.say(t, "b", "报名"); !strings.Contains(got, "你是第1位") {
		t.Errorf("with room again the first person got %q, want seat 1: the failed one had none", got)
	}
	if got := c.pusher.Again(t.Context(), wxsim.OpenID("crowd", "a"), signup.Sent); !strings.Contains(got.Text, "你是第2位") {
		t.Errorf("the push that failed, repeated: %q, want seat 2", got.Text)
	}
}
