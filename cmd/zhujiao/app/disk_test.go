package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestFullDiskIsNotAcknowledged fills the disk under a running account: a push that
// cannot be stored gets no answer and changes nothing, and the instance says that it does
// not serve, and why; with room again the same push, repeated, does what it should have.
func TestFullDiskIsNotAcknowledged(t *testing.T) {
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
	c.fillLog(t)
	a := wxsim.OpenID("crowd", "a")
	signup := c.pusher.Again(t.Context(), a, textPush(c, a, "报名", "77001"))
	if !strings.Contains(signup.Failure, "no answer within 5 s") {
		t.Errorf("registration on a full disk: %+v, want no answer", signup)
	}
	c.expectReady(t, false, "the disk is full: free some space")
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if got := c.say(t, "b", "报名"); !strings.Contains(got, "你是第1位") {
		t.Errorf("with room again the first person got %q, want seat 1: the failed one had none", got)
	}
	if got := c.pusher.Again(t.Context(), a, signup.Sent); !strings.Contains(got.Text, "你是第2位") {
		t.Errorf("the push that failed, repeated: %q, want seat 2", got.Text)
	}
	if log := c.logged.String(); strings.Contains(log, "cannot rollback") || !strings.Contains(log, "the disk is full: free some space") {
		t.Errorf("the log does not say what to do, or says what is no matter:\n%s", log)
	}
}

// fillLog writes until the database finds no room any more.
func (c *crowd) fillLog(t *testing.T) {
	t.Helper()
	for i := range 1000 {
		m := campaign.Member{Person: 1, Source: strings.Repeat("x", 20000+i)}
		err := c.app.store.Do(t.Context(), func(ctx context.Context) error {
			return c.app.store.Seats.SaveMember(ctx, "another class", &m)
		})
		if err != nil {
			return
		}
	}
	t.Fatal("the disk is never full")
}

// textPush is the text of somebody as the platform pushes it.
func textPush(c *crowd, openid, words, id string) string {
	return "<xml><ToUserName>" + c.pusher.Account.OriginalID + "</ToUserName><FromUserName>" + openid + "</FromUserName><CreateTime>" +
		strconv.FormatInt(c.app.clock.Now().Unix(), 10) + "</CreateTime><MsgType>text</MsgType><Content>" + words +
		"</Content><MsgId>" + id + "</MsgId></xml>"
}
