package gate

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// warmConns is how many connections to a node are kept open: one for a round trip,
	// one for the heartbeat.
	warmConns = 2
	// probeSlots is how many keys are written before a server is used. They lie in as
	// many slots of a cluster, so that each of its nodes gets some.
	probeSlots = 32
	// probeLife is the TTL of those keys, which are deleted at once.
	probeLife = time.Second
	// nearTime is the time limit of a question to a near Redis.
	nearTime = 50 * time.Millisecond
	// farTrips is the time limit of a question to a far Redis, in round trips: one to
	// wait for the round trip under way, one for the question, and one for a script or a
	// slot that has moved.
	farTrips = 3
	// farTime bounds the time limit, so that a message keeps most of the platform's five
	// seconds.
	farTime = time.Second
)

// monotonic returns a time for measuring how long something took.
func monotonic() time.Time { return time.Now() } //nolint:forbidigo // a duration in real time

// guard is a hook of go-redis that refuses to dial while it is shut, so that no message
// pays for dialling, TLS and login.
type guard struct{ shut atomic.Bool }

// DialHook implements redis.Hook.
func (g *guard) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if g.shut.Load() {
			return nil, errNoConnection
		}
		return next(ctx, network, addr)
	}
}

// ProcessHook implements redis.Hook.
func (*guard) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook implements redis.Hook.
func (*guard) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// link is a client whose connections are open. A client that fails is thrown away with
// all that it knows (addresses of a cluster's nodes, of the primary, dead connections).
type link struct {
	client redis.UniversalClient
	guard  *guard
	limit  atomic.Int64 // of a question, in nanoseconds

	// Below belong to the keeper.
	trips [3]time.Duration // the latest, newest first
	fixed time.Duration    // instead of a limit by the round trips; 0 for none
	most  time.Duration    // read_timeout of the URL; 0 for none
}

// connect opens a link and checks that the server accepts writes in all slots.
func (r *Redis) connect(ctx context.Context) (*link, error) {
	ctx, cancel := context.WithTimeout(ctx, r.address.connectTime())
	defer cancel()
	g := &guard{}
	l := &link{client: r.address.open(g), guard: g, fixed: r.opt.RoundTime, most: r.address.maxRead}
	err := l.greet(ctx, len(l.trips))
	if err == nil {
		l.script(ctx, r.script)
		err = l.probe(ctx, r.opt.Owner)
	}
	if err == nil {
		a := Ask{Key: "probe " + r.opt.Owner}
		err = r.script.Run(ctx, l.client, keys(a), r.args(a)...).Err()
	}
	if err != nil {
		_ = l.client.Close() // it is of no use anyway
		return nil, err
	}
	g.shut.Store(true)
	return l, nil
}

// heartbeat keeps the connections open and measures the round trip.
func (l *link) heartbeat(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	l.guard.shut.Store(false)
	defer l.guard.shut.Store(true)
	return l.greet(ctx, 1)
}

// greet makes sure that enough connections to each node are open, and measures round
// trips; that of the slowest node counts.
func (l *link) greet(ctx context.Context, measures int) error {
	var mu sync.Mutex // guards slowest
	slowest := make([]time.Duration, measures)
	err := l.each(ctx, func(ctx context.Context, c *redis.Client) error {
		trips, err := warm(ctx, c, measures)
		mu.Lock()
		defer mu.Unlock()
		for i, t := range trips {
			slowest[i] = max(slowest[i], t)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, t := range slowest {
		copy(l.trips[1:], l.trips[:])
		l.trips[0] = t
	}
	l.limit.Store(int64(l.timeLimit()))
	return nil
}

// timeLimit returns the time limit of a question. It goes by the middle one of three
// round trips, because one may have met a busy machine.
func (l *link) timeLimit() time.Duration {
	if l.fixed > 0 {
		return l.fixed
	}
	trips := slices.Sorted(slices.Values(l.trips[:]))
	limit := min(max(nearTime, farTrips*trips[1]), farTime)
	if l.most > 0 {
		limit = min(limit, l.most)
	}
	return limit
}

// each calls f for the server, or for each primary of a cluster.
func (l *link) each(ctx context.Context, f func(ctx context.Context, c *redis.Client) error) error {
	switch c := l.client.(type) {
	case *redis.ClusterClient:
		return c.ForEachMaster(ctx, f)
	case *redis.Client:
		return f(ctx, c)
	default:
		return fmt.Errorf("gate: a client of unknown type %T", c)
	}
}

// warm opens what is missing of a node's connections and returns measured round trips.
func warm(ctx context.Context, c *redis.Client, measures int) ([]time.Duration, error) {
	held := make([]*redis.Conn, 0, warmConns)
	defer func() {
		for _, cn := range held {
			_ = cn.Close() // gives it back
		}
	}()
	for {
		cn := c.Conn()
		held = append(held, cn)
		if err := cn.Ping(ctx).Err(); err != nil {
			return nil, err
		}
		if len(held) == warmConns || int(c.PoolStats().TotalConns) >= warmConns {
			break
		}
	}
	trips := make([]time.Duration, measures)
	for i := range trips {
		begin := monotonic()
		if err := held[0].Ping(ctx).Err(); err != nil {
			return nil, err
		}
		trips[i] = time.Since(begin)
	}
	return trips, nil
}

// script sends the script's source to each node. If that fails, the first question that
// needs it sends it.
func (l *link) script(ctx context.Context, s *redis.Script) {
	_ = l.each(ctx, func(ctx context.Context, c *redis.Client) error { return s.Load(ctx, c).Err() })
}

// probe checks that the server takes writes, in slots of every node of a cluster.
func (l *link) probe(ctx context.Context, owner string) error {
	pipe := l.client.Pipeline()
	for i := range probeSlots {
		key := tag(Ask{Key: "probe " + owner + strconv.Itoa(i)}) + "p"
		pipe.Set(ctx, key, 1, probeLife)
		pipe.Del(ctx, key)
	}
	_, err := pipe.Exec(ctx)
	return err
}
