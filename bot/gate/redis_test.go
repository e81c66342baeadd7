package gate_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/gate"
)

func TestReplyIsAtHandElsewhere(t *testing.T) {
	t.Parallel()
	s, c := startServer(t), newClock()
	a, b := redisGate(t, s, "a", c), redisGate(t, s, "b", c)
	m := msg("p", 1)
	want(t, a, m, gate.Pass)
	want(t, b, m, gate.Running)
	want(t, a, m, gate.Pass) // its own mark holds nobody up: the process knows what it has in work
	reply := []byte("t谢谢 = \x00\r\n{}")
	a.Done(m, reply)
	within(t, time.Second, "the reply", func() bool { return admit(t, b, m).Reply != nil })
	got := want(t, b, m, gate.Pass)
	if diff := cmp.Diff(reply, got.Reply); diff != "" {
		t.Errorf("reply (-want +got):\n%s", diff)
	}
	for i := 2; i <= 10; i++ {
		want(t, b, msg("p", i), gate.Pass)
	}
	over := msg("p", 11)
	want(t, a, over, gate.Limited)
	want(t, b, over, gate.Running)
	a.Done(over, []byte("tslow down"))
	within(t, time.Second, "the words", func() bool { return admit(t, b, over).Verdict == gate.Limited })
	want(t, b, msg("p", 12), gate.Silent)
	want(t, a, msg("p", 12), gate.Silent)
}

func TestFailedMessageIsReleased(t *testing.T) {
	t.Parallel()
	s, c := startServer(t), newClock()
	a, b := redisGate(t, s, "a", c), redisGate(t, s, "b", c)
	want(t, a, msg("p", 1), gate.Pass)
	want(t, b, msg("p", 1), gate.Running)
	a.Done(msg("p", 1), nil)
	within(t, time.Second, "the mark is gone", func() bool { return admit(t, b, msg("p", 1)).Verdict == gate.Pass })
	system := gate.Ask{Key: "job 1"}
	want(t, a, system, gate.Pass)
	a.Done(system, []byte("-"))
	within(t, time.Second, "a system event is done", func() bool { return admit(t, b, system).Verdict == gate.Pass })
	if ans := admit(t, b, system); ans.Reply != nil {
		t.Errorf("system event: got reply %q, want the journal to decide", ans.Reply)
	}
}

// A process dies with a message in work: its retry waits two seconds at most,
// and only one of those who wait takes it over.
func TestMarkOfDeadProcess(t *testing.T) {
	t.Parallel()
	s, c := startServer(t), newClock()
	dead := redisGate(t, s, "dead", c)
	want(t, dead, msg("p", 1), gate.Pass)
	dead.Close()
	begin := time.Now()
	b, d := redisGate(t, s, "b", c), redisGate(t, s, "d", c)
	want(t, b, msg("p", 1), gate.Running)
	within(t, 4*time.Second, "the mark dies", func() bool { return admit(t, b, msg("p", 1)).Verdict == gate.Pass })
	if took := time.Since(begin); took > 2500*time.Millisecond {
		t.Errorf("the retry waited %v, want about 2s", took)
	}
	want(t, d, msg("p", 1), gate.Running)
}

