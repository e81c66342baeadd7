package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/wxsim"
)

// TestBackupDrill plays what backups are for with the real program: a backup is written while
// people register, then somebody has their data erased, somebody leaves, and a reminder and a
// broadcast go out. The machine dies. The backup is restored and serves: everybody's seat is
// there, who was erased is not, and nobody is told anything a second time.
func TestBackupDrill(t *testing.T) {
	t.Parallel()
	p := newProcess(t, strings.NewReplacer("名额: 120", "名额: 1000"))
	before := p.all(40, "报名")
	file := filepath.Join(t.TempDir(), "monday.db")
	backUpUnderLoad(p, file)
	backedUp(t, p, file)
	since(t, p)

	if out := p.said("restore", file, "--replace"); !strings.Contains(out, "another zhujiao process uses this data directory") {
		t.Errorf("restore while serve runs: %s", out)
	}
	p.kill()
	if out := p.said("restore", file); !strings.Contains(out, "--replace") {
		t.Errorf("restore over a database: %s", out)
	}
	for _, end := range []string{"", "-wal", "-shm"} { // of a restore that was killed
		if err := os.WriteFile(filepath.Join(p.data(), "zhujiao.db.restoring"+end), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := p.said("restore", file, "--replace")
	if !strings.Contains(out, "erased again: 1 people who had asked for it, and the words of 1 who had left") {
		t.Fatalf("restore: %s", out)
	}
	moved, err := filepath.Glob(filepath.Join(p.data(), "zhujiao.db.before-*"))
	if err != nil || len(moved) != 1 {
		t.Errorf("the old database was not moved aside: %v, %v", moved, err)
	}
	p.start()
	for range 3 {
		p.settle()
		p.set(p.clock().Add(61 * time.Second))
	}
	drilled(t, p, before)
}

// said runs a command, which may fail, and returns what it prints.
func (p *process) said(args ...string) string {
	p.t.Helper()
	out, _ := p.command(args...)
	return out
}

// backUpUnderLoad writes a backup while people register.
func backUpUnderLoad(p *process, file string) {
	p.t.Helper()
	var over atomic.Bool
	var load sync.WaitGroup
	for i := range 4 {
		load.Go(func() {
			for n := 0; !over.Load(); n++ {
				if x := p.say(fmt.Sprint("late", i, " ", n), "报名"); x.Text == "" {
					p.t.Errorf("no answer while a backup is written: %s", x.Failure)
				}
			}
		})
	}
	out := p.said("backup", file)
	over.Store(true)
	load.Wait()
	if !strings.Contains(out, "whole and checked") {
		p.t.Fatalf("backup: %s", out)
	}
}

// backedUp wants a backup that only its owner reads, that nothing overwrites, and that is alone.
func backedUp(t *testing.T, p *process, file string) {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v; want 0600", info.Mode(), err)
	}
	if out := p.said("backup", file); !strings.Contains(out, "exists") {
		t.Errorf("a second backup of the same name: %s", out)
	}
	if names, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); err != nil || len(names) != 1 {
		t.Errorf("the backup left more than itself: %v, %v", names, err)
	}
}

// since is what happens after the backup.
func since(t *testing.T, p *process) {
	t.Helper()
	p.say("p3", "删除我的数据")
	if x := p.say("p3", "确认删除"); !strings.Contains(x.Text, "已删除") {
		t.Fatalf("erasure: %q", x.Text)
	}
	p.pusher.Event(t.Context(), wxsim.OpenID("crowd", "p4"), "unsubscribe", "", wxsim.FaultNone)
	p.set(time.Date(2022, 7, 7, 11, 30, 0, 0, time.UTC))
	p.settle()
	if n, _ := twice(p.platform.Accepted(), "还有1小时开课"); n < 40 {
		t.Fatalf("%d people were reminded", n)
	}
}

// drilled looks at what serves after the restore.
func drilled(t *testing.T, p *process, before []wxsim.Exchange) {
	t.Helper()
	if _, doubled := twice(p.platform.Accepted(), "还有1小时开课"); len(doubled) > 0 {
		t.Errorf("%d people were reminded twice", len(doubled))
	}
	st := p.open()
	for i, x := range before {
		who := bot.UserID(wxsim.OpenID("crowd", fmt.Sprint("p", i)))
		found, err := st.People.Find(t.Context(), who)
		switch {
		case i == 3:
			if !errors.Is(err, campaign.ErrNotFound) {
				t.Errorf("who was erased is there again: %v", err)
			}
			continue
		case err != nil:
			t.Fatalf("p%d is gone: %v", i, err)
		}
		if _, err := st.People.UserOf(t.Context(), found.ID); (i == 4) != errors.Is(err, campaign.ErrNotFound) {
			t.Errorf("the openid of p%d, of whom p4 has left: %v", i, err)
		}
		m, err := st.Seats.Member(t.Context(), "ecom-backend-0707", found.ID)
		if f := seatForm.FindStringSubmatch(x.Text); err != nil || f == nil || f[1] != fmt.Sprint(m.Seat) {
			t.Errorf("p%d had %q and has seat %d, %v", i, x.Text, m.Seat, err)
		}
	}
}
