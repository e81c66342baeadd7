package gate_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/bottest"
)

// server is a redis-server of this test's own.
type server struct {
	t    testing.TB
	port int
	dir  string
	args []string
	// command replaces the options of a server with its own.
	command []string
	cmd     *exec.Cmd
}

// startServer starts a redis-server on a free port; it ends with the test.
func startServer(tb testing.TB, args ...string) *server {
	tb.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if strings.Contains(","+os.Getenv("ZHUJIAO_TEST_REQUIRE")+",", ",redis,") {
			tb.Fatal("redis-server is required and not on the PATH")
		}
		tb.Skip("redis-server is not on the PATH")
	}
	s := &server{t: tb, port: bottest.FreePort(tb), dir: tb.TempDir(), args: args}
	s.start()
	tb.Cleanup(s.kill)
	return s
}

func (s *server) url() string { return fmt.Sprintf("redis://127.0.0.1:%d/0", s.port) }

func (s *server) start() {
	s.t.Helper()
	args := append([]string{
		"--port", fmt.Sprint(s.port), "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--appendonly", "no",
	}, s.args...)
	if s.command != nil {
		args = s.command
	}
	s.cmd = exec.CommandContext(context.Background(), "redis-server", args...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	within(s.t, 5*time.Second, "redis-server answers", func() bool {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.port))
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

func (s *server) kill() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Signal(syscall.SIGCONT) // in case it was stopped
	s.cmd.Process.Kill()
	s.cmd.Wait()
	s.cmd = nil
}

// do sends an inline command and returns the first line of the answer.
func (s *server) do(command string) string {
	s.t.Helper()
	line, _, _ := strings.Cut(s.ask(command), "\r\n")
	return line
}

// ask sends an inline command and returns the answer as far as it comes in one piece.
func (s *server) ask(command string) string {
	s.t.Helper()
	c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.port))
	if err != nil {
		s.t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "%s\r\n", command)
	b := make([]byte, 64<<10)
	n, err := c.Read(b)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b[:n])
}

func within(tb testing.TB, d time.Duration, what string, ok func() bool) {
	tb.Helper()
	for end := time.Now().Add(d); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("waited %v in vain: %s", d, what)
		}
	}
}
