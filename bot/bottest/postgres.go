package bottest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Postgres is a PostgreSQL server that belongs to one test. It listens on a socket in its
// own directory and does not wait for the disk.
type Postgres struct {
	tb      testing.TB
	bin     string
	dir     string
	as      *syscall.Credential
	process *os.Process
	log     *bytes.Buffer // of the newest start; complete once it ended
	ended   chan struct{}
	schemas atomic.Int64
}

// StartPostgres starts a server that ends with the test, which may have parallel
// subtests. If the programs are not installed the test is skipped, or fails if
// ZHUJIAO_TEST_REQUIRE names postgres.
func StartPostgres(tb testing.TB) *Postgres {
	tb.Helper()
	bin := postgresBin()
	if bin == "" {
		missing(tb, "postgres", "in /usr/lib/postgresql")
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	p := &Postgres{tb: tb, bin: bin, dir: dir, as: otherUser(tb, dir)}
	p.run("initdb", "-D", filepath.Join(dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	p.Start()
	tb.Cleanup(func() {
		p.Kill()
		if crash := crashOf(p.log.String()); tb.Failed() && crash != "" {
			tb.Logf("the server crashed by itself:\n%s", crash)
		}
	})
	return p
}

// settings make the server small and quick. Its log of changes stays below 256 MB where the
// default is 1 GB, because a full disk is a crash of the server.
func settings() []string {
	var args []string
	for _, s := range []string{
		"listen_addresses=", "max_connections=300", "shared_buffers=32MB", "fsync=off", "synchronous_commit=off",
		"full_page_writes=off", "max_wal_size=256MB", "max_parallel_workers_per_gather=0",
	} {
		args = append(args, "-c", s)
	}
	return args
}

// URL returns an address with a new schema, which does not exist yet.
func (p *Postgres) URL() string {
	return fmt.Sprintf("%s&search_path=test%d", p.Database(), p.schemas.Add(1))
}

// Database returns the address of the database with its own schema.
func (p *Postgres) Database() string {
	return fmt.Sprintf("postgres:///postgres?host=%s&user=postgres", p.dir)
}

// Programs is the directory of the programs of the server's version, such as pg_dump.
func (p *Postgres) Programs() string { return p.bin }

// missing skips a test whose program is not there, or ends it if ZHUJIAO_TEST_REQUIRE names
// the program.
func missing(tb testing.TB, program, place string) {
	tb.Helper()
	if strings.Contains(","+os.Getenv("ZHUJIAO_TEST_REQUIRE")+",", ","+program+",") {
		tb.Fatalf("%s is required and not %s", program, place)
	}
	tb.Skipf("%s is not %s", program, place)
}

// postgresBin returns the directory of the programs of the newest installed version.
func postgresBin() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		return ""
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }))
}

// otherUser gives a directory to the user postgres and makes the server run as that user
// if the test is run by root, since the server refuses to run as root.
func otherUser(tb testing.TB, dir string) *syscall.Credential {
	tb.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		tb.Fatal(err)
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		tb.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (p *Postgres) command(name string, args ...string) *exec.Cmd {
	return p.guest(filepath.Join(p.bin, name), args...)
}

// guest is a command line of a program that runs as the server's user.
func (p *Postgres) guest(program string, args ...string) *exec.Cmd {
	c := exec.CommandContext(context.Background(), program, args...)
	c.Dir = p.dir
	// A server whose test was killed dies with it.
	c.SysProcAttr = &syscall.SysProcAttr{Credential: p.as, Pdeathsig: syscall.SIGQUIT}
	return c
}

// run runs one of the server's programs and waits for it.
func (p *Postgres) run(name string, args ...string) {
	p.tb.Helper()
	if out, err := p.command(name, args...).CombinedOutput(); err != nil {
		p.tb.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// Start starts the server and waits until it accepts connections.
func (p *Postgres) Start() {
	p.tb.Helper()
	p.log = new(bytes.Buffer)
	c := p.command("postgres", append([]string{"-D", filepath.Join(p.dir, "data"), "-k", p.dir}, settings()...)...)
	c.Stdout, c.Stderr = p.log, p.log
	started := make(chan error)
	p.ended = make(chan struct{})
	go func() {
		runtime.LockOSThread() // the server would die with the thread that started it
		err := c.Start()
		p.process = c.Process
		started <- err
		if err == nil {
			_ = c.Wait()
		}
		close(p.ended)
	}()
	if err := <-started; err != nil {
		p.tb.Fatal(err)
	}
	for range 500 {
		if p.command("pg_isready", "-q", "-h", p.dir).Run() == nil {
			return
		}
		select {
		case <-p.ended:
			p.tb.Fatalf("postgres ended:\n%s", p.log)
		case <-time.After(20 * time.Millisecond):
		}
	}
	p.Kill()
	p.tb.Fatalf("postgres does not answer:\n%s", p.log)
}

// crashOf returns what a server's log says about its crash and the lines before it, or "".
func crashOf(log string) string {
	lines := strings.Split(log, "\n")
	for i, line := range lines {
		if strings.Contains(line, "PANIC:") || strings.Contains(line, "was terminated by signal") {
			return strings.Join(lines[max(0, i-10):min(len(lines), i+10)], "\n")
		}
	}
	return ""
}

// Kill kills the server and waits for it.
func (p *Postgres) Kill() {
	_ = p.process.Signal(syscall.SIGQUIT)
	<-p.ended
}
