package gate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhujiao/bot/gate"
)

// lines is a log that counts.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *lines) count(word string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.buf.String(), word)
}

// drill is a gate with the product's time limits, and what it tells.
type drill struct {
	server *server
	clock  *clock
	redis  *gate.Redis
	gate   *gate.Fallback
	log    *lines
	mu     sync.Mutex
	told   []gate.Fault
	refuse atomic.Bool // the moderators cannot be told
}

// RedisFailed implements gate.Alerts.
func (d *drill) RedisFailed(_ context.Context, f gate.Fault) error {
	if d.refuse.Load() {
		return errors.New("the database is slow")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = append(d.told, f)
	return nil
}

func newDrill(t *testing.T) *drill {
	t.Helper()
	s := startServer(t)
	d := drillAt(t, s.url())
	d.server = s
	d.back(t)
	return d
}

// drillAt is a drill at any address; it may not be connected yet.
func drillAt(t *testing.T, url string) *drill {
	t.Helper()
	d := &drill{clock: newClock(), log: &lines{}}
	log := slog.New(slog.NewTextHandler(d.log, nil))
	d.redis = limitedGate(t, gate.RedisOptions{URL: url, Owner: "a", Log: log, Alerts: d}, d.clock)
	d.gate = gate.NewFallback(d.redis, gate.NewLocal(r11, d.clock.now))
	t.Cleanup(func() { d.gate.Close() })
	return d
}

// back waits until questions are sent to Redis.
func (d *drill) back(t *testing.T) {
	t.Helper()
	within(t, 10*time.Second, "back at redis", d.redis.Connected)
}

// failed waits until the failure is reported and wants one line and one alert with a
// fault since the drill began.
func (d *drill) failed(t *testing.T, f gate.Fault) {
	t.Helper()
	within(t, 5*time.Second, "the failure is reported", func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return len(d.told) > 0
	})
	d.mu.Lock()
	defer d.mu.Unlock()
	if diff := cmp.Diff([]gate.Fault{f}, d.told); diff != "" || d.log.count("level=ERROR") != 1 {
		t.Errorf("alerts (-want +got):\n%s%d lines, want 1:\n%s", diff, d.log.count("level=ERROR"), d.log.String())
	}
}

// judged wants the right verdicts for somebody new, each in good time.
func (d *drill) judged(t *testing.T, person string, limit time.Duration) {
	t.Helper()
	for i := range 12 {
		v := gate.Pass
		if i == 10 {
			v = gate.Limited
		} else if i > 10 {
			v = gate.Silent
		}
		begin := time.Now()
		want(t, d.gate, msg(person, i), v)
		if took := time.Since(begin); took > limit {
			t.Errorf("message %d of %s waited %v, want at most %v", i, person, took, limit)
		}
	}
}

// crowd sends messages from many goroutines and returns the longest wait.
func (d *drill) crowd(t *testing.T, name string) time.Duration {
	t.Helper()
	var longest atomic.Int64
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := range 5 {
				begin := time.Now()
				want(t, d.gate, msg(fmt.Sprint(name, w), i), gate.Pass)
				if took := int64(time.Since(begin)); took > longest.Load() {
					longest.Store(took)
				}
			}
		})
	}
	wg.Wait()
	return time.Duration(longest.Load())
}
