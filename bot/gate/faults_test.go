package gate_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhujiao/bot/gate"
)

// TestFaults breaks a server in each way that leaves it running. Nobody waits long and
// verdicts are right, there is one line and one alert, and the gate is back by itself
// with what was counted meanwhile.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		breakIt, mend []string
		fault         gate.Fault
	}{
		"replica":     {[]string{"REPLICAOF 127.0.0.1 1"}, []string{"REPLICAOF NO ONE"}, gate.FaultReadOnly},
		"full":        {[]string{"CONFIG SET maxmemory 1mb"}, []string{"CONFIG SET maxmemory 0"}, gate.FaultFull},
		"no replicas": {[]string{"CONFIG SET min-replicas-to-write 3"}, []string{"CONFIG SET min-replicas-to-write 0"}, gate.FaultReadOnly},
		"login": {
			[]string{"CONFIG SET requirepass x", "AUTH x\r\nCLIENT KILL TYPE normal SKIPME yes"},
			[]string{"AUTH x\r\nCONFIG SET requirepass \"\""},
			gate.FaultLogin,
		},
		"paused":     {[]string{"CLIENT PAUSE 2500 ALL"}, nil, gate.FaultSlow},
		"no scripts": {[]string{"ACL SETUSER default -@scripting"}, []string{"ACL SETUSER default +@all"}, gate.FaultLogin},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDrill(t)
			d.judged(t, "before", 2*time.Second)
			for _, c := range tc.breakIt {
				d.server.do(c)
			}
			d.judged(t, "during", 2*time.Second)
			d.failed(t, tc.fault)
			d.judged(t, "later", time.Second)
			for _, c := range tc.mend {
				d.server.do(c)
			}
			d.back(t)
			for _, p := range []string{"before", "during", "later"} {
				want(t, d.gate, msg(p, 12), gate.Silent)
			}
			d.counted(t, d.server, "after")
			d.failed(t, tc.fault)
			if d.log.count("redis is back") != 1 {
				t.Errorf("want one line that redis is back:\n%s", d.log.String())
			}
		})
	}
}

// A server that is loading its data answers with an error until it is done.
func TestLoading(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	d.server.do(`EVAL "for i=1,3000 do redis.call('SET','f'..i,string.rep('x',50)) end" 0`)
	ok(t, d.server, "SAVE")
	d.server.kill()
	d.judged(t, "during", 2*time.Second)
	d.server.args = append(d.server.args, "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024")
	d.server.start()
	if got := d.server.do("GET x"); got != "-LOADING Redis is loading the dataset in memory" {
		t.Fatalf("the server answers %q, want that it is loading", got)
	}
	d.judged(t, "loading", 2*time.Second)
	d.back(t)
	want(t, d.gate, msg("loading", 12), gate.Silent)
	d.failed(t, gate.FaultUnreachable) // still one line and one alert: it is one outage
}

func TestFaultOf(t *testing.T) {
	t.Parallel()
	for want, texts := range map[gate.Fault][]string{
		gate.FaultCluster: {"MOVED 3999 127.0.0.1:6381"},
		gate.FaultReadOnly: {
			"READONLY You can't write against a read only replica. script: 1",
			"ERR Error running script (call to f_1): @user_script:31: -READONLY You can't write against a read only replica.",
			"MISCONF Redis is configured to save RDB snapshots",
		},
		gate.FaultFull: {"OOM command not allowed when used memory > 'maxmemory'."},
		gate.FaultNotReady: {
			"LOADING Redis is loading the dataset in memory", "CLUSTERDOWN The cluster is down",
			"MASTERDOWN Link with MASTER is down", "BUSY Redis is busy running a script.",
		},
		gate.FaultLogin: {
			"NOAUTH Authentication required.", "WRONGPASS invalid username-password pair", "DENIED Redis is running in protected mode",
		},
		gate.FaultUnreachable: {
			"dial tcp 127.0.0.1:1: connect: connection refused", "redis: all sentinels specified in configuration are unreachable",
		},
	} {
		for _, text := range texts {
			if got := gate.FaultOf(errors.New(text)); got != want {
				t.Errorf("%s: got %s, want %s", text, got, want)
			}
		}
	}
	if got := gate.FaultOf(fmt.Errorf("x: %w", syscall.ETIMEDOUT)); got != gate.FaultSlow {
		t.Errorf("a time-out: got %s", got)
	}
}

// Connections break, but the server is well: nobody notices, and nothing is reported.
func TestConnectionsBreak(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	for i := range 5 {
		d.server.do("CLIENT KILL TYPE normal SKIPME yes")
		time.Sleep(20 * time.Millisecond) // so that it is known that they are closed
		d.judged(t, fmt.Sprint("p", i), 2*time.Second)
		d.back(t)
	}
	d.counted(t, d.server, "q")
	d.quietly(t)
}

// Redis answers everything but what it is asked: that is no reason for a line a second.
func TestRelapses(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	d.server.do("SET zhujiao:gate:{p}:k:p-1 rubbish")
	end := time.Now().Add(4 * time.Second)
	for time.Now().Before(end) {
		want(t, d.gate, msg("p", 1), gate.Pass)
		time.Sleep(time.Millisecond)
	}
	d.failed(t, gate.FaultRefused)
}

// The moderators cannot be told at once: they are told later, once, and not a second
// time within a minute about the same fault.
func TestAlertIsRepeated(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	d.refuse.Store(true)
	d.server.kill()
	within(t, 5*time.Second, "a line", func() bool { return d.log.count("level=ERROR") == 1 })
	d.refuse.Store(false)
	d.failed(t, gate.FaultUnreachable)
	d.server.start()
	d.back(t)
	d.server.kill()
	within(t, 10*time.Second, "a second line", func() bool { return d.log.count("level=ERROR") == 2 })
	d.server.start()
	d.back(t)
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.told) != 1 {
		t.Errorf("alerts: got %v, want one a minute", d.told)
	}
}

// One of the connections breaks while nobody writes: it is replaced.
func TestConnectionIsReplaced(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	open := func() (ids []string) {
		for line := range strings.Lines(d.server.ask("CLIENT LIST")) {
			id, rest, _ := strings.Cut(strings.TrimPrefix(line, "id="), " ")
			if strings.Contains(rest, "cmd=") && !strings.Contains(rest, "cmd=client") {
				ids = append(ids, id)
			}
		}
		return ids
	}
	ids := open()
	if len(ids) != 2 {
		t.Fatalf("open connections: got %v, want two", ids)
	}
	d.server.do("CLIENT KILL ID " + ids[0])
	within(t, 10*time.Second, "two connections again", func() bool {
		now := open()
		return len(now) == 2 && !slices.Contains(now, ids[0])
	})
	d.back(t)
	d.quietly(t)
}
