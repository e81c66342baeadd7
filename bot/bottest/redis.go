package bottest

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Redis is a redis-server that belongs to one test. It can be killed and started again
// on the same port and loses its data when it stops.
type Redis struct {
	tb   testing.TB
	addr string
	dir  string
	cmd  *exec.Cmd
}

// StartRedis starts a redis-server that ends with the test. If the program is not
// installed the test is skipped, or fails if ZHUJIAO_TEST_REQUIRE names redis.
func StartRedis(tb testing.TB) *Redis {
	tb.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		missing(tb, "redis", "on the PATH")
	}
	r := &Redis{tb: tb, addr: FreeAddr(tb), dir: tb.TempDir()}
	r.Start()
	tb.Cleanup(r.Kill)
	return r
}

// URL returns the address of the server.
func (r *Redis) URL() string { return "redis://" + r.addr + "/0" }

// Start starts the server and waits until it answers.
func (r *Redis) Start() {
	r.tb.Helper()
	_, port, _ := net.SplitHostPort(r.addr)
	r.cmd = exec.CommandContext(context.Background(), "redis-server", "--port", port, "--bind", "127.0.0.1", "--dir", r.dir,
		"--save", "", "--appendonly", "no")
	if err := r.cmd.Start(); err != nil {
		r.tb.Fatal(err)
	}
	for range 500 {
		if r.Command("PING") == "+PONG" {
			return
		}
		<-time.After(10 * time.Millisecond)
	}
	r.tb.Fatal("redis-server does not answer")
}

// Kill ends the server without letting it shut down.
func (r *Redis) Kill() {
	if r.cmd == nil {
		return
	}
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
	r.cmd = nil
}

// Command sends a command and returns the first line of the answer, or "" if the server
// is down.
func (r *Redis) Command(command string) string {
	c, err := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", r.addr)
	if err != nil {
		return ""
	}
	defer func() { _ = c.Close() }()
	if _, err := fmt.Fprintf(c, "%s\r\n", command); err != nil {
		return ""
	}
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		return ""
	}
	return strings.TrimSpace(line)
}
