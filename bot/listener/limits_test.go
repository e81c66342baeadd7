package listener_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"zhujiao/bot/listener"
)

// hand is a clock that tests move.
type hand struct {
	mu sync.Mutex
	at time.Time
}

func (h *hand) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hand) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// knock is a listener whose connections the test makes.
type knock struct {
	net.Listener
	next chan net.Conn
}

func (k knock) Accept() (net.Conn, error) {
	if c, ok := <-k.next; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

// caller is a connection from an address.
type caller struct {
	net.Conn
	from   string
	mu     sync.Mutex
	closed bool
}

func (c *caller) RemoteAddr() net.Addr {
	a, err := net.ResolveTCPAddr("tcp", c.from)
	if err != nil {
		panic(err)
	}
	return a
}

func (c *caller) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	return nil
}

func (c *caller) gone() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// house is a server's door with room for five connections, three of one address.
type house struct {
	t      *testing.T
	limits *listener.Limits
	door   net.Listener
	next   chan net.Conn
	hand   *hand
	log    *bytes.Buffer
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, next: make(chan net.Conn, 1), hand: &hand{at: time.Unix(1e9, 0)}, log: &bytes.Buffer{}}
	proxies, err := listener.ParseProxies("10.0.0.0/8")
	if err != nil {
		t.Fatal(err)
	}
	h.limits = listener.NewLimits(5, 3, proxies, h.hand.now, slog.New(slog.NewTextHandler(h.log, nil)))
	h.door = h.limits.Listener(knock{next: h.next})
	return h
}

// call makes a connection; nil if there is no room for it.
func (h *house) call(from string) (*caller, net.Conn) {
	h.t.Helper()
	c := &caller{from: from}
	h.next <- c
	got := make(chan net.Conn)
	go func() {
		if nc, err := h.door.Accept(); err == nil {
			got <- nc
		}
	}()
	for {
		select {
		case nc := <-got:
			return c, nc
		case <-time.After(5 * time.Millisecond):
		}
		if c.gone() { // the one who waits gets the next call: end it
			close(h.next)
			h.next = make(chan net.Conn, 1)
			h.door = h.limits.Listener(knock{next: h.next})
			return c, nil
		}
	}
}

// works says that a connection asks something.
func (h *house) works(nc net.Conn) { h.limits.Changed(nc, http.StateActive) }

// rests says that it has been answered.
func (h *house) rests(nc net.Conn) { h.limits.Changed(nc, http.StateIdle) }

// TestLimitOfAnAddress closes what one address has too many of, first what it does not use.
func TestLimitOfAnAddress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first, _ := h.call("203.0.113.9:1")
	_, second := h.call("203.0.113.9:2")
	_, third := h.call("203.0.113.9:3")
	h.works(second)
	if c, nc := h.call("203.0.113.9:4"); nc != nil || !c.gone() || first.gone() {
		t.Error("a fourth connection was taken while the others were new")
	}
	h.hand.pass(2 * time.Second)
	h.works(third)
	if _, nc := h.call("203.0.113.9:5"); nc == nil || !first.gone() {
		t.Error("the quiet connection was not closed for a new one")
	} else {
		h.works(nc)
	}
	h.hand.pass(2 * time.Second)
	if _, nc := h.call("203.0.113.9:6"); nc != nil {
		t.Error("a connection was taken while three of the address are in use")
	}
	if _, nc := h.call("203.0.113.8:7"); nc == nil {
		t.Error("another address was refused")
	}
	h.rests(second)
	h.hand.pass(2 * time.Second)
	if _, nc := h.call("203.0.113.9:8"); nc == nil {
		t.Error("a connection that rests was kept")
	}
	if !strings.Contains(h.log.String(), "address=203.0.113.9") {
		t.Errorf("the log is %q", h.log)
	}
}

// TestLimitOfAll closes the quietest connection when the house is full, never a proxy's.
func TestLimitOfAll(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	proxy, _ := h.call("10.0.0.1:1")
	for i := range 3 {
		if _, nc := h.call("10.0.0.1:" + string(rune('2'+i))); nc == nil {
			t.Fatal("a proxy was refused")
		}
	}
	quiet, _ := h.call("203.0.113.9:1")
	if _, nc := h.call("203.0.113.8:1"); nc != nil {
		t.Error("a sixth connection was taken")
	}
	h.hand.pass(2 * time.Second)
	_, nc := h.call("203.0.113.8:2")
	if nc == nil || !quiet.gone() || proxy.gone() {
		t.Fatal("the quiet connection was not closed for a new one")
	}
	_ = nc.Close()
	_ = nc.Close() // counted once
	if _, nc := h.call("203.0.113.7:1"); nc == nil {
		t.Error("a connection that was closed is still counted")
	}
	if _, nc := h.call("203.0.113.7:2"); nc != nil {
		t.Error("a connection that was closed twice is counted twice")
	}
}

// TestLimitOfAHousehold: the addresses of an IPv6 network of 64 bits are one.
func TestLimitOfAHousehold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i, want := range []bool{true, true, true, false} {
		if _, nc := h.call("[2001:db8:1:2::" + string(rune('1'+i)) + "]:1"); (nc != nil) != want {
			t.Errorf("connection %d: %v", i, nc != nil)
		}
	}
	if _, nc := h.call("[2001:db8:1:3::1]:1"); nc == nil {
		t.Error("another network was refused")
	}
}

// TestBounded writes twenty lines a minute and says how many were left out.
func TestBounded(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	h := &hand{at: time.Unix(1e9, 0)}
	log := listener.Bounded(slog.New(slog.NewTextHandler(&out, nil)), h.now)
	for range 100 {
		log.With("a", 1).WithGroup("g").WarnContext(t.Context(), "noise")
	}
	if n := strings.Count(out.String(), "noise"); n != 20 {
		t.Errorf("%d lines", n)
	}
	h.pass(time.Minute)
	log.WarnContext(t.Context(), "noise")
	if b, _ := io.ReadAll(&out); !strings.Contains(string(b), "omitted=80") {
		t.Errorf("nothing says how many lines were left out: %s", b)
	}
}
