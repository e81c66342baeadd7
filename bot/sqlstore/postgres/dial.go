package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// connectLife is how long it may take to connect, unless the address says otherwise.
	// upkeepConnectLife is the same for work that nobody waits for in a chat.
	connectLife       = 4 * time.Second
	upkeepConnectLife = 10 * time.Second
	// answerRest is added to the time that the server gives a statement, for the way there
	// and back. A connection that says nothing for so long is given up.
	answerRest = time.Second
	// pingAfter is how long a connection may have said nothing before it is asked whether it
	// lives when it is used again, and pingLife how long it has to answer.
	pingAfter = time.Second
	pingLife  = 2 * time.Second
	// unacknowledged is how long the system repeats what the other side does not acknowledge.
	// Without it that is a quarter of an hour on Linux.
	unacknowledged = 30 * time.Second
)

// dial connects to a server whose machine may vanish: the system asks an idle connection now
// and then whether the other side is there.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 3},
		Control:         limitUnacknowledged,
	}
	return d.DialContext(ctx, network, address)
}

// limitConnecting sets how connections of a configuration are made.
func limitConnecting(config *pgx.ConnConfig, dial pgconn.DialFunc, life time.Duration) {
	config.DialFunc = dial
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = life
	}
}

// dialer makes the connections of a pool, and ends those that fall silent: a firewall that has
// lost its state, or a machine that has vanished, closes nothing, and without a limit a
// statement would wait until the system gives up. The limit is one of the socket, and counts
// from the last byte: a context that ends would also end rows that are being read.
type dialer struct {
	// limit is how long the server lets a statement take; 0 for no limit.
	limit time.Duration
	// silent is since when a connection was waited for in vain, in Unix nanoseconds. Others
	// that have said nothing since then are not used again.
	silent atomic.Int64
}

// newDialer makes a dialer for sessions with the statement_timeout of a configuration.
func newDialer(config *pgx.ConnConfig) *dialer {
	return &dialer{limit: settingTime(config.RuntimeParams["statement_timeout"])}
}

// settingTime reads a time as PostgreSQL does: a number of milliseconds, or with a unit. What
// it cannot read, such as days, is 0, as is no limit.
func settingTime(value string) time.Duration {
	value = strings.ReplaceAll(value, " ", "")
	if strings.Trim(value, "0123456789") == "" {
		value += "ms"
	}
	d, err := time.ParseDuration(strings.Replace(value, "min", "m", 1))
	if err != nil {
		return 0
	}
	return d
}

// dial makes a connection.
func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	t := &timedConn{Conn: c, dialer: d}
	t.limit.Store(int64(d.limit))
	t.heard.Store(realNow().UnixNano())
	return t, nil
}

// reuse is called before a connection of the pool is used again. It refuses one that may be
// dead, so that the pool takes another one.
func (d *dialer) reuse(ctx context.Context, conn *pgx.Conn) error {
	c, ok := timed(conn)
	if !ok {
		return nil
	}
	if c.heard.Load() < d.silent.Load() {
		_ = c.Close() // at once: to say goodbye could take long
		return driver.ErrBadConn
	}
	c.limit.Store(int64(d.limit))
	asked := realNow()
	if asked.UnixNano()-c.heard.Load() < int64(pingAfter) {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, pingLife)
	defer cancel()
	if err := conn.Ping(limited); err != nil {
		if ctx.Err() == nil && limited.Err() != nil {
			d.fellSilent(asked)
		}
		return driver.ErrBadConn
	}
	return nil
}

// neverPing leaves it to reuse to ask connections whether they live.
func neverPing(context.Context, stdlib.ShouldPingParams) bool { return false }

// fellSilent notes that a connection was waited for in vain since a time.
func (d *dialer) fellSilent(since time.Time) {
	for {
		last := d.silent.Load()
		if since.UnixNano() <= last || d.silent.CompareAndSwap(last, since.UnixNano()) {
			return
		}
	}
}

// timed returns the network connection below a session.
func timed(conn *pgx.Conn) (*timedConn, bool) {
	c := conn.PgConn().Conn()
	if tls, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = tls.NetConn()
	}
	t, ok := c.(*timedConn)
	return t, ok
}

// timedConn is a network connection of which each read and each write ends after a while.
type timedConn struct {
	net.Conn
	dialer *dialer
	// limit is how long the server lets a statement take, in nanoseconds; 0 for no limit.
	limit atomic.Int64
	heard atomic.Int64 // when the last byte came, in Unix nanoseconds

	mu          sync.Mutex
	read, write time.Time // the deadlines that the driver has set; zero for none
}

// Read implements net.Conn.
func (c *timedConn) Read(b []byte) (int, error) {
	begin := realNow()
	limit, err := c.arm(begin, &c.read, c.Conn.SetReadDeadline)
	if err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.heard.Store(realNow().UnixNano())
	}
	// A server that lives has answered by then, also if the driver's deadline came first, unless
	// statements that went together have each waited for long: then others connect anew, which
	// does no harm.
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() && limit > 0 && time.Since(begin) > limit {
		c.dialer.fellSilent(begin)
	}
	return n, err
}

// Write implements net.Conn.
func (c *timedConn) Write(b []byte) (int, error) {
	if _, err := c.arm(realNow(), &c.write, c.Conn.SetWriteDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// arm sets the deadline of a call that begins: the driver's, or our own if that is earlier. It
// returns how long the server lets a statement take.
func (c *timedConn) arm(begin time.Time, asked *time.Time, set func(time.Time) error) (time.Duration, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	limit := time.Duration(c.limit.Load())
	at := *asked
	if own := begin.Add(limit + answerRest); limit > 0 && (at.IsZero() || own.Before(at)) {
		at = own
	}
	return limit, set(at)
}

// SetDeadline implements net.Conn.
func (c *timedConn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline implements net.Conn.
func (c *timedConn) SetReadDeadline(t time.Time) error {
	return c.ask(t, &c.read, c.Conn.SetReadDeadline)
}

// SetWriteDeadline implements net.Conn.
func (c *timedConn) SetWriteDeadline(t time.Time) error {
	return c.ask(t, &c.write, c.Conn.SetWriteDeadline)
}

// ask keeps a deadline of the driver for the calls to come, and sets it for the one under way.
// If it is taken back, that keeps our own.
func (c *timedConn) ask(t time.Time, asked *time.Time, set func(time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	*asked = t
	if t.IsZero() {
		return nil
	}
	return set(t)
}

// realNow is the time of the machine, by which connections are given up.
func realNow() time.Time { return time.Now() } //nolint:forbidigo // the only place
