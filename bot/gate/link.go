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

// guard is a hook of go-redis that refuses to dial once it is shut, so that no message
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
	limit  atomic.Int64 // of a question, in nanoseconds

	// Below belong to the keeper.
	trips [3]time.Duration // the latest, newest first
	fixed time.Duration    // instead of a limit by the round trips; 0 for none
	most  time.Duration    // read_timeout of the URL; 0 for none
}

// connect opens a link and checks that the server accepts writes in all slots and knows
// scripts.
func (r *Redis) connect(ctx context.Context) (*link, error) {
	ctx, cancel := context.WithTimeout(ctx, r.address.connectTime())
	defer cancel()
	g, probe := &guard{}, Ask{Key: "probe " + r.opt.Owner}
	l := &link{client: r.address.open(g), fixed: r.opt.RoundTime, most: r.address.maxRead}
	for _, step := range []func() error{
		func() error { return l.each(ctx, warm) },
		func() error { return l.script(ctx, r.script) },
		func() error {
			return l.measured(func() error { return r.script.Run(ctx, l.client, keys(probe), r.args(probe)...).Err() })
		},
		func() error { return l.measured(func() error { return l.probe(ctx, probe) }) },
	} {
		if err := step(); err != nil {
			_ = l.client.Close() // it is of no use anyway
			return nil, err
		}
	}
	g.shut.Store(true)
	return l, nil
}

// heartbeat keeps the connections open and measures a round trip to the slowest node. If
// one is missing the link has to be opened anew.
func (l *link) heartbeat(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var mu sync.Mutex // guards slowest
	var slowest time.Duration
	err := l.each(ctx, func(ctx context.Context, c *redis.Client) error {
		if c.PoolStats().TotalConns < warmConns {
			return errNoConnection
		}
		begin := monotonic()
		err := c.Ping(ctx).Err()
		mu.Lock()
		defer mu.Unlock()
		slowest = max(slowest, time.Since(begin))
		return err
	})
	if err == nil {
		l.took(slowest)
	}
	return err
}

// measured takes the time of an exchange as that of a round trip.
func (l *link) measured(exchange func() error) error {
	begin := monotonic()
	err := exchange()
	if err == nil {
		l.took(time.Since(begin))
	}
	return err
}

func (l *link) took(trip time.Duration) {
	copy(l.trips[1:], l.trips[:])
	l.trips[0] = trip
	l.limit.Store(int64(l.timeLimit()))
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

// warm opens the connections to a node, side by side.
func warm(ctx context.Context, c *redis.Client) error {
	held := make([]*redis.Conn, warmConns)
	errs := make([]error, warmConns)
	var all sync.WaitGroup
	for i := range held {
		held[i] = c.Conn()
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
func (l *link) script(ctx context.Context, s *redis.Script) error {
	return l.each(ctx, func(ctx context.Context, c *redis.Client) error {
		var refused redis.Error
		if err := s.Load(ctx, c).Err(); err != nil && !errors.As(err, &refused) {
			return err
		}
		return nil
	})
}

// probe checks that the server takes writes, in slots of every node of a cluster. It
// leaves no keys, also not those of a question about the ask.
func (l *link) probe(ctx context.Context, a Ask) error {
	pipe := l.client.Pipeline()
	for i := range probeSlots {
		key := tag(Ask{Key: a.Key + strconv.Itoa(i)}) + "p"
		pipe.Set(ctx, key, 1, probeLife)
		pipe.Del(ctx, key)
	}
	pipe.Del(ctx, keys(a)...)
	_, err := pipe.Exec(ctx)
	return err
}