func TestServerTime(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	rules := func() gate.Rules { return gate.Rules{Messages: 2, Span: time.Second} }
	g, err := gate.NewRedis(gate.RedisOptions{URL: s.url(), Owner: "a", Rules: rules, RoundTime: patient, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	within(t, 5*time.Second, "a connection", g.Connected)
	want(t, g, msg("p", 1), gate.Pass)
	want(t, g, msg("p", 2), gate.Pass)
	if ans := want(t, g, msg("p", 3), gate.Limited); ans.Wait <= 0 || ans.Wait > time.Second {
		t.Errorf("wait: got %v, want up to 1s", ans.Wait)
	}
	want(t, g, msg("p", 4), gate.Silent)
	time.Sleep(1100 * time.Millisecond)
	want(t, g, msg("p", 5), gate.Pass)
	for _, suffix := range []string{"w", "k:p-5", "r:p-5"} {
		if ttl := s.do("PTTL zhujiao:gate:{p}:" + suffix); ttl == ":-1" || ttl == ":-2" {
			t.Errorf("pttl of %s: got %s, want some", suffix, ttl)
		}
	}
}

// Redis loses its scripts, then everything; nobody notices but the windows.
func TestFlush(t *testing.T) {
	t.Parallel()
	s, c := startServer(t), newClock()
	g := redisGate(t, s, "a", c)
	fill(t, g, "p")
	s.do("SCRIPT FLUSH")
	want(t, g, msg("p", 10), gate.Limited)
	s.do("FLUSHALL")
	fill(t, g, "p")
	want(t, g, msg("p", 10), gate.Limited)
}

// The server is killed and comes back empty. Nobody waits, the limit of who is
// over it holds, there is one line for each turn of events.
func TestRedisDiesAndComesBack(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	fill(t, d.gate, "p")
	want(t, d.gate, msg("p", 10), gate.Limited)
	d.server.kill()
	if longest := d.crowd(t, "dead"); longest > 90*time.Millisecond {
		t.Errorf("a message waited %v for a dead redis", longest)
	}
	want(t, d.gate, msg("p", 11), gate.Silent)
	want(t, d.gate, msg("p", 10), gate.Limited)
	d.failed(t, gate.FaultUnreachable)
	if d.redis.Healthy() == nil {
		t.Error("healthy with a dead redis")
	}
	d.server.start()
	d.back(t)
	within(t, time.Second, "a line that redis is back", func() bool { return d.log.count("redis is back") == 1 })
	want(t, d.gate, msg("p", 12), gate.Silent)
	fill(t, d.gate, "q")
	if got := d.server.do("EXISTS zhujiao:gate:{q}:w"); got != ":1" {
		t.Errorf("window in redis: got %s, want :1", got)
	}
}

// Redis loses its counts in the middle of a window: this process has them.
func TestStricterCount(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	fill(t, d.gate, "p")
	d.server.do("FLUSHALL")
	want(t, d.gate, msg("p", 10), gate.Limited)
	d.server.do("FLUSHALL")
	want(t, d.gate, msg("p", 11), gate.Silent)
	want(t, d.gate, msg("q", 1), gate.Pass)
}

// Redis loses its counts when other processes had counted most of them: each process
// holds what it has heard of.
func TestStricterCountOfAll(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	other := redisGate(t, d.server, "b", d.clock)
	for i := range 8 {
		want(t, other, msg("p", i), gate.Pass)
	}
	want(t, d.gate, msg("p", 8), gate.Pass)
	d.server.do("FLUSHALL")
	want(t, d.gate, msg("p", 9), gate.Pass)
	want(t, d.gate, msg("p", 10), gate.Limited)
}

// A person's window begins with the first message anywhere, not with the first one that
// this process got: it must not be limited by a window of its own.
func TestOneWindowForAll(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	other := redisGate(t, d.server, "b", d.clock)
	want(t, other, msg("p", 0), gate.Pass)
	d.clock.advance(25 * time.Second)
	for i := 1; i < 9; i++ {
		want(t, d.gate, msg("p", i), gate.Pass)
	}
	d.clock.advance(6 * time.Second)
	for i := 20; i < 30; i++ {
		want(t, d.gate, msg("p", i), gate.Pass)
	}
	want(t, d.gate, msg("p", 30), gate.Limited)
}

// Connecting leaves nothing behind, and what the gate writes ends by itself.
func TestKeysEnd(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	if n := d.server.do("DBSIZE"); n != ":0" {
		t.Errorf("%s keys after connecting, want none", n)
	}
	d.judged(t, "p", 2*time.Second)
	d.gate.Done(msg("p", 1), []byte("reply"))
	endless := `EVAL "local n=0 for _,k in ipairs(redis.call('keys','*')) do if redis.call('pttl',k)<0 then n=n+1 end end return n" 0`
	if n := d.server.do(endless); n != ":0" {
		t.Errorf("%s keys without end, want none", n)
	}
}

// The server hangs: connections stay open and nothing answers.
func TestRedisHangs(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	fill(t, d.gate, "p")
	d.server.cmd.Process.Signal(syscall.SIGSTOP)
	// A client without our time-outs waits for three seconds, and tries again. The
	// bound is far above ours, for a busy machine.
	if longest := d.crowd(t, "hung"); longest > 2*time.Second {
		t.Errorf("a message waited %v for a redis that hangs", longest)
	}
	want(t, d.gate, msg("p", 10), gate.Limited)
	d.failed(t, gate.FaultSlow)
	d.server.cmd.Process.Signal(syscall.SIGCONT)
	d.back(t)
}

// A process starts without its Redis, says so without a message, and finds it later.
func TestStartWithoutRedis(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	s.kill()
	d := drillAt(t, s.url())
	fill(t, d.gate, "p")
	want(t, d.gate, msg("p", 10), gate.Limited)
	d.failed(t, gate.FaultUnreachable)
	s.start()
	d.back(t)
}

// TestMain lets the test's binary be a second process of the bot.
func TestMain(m *testing.M) {
	if url := os.Getenv("GATE_TEST_CHILD"); url != "" {
		child(url)
		return
	}
	os.Exit(m.Run())
}

// child asks for each line "person number" it reads and writes the verdict.
func child(url string) {
	g, err := gate.NewRedis(gate.RedisOptions{URL: url, Owner: "child", Rules: r11, RoundTime: patient, Log: quiet()})
	if err != nil {
		fmt.Fprintln(os.Stdout, err)
		return
	}
	for end := time.Now().Add(patient); !g.Connected() && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var p string
		var n int
		fmt.Sscan(in.Text(), &p, &n)
		ans, err := g.Admit(context.Background(), msg(p, n))
		fmt.Fprintln(os.Stdout, int(ans.Verdict), err)
	}
}

// Two processes ask about the same messages at the same time: each message
// passes once, and the two count together.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	here := redisGate(t, s, "parent", nil)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "GATE_TEST_CHILD="+s.url())
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	there := bufio.NewScanner(out)
	total := map[gate.Verdict]int{}
	for p := range 20 {
		for n := range 15 {
			fmt.Fprintf(in, "p%d %d\n", p, n)
			mine := admit(t, here, msg(fmt.Sprint("p", p), n)).Verdict
			if !there.Scan() {
				t.Fatal("the child ended")
			}
			var theirs gate.Verdict
			if _, err := fmt.Sscanf(there.Text(), "%d <nil>", &theirs); err != nil {
				t.Fatalf("the child says %q: %v", there.Text(), err)
			}
			total[mine]++
			total[theirs]++
		}
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	// 20 people: 10 pass once and run elsewhere once, 1 is told once, 4 get nothing twice.
	all := map[gate.Verdict]int{gate.Pass: 200, gate.Limited: 20, gate.Running: 220, gate.Silent: 160}
	if diff := cmp.Diff(all, total); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

// A message that ends during the shutdown meets a closed gate.
func TestDoneAfterClose(t *testing.T) {
	t.Parallel()
	g, err := gate.NewRedis(gate.RedisOptions{URL: "redis://127.0.0.1:1/0", Rules: r11, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		g.Close()
		g.Done(msg("p", 1), nil)
	}
}

// With the lab's clock standing, nothing may end by a TTL of real time.
func TestNothingEndsWhileTheLabStands(t *testing.T) {
	t.Parallel()
	s, c := startServer(t), newClock()
	g := redisGate(t, s, "a", c)
	want(t, g, msg("p", 1), gate.Pass)
	for _, suffix := range []string{"w", "k:p-1"} {
		var ttl int
		fmt.Sscanf(s.do("TTL zhujiao:gate:{p}:"+suffix), ":%d", &ttl)
		if ttl < 12*60*60 {
			t.Errorf("ttl of %s: got %ds, want many hours", suffix, ttl)
		}
	}
}

func TestUsed(t *testing.T) {
	t.Parallel()
	c := newClock()
	g := gate.NewLocal(r11, c.now)
	for i := range 3 {
		want(t, g, msg("p", i), gate.Pass)
		want(t, g, msg("p", i), gate.Pass)
	}
	if n := g.Used("p"); n != 3 {
		t.Errorf("got %d used, want 3", n)
	}
	c.advance(30 * time.Second)
	if n := g.Used("p"); n != 0 {
		t.Errorf("after the window: got %d used, want 0", n)
	}
}

func TestLocalIsBounded(t *testing.T) {
	t.Parallel()
	g := gate.NewLocal(r11, newClock().now)
	for i := range 500_000 {
		p := fmt.Sprint(i)
		g.Admit(t.Context(), gate.Ask{Key: p, Person: p, Count: true})
	}
	if n := g.Len(); n > 64*2*2*1536 {
		t.Errorf("%d entries after a flood", n)
	}
}
