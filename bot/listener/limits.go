package listener

import (
	"container/list"
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"zhujiao/bot"
)

// How many connections there are at most.
const (
	// ConnectionsMax is for all together. The platform pushes up to some thousand messages
	// at once over connections of their own.
	ConnectionsMax = 8192
	// ConnectionsEach is for one address, or one IPv6 network of 64 bits, which is what one
	// household gets. The platform pushes from few addresses.
	ConnectionsEach = 1024
	// quietAfter is how long a connection asks nothing before it may be closed for another.
	quietAfter = time.Second
)

// Limits bounds the connections of a server. Connections of proxies are bounded by the
// proxies, so that no limit for an address holds for them, and they are never closed for
// others. When there are too many, the connection that has asked nothing for the longest
// time is closed for the new one; if all are in use, the new one is closed.
type Limits struct {
	total, each int
	proxies     Proxies
	log         *slog.Logger
	now         bot.Clock
	mu          sync.Mutex
	open        int
	from        map[netip.Addr]int
	quiet       list.List // of *conn that ask nothing, the one that is quiet longest first
}

// NewLimits makes limits: for all connections together, and for those of one address. log
// should be bounded itself, see Bounded.
func NewLimits(total, each int, proxies Proxies, now bot.Clock, log *slog.Logger) *Limits {
	return &Limits{total: total, each: each, proxies: proxies, log: log, now: now, from: map[netip.Addr]int{}}
}

// Listener bounds the connections that l accepts. The server must tell Changed of them.
func (l *Limits) Listener(from net.Listener) net.Listener { return &bounded{from, l} }

// Changed is the ConnState of the server.
func (l *Limits) Changed(nc net.Conn, state http.ConnState) {
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	c, ok := nc.(*conn)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	c.awake()
	if (state == http.StateIdle || state == http.StateNew) && !c.closed {
		c.rest()
	}
}

type bounded struct {
	net.Listener
	limits *Limits
}

// Accept returns the next connection for which there is room.
func (b *bounded) Accept() (net.Conn, error) {
	for {
		nc, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c := b.limits.admit(nc); c != nil {
			return c, nil
		}
		_ = nc.Close()
	}
}

// admit counts a connection, or returns nil if there is no room for it.
func (l *Limits) admit(nc net.Conn) *conn {
	c := &conn{Conn: nc, limits: l}
	if end, err := netip.ParseAddrPort(nc.RemoteAddr().String()); err == nil {
		c.from, c.proxy = Household(end.Addr()), l.proxies.Trusts(end.Addr())
	}
	l.mu.Lock()
	var victim *conn
	room := true
	switch {
	case !c.proxy && l.from[c.from] >= l.each:
		victim = l.quietest(func(other *conn) bool { return other.from == c.from })
		room = victim != nil
	case l.open >= l.total:
		victim = l.quietest(func(*conn) bool { return true })
		room = victim != nil
	}
	if victim != nil {
		victim.leave()
	}
	if room {
		l.open++
		l.from[c.from]++
		c.rest() // until it asks something
	}
	l.mu.Unlock()
	if victim != nil {
		_ = victim.Conn.Close()
	}
	if !room {
		l.log.WarnContext(context.Background(), "a connection was closed because there are too many; if it goes on, let a proxy or "+
			"firewall keep its address away", "address", c.from.String(), "open", l.total)
		return nil
	}
	return c
}

// quietest returns the connection that may be closed for another one, or nil.
func (l *Limits) quietest(fits func(*conn) bool) *conn {
	for e := l.quiet.Front(); e != nil; e = e.Next() {
		c, _ := e.Value.(*conn)
		if l.now().Sub(c.since) < quietAfter {
			return nil
		}
		if !c.proxy && fits(c) {
			return c
		}
	}
	return nil
}

// Household returns what stands for all addresses of one who asks: an IPv4 address itself,
// the network of 64 bits of an IPv6 address.
func Household(a netip.Addr) netip.Addr {
	a = a.Unmap().WithZone("")
	if p, err := a.Prefix(64); err == nil && a.Is6() {
		return p.Addr()
	}
	return a
}

// conn is a connection that is counted. Its fields are guarded by the limits.
type conn struct {
	net.Conn
	limits *Limits
	from   netip.Addr
	proxy  bool
	closed bool
	place  *list.Element // among the quiet ones
	since  time.Time
}

// Close implements net.Conn.
func (c *conn) Close() error {
	c.limits.mu.Lock()
	c.leave()
	c.limits.mu.Unlock()
	return c.Conn.Close()
}

// leave counts a connection no more.
func (c *conn) leave() {
	if c.closed {
		return
	}
	c.closed = true
	c.awake()
	c.limits.open--
	if c.limits.from[c.from]--; c.limits.from[c.from] == 0 {
		delete(c.limits.from, c.from)
	}
}

// rest says that a connection asks nothing from now on.
func (c *conn) rest() {
	c.since = c.limits.now()
	c.place = c.limits.quiet.PushBack(c)
}

// awake says that it does.
func (c *conn) awake() {
	if c.place != nil {
		c.limits.quiet.Remove(c.place)
		c.place = nil
	}
}
