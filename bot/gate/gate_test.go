package gate_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/gate"
)

// labClock is a clock that tests set.
type labClock struct{ ms atomic.Int64 }

func newClock() *labClock {
	c := &labClock{}
	c.ms.Store(time.Date(2022, 7, 7, 19, 0, 0, 0, time.UTC).UnixMilli())
	return c
}

func (c *labClock) now() time.Time         { return time.UnixMilli(c.ms.Load()) }
func (c *labClock) lab() (time.Time, bool) { return c.now(), true }
func (c *labClock) add(d time.Duration)    { c.ms.Add(d.Milliseconds()) }

func rules() gate.Rules { return gate.Rules{Messages: 10, Span: 30 * time.Second} }

// server is a real redis-server on a free port.
type server struct {
	port string
	cmd  *exec.Cmd
}

func startRedis(tb testing.TB) *server {
	tb.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if slices.Contains(strings.Split(os.Getenv("ZHUJIAO_TEST_REQUIRE"), ","), "redis") {
			tb.Fatal("redis-server is required and not installed")
		}
		tb.Skip("redis-server is not installed")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	s := &server{port: port}
	s.start(tb)
	tb.Cleanup(s.kill)
	return s
}

func (s *server) start(tb testing.TB) {
	tb.Helper()
	s.cmd = exec.Command("redis-server", "--port", s.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if err := s.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	for range 200 {
		if c, err := net.Dial("tcp", "127.0.0.1:"+s.port); err == nil {
			_ = c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	tb.Fatal("redis-server does not answer")
}

func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *server) url() string { return "redis://127.0.0.1:" + s.port + "/1" }

func (s *server) flush(tb testing.TB) {
	tb.Helper()
	c, err := net.Dial("tcp", "127.0.0.1:"+s.port)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	fmt.Fprint(c, "FLUSHALL\r\nSCRIPT FLUSH\r\n")
	r := bufio.NewReader(c)
	for range 2 {
		if line, err := r.ReadString('\n'); err != nil || !strings.HasPrefix(line, "+OK") {
			tb.Fatal(line, err)
		}
	}
}

func newRedis(tb testing.TB, url, boot string, c *labClock) *gate.Redis {
	tb.Helper()
	g, err := gate.NewRedis(gate.RedisOptions{URL: url, Rules: rules, Lab: c.lab, Boot: boot})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = g.Close() })
	return g
}

func admit(tb testing.TB, g gate.Gate, a gate.Ask) gate.Answer {
	tb.Helper()
	ans, err := g.Admit(context.Background(), a)
	if err != nil {
		tb.Fatal(err)
	}
	return ans
}

func ask(n int) gate.Ask { return gate.Ask{Key: "m:" + strconv.Itoa(n), Person: "p1", Count: true} }

// exercise is what every gate must do.
func exercise(t *testing.T, g gate.Gate, c *labClock) {
	t.Helper()
	expect := func(what string, got, want gate.Verdict) {
		t.Helper()
		if got != want {
			t.Errorf("%s: verdict %d, want %d", what, got, want)
		}
	}
	for i := range 10 {
		expect("within the limit", admit(t, g, ask(i)).Verdict, gate.Pass)
		expect("repeats do not count", admit(t, g, ask(i)).Verdict, gate.Pass)
	}
	c.add(10 * time.Second)
	eleventh := admit(t, g, ask(10))
	expect("the next is told", eleventh.Verdict, gate.Limited)
	if eleventh.Wait != 20*time.Second {
		t.Errorf("wait %v, want 20s", eleventh.Wait)
	}
	expect("its repeat is told too", admit(t, g, ask(10)).Verdict, gate.Limited)
	expect("then silence", admit(t, g, ask(11)).Verdict, gate.Silent)
	expect("and for a repeat", admit(t, g, ask(11)).Verdict, gate.Silent)
	free := ask(12)
	free.Count = false
	expect("exempt words pass", admit(t, g, free).Verdict, gate.Pass)
	expect("somebody else passes", admit(t, g, gate.Ask{Key: "m:x", Person: "p2", Count: true}).Verdict, gate.Pass)
	expect("system events pass", admit(t, g, gate.Ask{Key: "e:x"}).Verdict, gate.Pass)
	c.add(19*time.Second + 999*time.Millisecond)
	expect("still in the window", admit(t, g, ask(13)).Verdict, gate.Silent)
	c.add(time.Millisecond)
	expect("a new window", admit(t, g, ask(14)).Verdict, gate.Pass)
}

func TestLocal(t *testing.T) {
	t.Parallel()
	c := newClock()
	exercise(t, gate.NewLocal(rules, c.now), c)
}

