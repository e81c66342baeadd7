package gate_test

import (
	"fmt"
	"testing"
	"time"

	"zhujiao/bot/gate"
)

// A Redis far away is used: each question has the time that its round trip needs, and
// dialling, TLS and login take none of it.
func TestFarRedis(t *testing.T) {
	t.Parallel()
	s, tlsPort := startTLS(t)
	for _, trip := range []time.Duration{50 * time.Millisecond, 200 * time.Millisecond} {
		for name, tc := range map[string]struct {
			port int
			url  string
		}{
			"plain": {s.port, "redis://127.0.0.1:%d/0"},
			"tls":   {tlsPort, "rediss://127.0.0.1:%d/0?skip_verify=true"},
		} {
			t.Run(fmt.Sprint(name, " ", trip), func(t *testing.T) {
				t.Parallel()
				w := stretch(t, tc.port, trip)
				d := drillAt(t, fmt.Sprintf(tc.url, w.port))
				d.back(t)
				if limit := time.Duration(d.redis.Limit()); limit < 3*trip || limit > 5*trip {
					t.Errorf("a question may take %v, want three round trips and what the machine adds", limit)
				}
				d.counted(t, s, name+trip.String())
				d.quietly(t)
			})
		}
	}
}

// What a far Redis loses costs messages no connecting: scripts, and connections. A
// message that finds none is answered here, before a packet could have come back.
func TestFarRedisRecovers(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	const trip = 200 * time.Millisecond
	w := stretch(t, s.port, trip)
	d := drillAt(t, w.url())
	d.back(t)
	s.do("SCRIPT FLUSH")
	want(t, d.gate, msg("scripts", 1), gate.Pass)
	s.do("CLIENT KILL TYPE normal SKIPME yes")
	time.Sleep(20 * time.Millisecond) // so that it is known that they are closed
	d.judged(t, "connections", trip)
	d.back(t)
	want(t, d.gate, msg("after", 1), gate.Pass)
	if got := s.do("EXISTS zhujiao:gate:{scripts}:w zhujiao:gate:{after}:w"); got != ":2" {
		t.Errorf("windows in redis: got %s, want :2", got)
	}
	d.quietly(t)
}

// A far Redis stops to answer: the one message that meets it waits three round trips, not
// longer, and the next ones nothing.
func TestFarRedisHangs(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	w := stretch(t, s.port, 100*time.Millisecond)
	d := drillAt(t, w.url())
	d.back(t)
	w.cut.Store(true)
	begin := time.Now()
	d.judged(t, "p", 2*time.Second)
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("twelve messages waited %v, want one time limit in all", took)
	}
	d.failed(t, gate.FaultSlow)
	w.cut.Store(false)
	d.back(t)
	want(t, d.gate, msg("p", 12), gate.Silent)
}

// Time limits of the address are kept: a server that needs longer is not used.
func TestTimeLimitsOfTheURL(t *testing.T) {
	t.Parallel()
	s, tlsPort := startTLS(t)
	far := stretch(t, tlsPort, 200*time.Millisecond)
	for query, usable := range map[string]bool{
		"dial_timeout=5s&read_timeout=1500ms&write_timeout=1s&pool_timeout=1s": true,
		"dial_timeout=100ms": false,
		"read_timeout=100ms": false,
	} {
		d := drillAt(t, fmt.Sprintf("rediss://127.0.0.1:%d/0?skip_verify=true&%s", far.port, query))
		if !usable {
			d.failed(t, gate.FaultSlow)
			continue
		}
		d.back(t)
		d.counted(t, s, "p")
		d.quietly(t)
	}
	near := drillAt(t, s.url()+"?read_timeout=20ms")
	near.back(t)
	if got := time.Duration(near.redis.Limit()); got != 20*time.Millisecond {
		t.Errorf("a question may take %v, want read_timeout", got)
	}
}

// No message dials: the gate opens its connections beforehand, and a crowd needs no more.
func TestMessagesDoNotDial(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	w := stretch(t, s.port, 0)
	d := drillAt(t, w.url())
	d.back(t)
	before := w.conns.Load()
	d.crowd(t, "crowd")
	d.counted(t, s, "p")
	if after := w.conns.Load(); after != before || before > 2 {
		t.Errorf("%d connections before a crowd and %d after it, want two", before, after)
	}
}
