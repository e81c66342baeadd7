package bottest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// PgBouncer is a pooler before a PostgreSQL server that gives its connections away between
// transactions. It belongs to one test.
type PgBouncer struct{ addr string }

// bouncerSettings are those that docs/operations.md asks for, with the server's directory,
// the port and the directory of the log to be filled in.
const bouncerSettings = `[databases]
postgres = host=%s user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %s
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 200
default_pool_size = 20
logfile = %s/pgbouncer.log
ignore_startup_parameters = lock_timeout,statement_timeout,idle_in_transaction_session_timeout
`

// StartPgBouncer starts a pooler before a server, which ends with the test. If the program
// is not installed the test is skipped, or fails if ZHUJIAO_TEST_REQUIRE names pgbouncer.
func StartPgBouncer(tb testing.TB, p *Postgres) *PgBouncer {
	tb.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer"
	}
	if _, err := os.Stat(program); err != nil {
		missing(tb, "pgbouncer", "on the PATH")
	}
	b := &PgBouncer{addr: FreeAddr(tb)}
	_, port, _ := net.SplitHostPort(b.addr)
	file := filepath.Join(p.dir, "pgbouncer-"+port+".ini")
	settings := fmt.Appendf(nil, bouncerSettings, p.dir, port, p.dir)
	if err := os.WriteFile(file, settings, 0o644); err != nil { // the user of the server reads it
		tb.Fatal(err)
	}
	var log bytes.Buffer
	c := p.guest(program, "-q", file)
	c.SysProcAttr.Pdeathsig = 0 // it would die with the thread that started it
	c.Stdout, c.Stderr = &log, &log
	if err := c.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_, _ = c.Process.Kill(), c.Wait()
		if tb.Failed() {
			b, _ := os.ReadFile(filepath.Join(p.dir, "pgbouncer.log"))
			tb.Logf("pgbouncer's log:\n%s", b[max(0, len(b)-4000):])
		}
	})
	for range 500 {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", b.addr)
		if err == nil {
			_ = conn.Close()
			return b
		}
		<-time.After(10 * time.Millisecond)
	}
	tb.Fatalf("pgbouncer does not answer:\n%s", &log)
	return nil
}

// URL returns the address of the database behind the pooler, in its own schema.
func (b *PgBouncer) URL() string {
	return "postgres://postgres@" + b.addr + "/postgres?sslmode=disable&default_query_exec_mode=exec"
}