func TestLocalIsBounded(t *testing.T) {
	t.Parallel()
	c := newClock()
	g := gate.NewLocal(rules, c.now)
	for i := range 1_000_000 {
		admit(t, g, gate.Ask{Key: strconv.Itoa(i), Person: strconv.Itoa(i), Count: true})
	}
	if n := g.Len(); n > 64*2*2*2048 {
		t.Errorf("%d entries after a flood", n)
	}
}

func TestRedis(t *testing.T) {
	t.Parallel()
	s, c := startRedis(t), newClock()
	g := newRedis(t, s.url(), "a", c)
	exercise(t, g, c)
	s.flush(t) // forgets the script too
	if v := admit(t, g, ask(99)).Verdict; v != gate.Pass {
		t.Errorf("after a flush: verdict %d, want pass", v)
	}
}

func TestRedisRepeatElsewhere(t *testing.T) {
	t.Parallel()
	s, c := startRedis(t), newClock()
	a, b := newRedis(t, s.url(), "a", c), newRedis(t, s.url(), "b", c)
	admit(t, a, ask(1))
	if v := admit(t, b, ask(1)).Verdict; v != gate.Running {
		t.Errorf("a repeat on another instance: verdict %d, want running", v)
	}
	a.Done(ask(1), []byte("tok"))
	for range 100 {
		if ans := admit(t, b, ask(1)); string(ans.Reply) == "tok" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the reply did not reach the other instance")
}

// TestRedisProcess is the other process of TestTwoProcesses.
func TestRedisProcess(t *testing.T) {
	t.Parallel()
	url := os.Getenv("GATE_TEST_URL")
	if url == "" {
		return
	}
	g := newRedis(t, url, strconv.Itoa(os.Getpid()), newClock())
	passed := 0
	for i := range 50 {
		if admit(t, g, ask(i)).Verdict == gate.Pass {
			passed++
		}
	}
	fmt.Println("passed", passed)
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	s := startRedis(t)
	var mu sync.Mutex
	var wg sync.WaitGroup
	total := 0
	for range 2 {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], "-test.run", "^TestRedisProcess$", "-test.v")
			cmd.Env = append(os.Environ(), "GATE_TEST_URL="+s.url())
			out, err := cmd.CombinedOutput()
			_, after, ok := bytes.Cut(out, []byte("passed "))
			line, _, _ := bytes.Cut(after, []byte("\n"))
			n, err2 := strconv.Atoi(string(line))
			mu.Lock()
			defer mu.Unlock()
			if total += n; err != nil || !ok || err2 != nil {
				t.Errorf("%s: %v %v", out, err, err2)
			}
		})
	}
	wg.Wait()
	if total != 10 {
		t.Errorf("two processes passed %d of 50 messages, want 10 in all", total)
	}
}

func TestFallback(t *testing.T) {
	t.Parallel()
	s, c := startRedis(t), newClock()
	var log bytes.Buffer
	var changes []bool
	var mu sync.Mutex
	g := gate.NewFallback(newRedis(t, s.url(), "a", c), gate.NewLocal(rules, c.now), slog.New(slog.NewTextHandler(&log, nil)),
		func(down bool) { mu.Lock(); defer mu.Unlock(); changes = append(changes, down) })
	admit(t, g, ask(1))
	s.kill()
	begin := time.Now()
	for i := range 10 {
		admit(t, g, ask(100+i))
	}
	if took := time.Since(begin); took > 500*time.Millisecond {
		t.Errorf("10 messages without redis took %v", took)
	}
	if v := admit(t, g, ask(200)).Verdict; v != gate.Limited {
		t.Errorf("limits without redis: verdict %d, want limited", v)
	}
	s.start(t)
	for range 100 {
		if !g.Down() {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(changes, []bool{true, false}) {
		t.Errorf("changes = %v, want down and up", changes)
	}
	if n := strings.Count(log.String(), "redis failed"); n != 1 {
		t.Errorf("%d alarms, want 1:\n%s", n, &log)
	}
}

func BenchmarkLocal(b *testing.B) {
	g := gate.NewLocal(rules, time.Now)
	var n atomic.Int64
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := strconv.FormatInt(n.Add(1), 10)
			_, _ = g.Admit(context.Background(), gate.Ask{Key: i, Person: i, Count: true})
		}
	})
}

func BenchmarkRedis(b *testing.B) {
	g := newRedis(b, startRedis(b).url(), "a", newClock())
	var n atomic.Int64
	b.SetParallelism(32)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := strconv.FormatInt(n.Add(1), 10)
			if _, err := g.Admit(context.Background(), gate.Ask{Key: i, Person: i, Count: true}); err != nil {
				b.Error(err)
			}
		}
	})
}
