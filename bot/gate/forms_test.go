package gate_test

import (
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/bottest"
	"zhujiao/bot/gate"
)

// counted wants a person's messages to be counted in Redis.
func (d *drill) counted(t *testing.T, s *server, person string) {
	t.Helper()
	d.judged(t, person, 2*time.Second)
	if got := s.do("EXISTS zhujiao:gate:{" + person + "}:w"); got != ":1" {
		t.Errorf("%s: the window in redis: got %s, want :1", person, got)
	}
}

// quietly wants no failure so far.
func (d *drill) quietly(t *testing.T) {
	t.Helper()
	if n := d.log.count("\n"); n != 0 {
		t.Errorf("log lines:\n%s", d.log.String())
	}
}

func TestUnixSocket(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "redis.sock")
	s := startServer(t, "--unixsocket", path)
	within(t, 5*time.Second, "the socket", func() bool {
		c, err := net.Dial("unix", path)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	d := drillAt(t, "unix://"+path+"?db=3")
	d.back(t)
	d.judged(t, "p", 2*time.Second)
	if got := s.do("DBSIZE"); got != ":0" {
		t.Errorf("database 0: got %s keys, want them in database 3", got)
	}
	d.quietly(t)
}

func TestTLS(t *testing.T) {
	t.Parallel()
	s, port := startTLS(t)
	d := drillAt(t, fmt.Sprintf("rediss://127.0.0.1:%d/0?skip_verify=true", port))
	d.back(t)
	d.counted(t, s, "p")
	d.quietly(t)
	stranger := drillAt(t, fmt.Sprintf("rediss://127.0.0.1:%d/0", port))
	stranger.judged(t, "q", 2*time.Second)
	stranger.failed(t, gate.FaultLogin)
}

// A cluster of three: people of all slots are counted. One node dies, which stops all of
// a cluster without replicas, and comes back.
func TestCluster(t *testing.T) {
	t.Parallel()
	nodes := startCluster(t)
	d := drillAt(t, fmt.Sprintf("redis://127.0.0.1:%d?addr=127.0.0.1:%d&addr=127.0.0.1:%d", nodes[0].port, nodes[1].port, nodes[2].port))
	d.back(t)
	for i := range 12 {
		d.judged(t, fmt.Sprint("p", i), 2*time.Second)
	}
	for i, n := range nodes {
		if n.do("DBSIZE") == ":0" {
			t.Errorf("node %d counted nobody", i)
		}
	}
	d.quietly(t)
	nodes[1].kill()
	for i := range 12 {
		d.judged(t, fmt.Sprint("q", i), 2*time.Second)
	}
	within(t, 5*time.Second, "a line", func() bool { return d.log.count("level=ERROR") == 1 })
	nodes[1].start()
	clusterUp(t, nodes)
	d.back(t)
	for i := range 12 {
		want(t, d.gate, msg(fmt.Sprint("q", i), 12), gate.Silent) // what was counted here stands
		d.judged(t, fmt.Sprint("r", i), 2*time.Second)
	}
	if n := d.log.count("level=ERROR"); n != 1 || len(d.told) != 1 {
		t.Errorf("%d lines and alerts %v, want one of each:\n%s", n, d.told, d.log.String())
	}
}

// A node of a cluster dies and its replica takes over: the gate finds it by itself.
func TestClusterFailover(t *testing.T) {
	t.Parallel()
	nodes := startCluster(t)
	bus := bottest.FreePort(t)
	replica := startServer(t, "--cluster-enabled", "yes", "--cluster-port", fmt.Sprint(bus), "--cluster-node-timeout", "500",
		"--repl-diskless-sync-delay", "0")
	ok(t, nodes[0], fmt.Sprintf("CLUSTER MEET 127.0.0.1 %d %d", replica.port, bus))
	_, id, _ := strings.Cut(nodes[1].ask("CLUSTER MYID"), "\r\n")
	within(t, 10*time.Second, "the replica knows its primary", func() bool {
		return replica.do("CLUSTER REPLICATE "+strings.TrimSpace(id)) == "+OK"
	})
	within(t, 20*time.Second, "the replica follows", func() bool {
		return strings.Contains(replica.ask("INFO replication"), "master_link_status:up")
	})
	within(t, 20*time.Second, "the cluster knows the replica", func() bool {
		return strings.Contains(nodes[2].ask("CLUSTER NODES"), "slave "+strings.TrimSpace(id))
	})
	d := drillAt(t, fmt.Sprintf("redis://127.0.0.1:%d?addr=127.0.0.1:%d", nodes[1].port, nodes[0].port))
	d.back(t)
	d.judged(t, "before", 2*time.Second)
	nodes[1].kill()
	for i := range 6 {
		d.judged(t, fmt.Sprint("p", i), 2*time.Second)
	}
	within(t, 20*time.Second, "the replica takes over", func() bool {
		return strings.Contains(replica.ask("INFO replication"), "role:master")
	})
	within(t, 20*time.Second, "back at the cluster", d.redis.Connected)
	for i := range 6 {
		want(t, d.gate, msg(fmt.Sprint("p", i), 12), gate.Silent)
		d.judged(t, fmt.Sprint("q", i), 2*time.Second)
	}
	if replica.do("DBSIZE") == ":0" || d.log.count("level=ERROR") > 1 {
		t.Errorf("the replica has %s keys; the log:\n%s", replica.do("DBSIZE"), d.log.String())
	}
}

// The rights that docs/operations.md lists suffice.
func TestLeastRights(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	ok(t, s, "ACL SETUSER z on >p@ss resetkeys ~zhujiao:gate:* -@all +ping +eval +evalsha +script|load +time +mget +set +del")
	d := drillAt(t, fmt.Sprintf("redis://z:p%%40ss@127.0.0.1:%d/0", s.port))
	d.back(t)
	d.counted(t, s, "p")
	d.quietly(t)
}

// A slot moves to another node while people write: nobody notices.
func TestSlotMoves(t *testing.T) {
	t.Parallel()
	nodes := startCluster(t)
	d := drillAt(t, fmt.Sprintf("redis://127.0.0.1:%d?addr=127.0.0.1:%d", nodes[0].port, nodes[1].port))
	d.back(t)
	d.judged(t, "before", 2*time.Second)
	slot := strings.TrimPrefix(nodes[0].do("CLUSTER KEYSLOT {mover}"), ":")
	_, id, _ := strings.Cut(nodes[2].ask("CLUSTER MYID"), "\r\n")
	if strings.HasPrefix(nodes[2].do("GET {mover}"), "$") {
		_, id, _ = strings.Cut(nodes[0].ask("CLUSTER MYID"), "\r\n")
	}
	for _, n := range nodes {
		ok(t, n, "CLUSTER SETSLOT "+slot+" NODE "+strings.TrimSpace(id))
	}
	d.judged(t, "mover", 2*time.Second)
	d.quietly(t)
	if !d.redis.Connected() {
		t.Error("the slot that moved ended the use of the cluster")
	}
}

// One node of a cluster, given as a single server, can never count everybody. That is
// said once, with advice, and the gate of this process decides.
func TestOneNodeOfACluster(t *testing.T) {
	t.Parallel()
	nodes := startCluster(t)
	for _, n := range nodes { // it is noticed before a message
		drillAt(t, n.url()).failed(t, gate.FaultCluster)
	}
	d := drillAt(t, nodes[0].url())
	end := time.Now().Add(2 * time.Second)
	for i := 0; time.Now().Before(end); i++ {
		d.judged(t, fmt.Sprint("p", i), 2*time.Second)
		time.Sleep(20 * time.Millisecond)
	}
	d.failed(t, gate.FaultCluster)
	if d.redis.Connected() || d.log.count("\n") != 1 || d.log.count("add &addr=host:port") != 1 {
		t.Errorf("want one line with advice:\n%s", d.log.String())
	}
}

// The primary dies, a Sentinel promotes its replica, and the gate finds it. Of the
// Sentinels of the address one is dead and one hangs.
func TestSentinel(t *testing.T) {
	t.Parallel()
	primary := startServer(t)
	replica := startServer(t, "--replicaof", fmt.Sprint("127.0.0.1 ", primary.port), "--repl-diskless-sync-delay", "0")
	within(t, 20*time.Second, "the replica follows", func() bool {
		return strings.Contains(replica.ask("INFO replication"), "master_link_status:up")
	})
	sentinel := startSentinel(t, primary)
	within(t, 20*time.Second, "the sentinel knows the replica", func() bool {
		return strings.Contains(sentinel.ask("INFO sentinel"), "slaves=1")
	})
	hung := stretch(t, sentinel.port, 0)
	hung.cut.Store(true)
	d := drillAt(t, fmt.Sprintf("redis://127.0.0.1:%d/0?master_name=main&addr=127.0.0.1:%d&addr=127.0.0.1:%d",
		bottest.FreePort(t), hung.port, sentinel.port))
	d.back(t)
	d.counted(t, primary, "p")
	d.quietly(t)
	primary.kill()
	d.judged(t, "q", 2*time.Second)
	d.failed(t, gate.FaultUnreachable)
	within(t, 20*time.Second, "the replica is promoted", func() bool { return replica.do("SET x 1") == "+OK" })
	d.back(t)
	d.counted(t, replica, "r")
	want(t, d.gate, msg("q", 12), gate.Silent)
	if d.log.count("redis is back") != 1 {
		t.Errorf("want one line that redis is back:\n%s", d.log.String())
	}
}

// The errors of an address say what to do, and never print a part of the password,
// however it tears the address apart.
func TestURLErrors(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"localhost:6379":                                       "is no redis:// address; use redis://host:6379/0",
		"http://:hunter2@x/":                                   "is no redis:// address",
		"redis://:hunter2@[::1/0":                              "is no address; use redis://",
		"redis://:hun/ter2@x:6379/0":                           "is no address",
		"redis://:hun#ter2@x:6379/0":                           "is no address",
		"redis://:6379?hunter2@x:6379/0":                       "write %2F for /",
		"redis://x/hunter2/@y":                                 "write %2F for /",
		"redis://:hunter2@x/y/z":                               "has more than a database after the host",
		"redis://:hunter2@x/hunter2":                           "has a database that is no number",
		"redis://:hunter2@x:1?addr=hunter2":                    "has an addr that is no host:port; repeat &addr=",
		"redis://:hunter2@x:1/2?addr=y:1":                      "a cluster has none",
		"redis://:hunter2@x:1?nonsense=hunter2":                "has an unexpected option: nonsense; write for example ?dial_timeout",
		"redis://:hunter2@x:1?read_timeout=hunter2":            "has an invalid read_timeout duration",
		"redis://:hunter2@x:1?master_name=&addr=y:1":           "has an empty master_name",
		"unix://:hunter2@/s?addr=y:1":                          "a unix socket",
		"unix://":                                              "has no path",
		"redis:///0":                                           "has no host",
		"redis://:hunter2@x:1?addr=y:1&hunter2=1":              "cannot be read",
		"rediss://:hunter2@x:1?skip_verify=hunter2":            "has an invalid skip_verify boolean",
		"redis://:hunter2@x:1?master_name=m&pool_size=hunter2": "has an invalid pool_size number",
	} {
		err := gate.CheckURL(url)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", url, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "ter2") {
			t.Errorf("%s: the error shows the password: %v", url, err)
		}
	}
	for _, url := range []string{
		"redis://x", "rediss://u:p%40ss@x:6380/3?dial_timeout=3s&read_timeout=500ms",
		"unix:///run/redis.sock?db=1", "unix://u:p@/run/r.sock",
		"redis://x:1?addr=y:1&addr=z:1", "rediss://u:p@x:1/0?addr=y:1", "redis://x:26379/1?master_name=m&password=p&addr=y:26379",
		"redis://[::1]:6379/0",
	} {
		if err := gate.CheckURL(url); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}
