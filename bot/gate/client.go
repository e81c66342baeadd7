package gate

import (
	"context"
	"errors"
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
	nearTime = 40 * time.Millisecond
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

// dialGuard is a hook of go-redis that refuses to dial once it is shut, so that no message
// pays for dialling, TLS and login.
type dialGuard struct{ shut atomic.Bool }

// DialHook implements redis.Hook.
func (g *dialGuard) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if g.shut.Load() {
			return nil, errNoConnection
		}
		return next(ctx, network, addr)
	}
}

// ProcessHook implements redis.Hook.
func (*dialGuard) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook implements redis.Hook.
func (*dialGuard) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// client is a client of go-redis whose connections are open. One that fails is thrown away with
// all that it knows (addresses of a cluster's nodes, of the primary, dead connections).
type client struct {
	redis redis.UniversalClient
	limit atomic.Int64 // of a question, in nanoseconds

	// Below belong to the keeper.
	trips [3]time.Duration // the latest, newest first
	fixed time.Duration    // instead of a limit by the round trips; 0 for none
	most  time.Duration    // read_timeout of the URL; 0 for none
}

// connect opens a client and checks that the server accepts writes in all slots and knows
// scripts.
func (r *Redis) connect(ctx context.Context) (*client, error) {
	ctx, cancel := context.WithTimeout(ctx, r.address.connectTime())
	defer cancel()
	g, probe := &dialGuard{}, Ask{Key: "probe " + r.opt.Owner}
	c := &client{redis: r.address.open(g), fixed: r.opt.RoundTime, most: r.address.maxRead}
	for _, step := range []func() error{
		func() error { return c.each(ctx, warm) },
		func() error { return c.script(ctx, r.script) },
		func() error {
			return c.measured(func() error { return r.script.Run(ctx, c.redis, keys(probe), r.args(probe)...).Err() })
		},
		func() error { return c.measured(func() error { return c.probe(ctx, probe) }) },
	} {
		if err := step(); err != nil {
			_ = c.redis.Close() // it is of no use anyway
			return nil, err
		}
	}
	g.shut.Store(true)
	return c, nil
}

// heartbeat keeps the connections open and measures a round trip to the slowest node. If
// one is missing the client has to be opened anew.
func (c *client) heartbeat(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var mu sync.Mutex // guards slowest
	var slowest time.Duration
	err := c.each(ctx, func(ctx context.Context, node *redis.Client) error {
		if node.PoolStats().TotalConns < warmConns {
			return errNoConnection
		}
		begin := monotonic()
		err := node.Ping(ctx).Err()
		mu.Lock()
		defer mu.Unlock()
		slowest = max(slowest, time.Since(begin))
		return err
	})
	if err == nil {
		c.took(slowest)
	}
	return err
}

// measured takes the time of an exchange as that of a round trip.
func (c *client) measured(exchange func() error) error {
	begin := monotonic()
	err := exchange()
	if err == nil {
		c.took(time.Since(begin))
	}
	return err
}

func (c *client) took(trip time.Duration) {
	copy(c.trips[1:], c.trips[:])
	c.trips[0] = trip
	c.limit.Store(int64(c.timeLimit()))
}

// timeLimit returns the time limit of a question. It goes by the middle one of three
// round trips, because one may have met a busy machine.
func (c *client) timeLimit() time.Duration {
	if c.fixed > 0 {
		return c.fixed
	}
	trips := slices.Sorted(slices.Values(c.trips[:]))
	limit := min(max(nearTime, farTrips*trips[1]), farTime)
	if c.most > 0 {
		limit = min(limit, c.most)
	}
	return limit
}

// each calls f for the server, or for each primary of a cluster.
func (c *client) each(ctx context.Context, f func(ctx context.Context, node *redis.Client) error) error {
	switch node := c.redis.(type) {
	case *redis.ClusterClient:
		return node.ForEachMaster(ctx, f)
	case *redis.Client:
		return f(ctx, node)
	default:
		return fmt.Errorf("gate: a client of unknown type %T", node)
	}
}

// warm opens the connections to a node, side by side.
func warm(ctx context.Context, node *redis.Client) error {
	held := make([]*redis.Conn, warmConns)
	errs := make([]error, warmConns)
	var all sync.WaitGroup
	for i := range held {
		held[i] = node.Conn()
		all.Go(func() { errs[i] = held[i].Ping(ctx).Err() })
	}
	all.Wait()
	for _, cn := range held {
		_ = cn.Close() // gives it back
	}
	return errors.Join(errs...)
}

// script sends the script's source to each node. If a node refuses that, the first
// question that needs the script sends it.
func (c *client) script(ctx context.Context, s *redis.Script) error {
	return c.each(ctx, func(ctx context.Context, node *redis.Client) error {
		var refused redis.Error
		if err := s.Load(ctx, node).Err(); err != nil && !errors.As(err, &refused) {
			return err
		}
		return nil
	})
}

// probe checks that the server takes writes, in slots of every node of a cluster. It
// leaves no keys, also not those of a question about the ask.
func (c *client) probe(ctx context.Context, a Ask) error {
	pipe := c.redis.Pipeline()
	for i := range probeSlots {
		key := tag(Ask{Key: a.Key + strconv.Itoa(i)}) + "p"
		pipe.Set(ctx, key, 1, probeLife)
		pipe.Del(ctx, key)
	}
	pipe.Del(ctx, keys(a)...)
	_, err := pipe.Exec(ctx)
	return err
}
