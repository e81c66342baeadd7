package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"zhujiao/bot/bottest"
	"zhujiao/bot/wxsim"
)

// TestBadDaysOfPostgres plays what may happen to a database on another machine.
func TestBadDaysOfPostgres(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	for name, toxics := range map[string]struct{ json, ready string }{
		"slow":  {`{"type":"latency","attributes":{"latency":40}}`, "database: ok"},
		"crawl": {`{"type":"latency","attributes":{"latency":1500}}`, ""},
		"hangs": {`{"type":"timeout","attributes":{"timeout":0}}`, "database: failed"},
		"cut":   {`{"type":"reset_peer","attributes":{"timeout":0}}`, "database: failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy := proxied(t, "postgres", server.TCP())
			p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_DATABASE_URL="+bottest.Through(t, server.URL(), proxy.Listen))
			p.database = envOf(p, "ZHUJIAO_DATABASE_URL")
			var end func()
			badDay{
				begin: func() { end = toxic(t, proxy, toxics.json) }, end: func() { end() },
				ready: toxics.ready, answered: name == "slow",
			}.live(t, p)
		})
	}
}

// TestBadDayPostgresDies kills the server, and starts it again.
func TestBadDayPostgresDies(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_DATABASE_URL="+server.URL())
	p.database = envOf(p, "ZHUJIAO_DATABASE_URL")
	badDay{begin: server.Kill, end: server.Start, ready: "pushes are not acknowledged until it is back"}.live(t, p)
}

// envOf is a setting of a program.
func envOf(p *process, name string) string {
	for _, v := range p.env {
		if value, ok := strings.CutPrefix(v, name+"="); ok {
			return value
		}
	}
	return ""
}

// execute runs statements on a server.
func execute(t *testing.T, address string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	for _, s := range statements {
		if _, err := conn.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// TestBadDayPostgresFull leaves the program fewer connections than it wants.
func TestBadDayPostgresFull(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	root := server.URL()
	execute(t, root, "CREATE ROLE guest LOGIN", "GRANT ALL ON DATABASE postgres TO guest")
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_DATABASE_URL="+strings.Replace(root, "user=postgres", "user=guest", 1))
	p.database = root
	badDay{
		begin: func() {
			execute(t, root, "ALTER ROLE guest CONNECTION LIMIT 2",
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'guest'")
		},
		end: func() { execute(t, root, "ALTER ROLE guest CONNECTION LIMIT -1") },
	}.live(t, p)
}

// TestBadDayPostgresDisk fills the disk on which the tables lie.
func TestBadDayPostgresDisk(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	disk, err := os.MkdirTemp("", "pgdisk") //nolint:usetesting // the server's user must reach it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(disk) })
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=48m,mode=0777"); err != nil {
		t.Skipf("needs the right to mount a file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	space := filepath.Join(disk, "space")
	give := exec.CommandContext(t.Context(), "sh", "-c", "mkdir "+space+" && chmod 777 "+disk+" && chown postgres "+space)
	if out, err := give.CombinedOutput(); err != nil {
		t.Skipf("needs the right to give a directory away: %v %s", err, out)
	}
	root := server.URL()
	execute(t, root, fmt.Sprintf("CREATE TABLESPACE small LOCATION '%s'", space))
	p := newProcess(t, strings.NewReplacer(), "ZHUJIAO_DATABASE_URL="+root+"&default_tablespace=small")
	p.database = root
	filler := filepath.Join(disk, "filler")
	badDay{
		begin: func() {
			if err := os.WriteFile(filler, make([]byte, 64<<20), 0o600); err == nil {
				t.Fatal("the disk is not full")
			}
			for n := 0; !strings.Contains(p.readyz(), "the disk of the database is full"); n++ { // until the last page is used up
				p.pusher.Text(t.Context(), wxsim.OpenID("crowd", fmt.Sprint("filler", n)), strings.Repeat("满", 600), wxsim.FaultNone)
				if n == 2000 {
					t.Fatal("the database does not notice that its disk is full")
				}
			}
		},
		end: func() {
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
		},
		ready: "the disk of the database is full: free some space",
	}.live(t, p)
}
