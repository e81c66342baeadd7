package bottest

import (
	"context"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
)

// TCP returns an address on which the server is reached by TCP until the test ends. What is
// cut there does not concern others.
func (p *Postgres) TCP() string {
	p.tb.Helper()
	return relay(p.tb, "unix", filepath.Join(p.dir, ".s.PGSQL.5432"))
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

// relay carries connections to a server until the test ends.
func relay(tb testing.TB, network, to string) string {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = l.Close() })
	go func() { // ends with the test
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go carry(c, network, to) // ends with one of the two connections
		}
	}()
	return l.Addr().String()
}

// carry carries one connection in both directions.
func carry(c net.Conn, network, to string) {
	defer func() { _ = c.Close() }()
	s, err := (&net.Dialer{}).DialContext(context.Background(), network, to)
	if err != nil {
		return
	}
	defer func() { _ = s.Close() }()
	var once sync.Once
	ended := make(chan struct{})
	for _, way := range [][2]net.Conn{{c, s}, {s, c}} {
		go func() { // ends with a connection
			_, _ = io.Copy(way[0], way[1])
			once.Do(func() { close(ended) })
		}()
	}
	<-ended
}
