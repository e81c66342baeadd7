package bottest

import (
	"context"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// TCP returns an address on which the server is reached by TCP until the test ends. What is
// cut there does not concern others.
func (p *Postgres) TCP() string {
	p.tb.Helper()
	return p.Relay().Addr
}

// Relay returns a way to the server by TCP until the test ends.
func (p *Postgres) Relay() *Relay {
	p.tb.Helper()
	return newRelay(p.tb, "unix", filepath.Join(p.dir, ".s.PGSQL.5432"))
}

// Through returns the address of a schema, as URL made it, by way of a TCP address.
func Through(tb testing.TB, address, tcp string) string {
	tb.Helper()
	u, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}
	q := u.Query()
	if user := q.Get("user"); user != "" {
		u.User = url.User(user)
	}
	q.Del("host")
	q.Del("user")
	q.Set("sslmode", "disable")
	u.Host, u.RawQuery = tcp, q.Encode()
	return u.String()
}

// Relay carries connections to a server until the test ends.
type Relay struct {
	// Addr is the TCP address on which it is reached.
	Addr string

	network, to string
	ended       chan struct{} // closed with the test
	pieces      atomic.Int64
	mu          sync.Mutex
	silent      chan struct{} // closed when the connections of now fall silent
}

// newRelay starts a relay to an address.
func newRelay(tb testing.TB, network, to string) *Relay {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	r := &Relay{Addr: l.Addr().String(), network: network, to: to, ended: make(chan struct{}), silent: make(chan struct{})}
	tb.Cleanup(func() {
		close(r.ended)
		_ = l.Close()
	})
	go func() { // ends with the test
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			r.mu.Lock()
			silent := r.silent
			r.mu.Unlock()
			go r.carry(c, silent) // ends with one of the two connections, or with the test
		}
	}()
	return r
}

// Silence lets the connections that exist carry nothing any more. They take what is sent and
// are not closed, as those of which a firewall has forgotten the state. New ones work.
func (r *Relay) Silence() {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.silent)
	r.silent = make(chan struct{})
}

// Pieces returns how many pieces clients have sent: a client that waits for each answer sends
// one for each question.
func (r *Relay) Pieces() int { return int(r.pieces.Load()) }

// counted counts what is read from a client.
type counted struct {
	io.Reader
	pieces *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.pieces.Add(1)
	return n, err
}

// carry carries one connection in both directions.
func (r *Relay) carry(c net.Conn, silent <-chan struct{}) {
	defer func() { _ = c.Close() }()
	s, err := (&net.Dialer{}).DialContext(context.Background(), r.network, r.to)
	if err != nil {
		return
	}
	defer func() { _ = s.Close() }()
	closed := make(chan struct{}, 2)
	carryOn := func(to net.Conn, from io.Reader) { // ends with a connection
		_, _ = io.Copy(untilSilent{to, silent}, from)
		closed <- struct{}{}
	}
	go carryOn(c, s)
	go carryOn(s, counted{c, &r.pieces})
	select {
	case <-closed:
	case <-r.ended:
		return
	}
	select {
	case <-silent: // then the other side does not learn that it was closed
		<-r.ended
	default:
	}
}

// untilSilent drops what is written after silent is closed.
type untilSilent struct {
	to     io.Writer
	silent <-chan struct{}
}

// Write implements io.Writer.
func (u untilSilent) Write(b []byte) (int, error) {
	select {
	case <-u.silent:
		return len(b), nil
	default:
		return u.to.Write(b)
	}
}
