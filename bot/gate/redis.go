package gate

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed admit.lua
var admitLua string

// Redis is the gate that all instances share. Its keys carry the person's hash
// as their tag, so that one message needs one slot of a cluster, and each has
// an end: nothing is left behind.
type Redis struct {
	rdb    redis.UniversalClient
	admit  *redis.Script
	rules  func() Rules
	lab    func() (time.Time, bool)
	boot   string
	behind chan done
	wg     sync.WaitGroup
	once   sync.Once
}

type done struct {
	ask   Ask
	reply []byte
}

// RedisOptions configure NewRedis.
type RedisOptions struct {
	// URL is redis://… with its database.
	URL   string
	Rules func() Rules
	// Lab returns the lab's clock if there is one; limits go by the server's
	// time otherwise, which all instances share.
	Lab func() (time.Time, bool)
	// Boot names this process: a message that it has marked itself is no
	// repeat of somebody else's.
	Boot string
}

// Time-outs of the gate: the passive reply has 4.5 seconds for everything.
const (
	redisDial = 40 * time.Millisecond
	redisCall = 40 * time.Millisecond
	behindMax = 8192
	replyLife = time.Minute
)

// NewRedis returns a gate on a Redis server. It does not connect; a bad
// address is an error. Close ends its goroutine.
func NewRedis(o RedisOptions) (*Redis, error) {
	redis.SetLogger(quiet{}) // the pool's lines; failures are told once, by Fallback
	opt, err := redis.ParseURL(o.URL)
	if err != nil {
		return nil, fmt.Errorf("redis address: %w", err)
	}
	opt.MaxRetries, opt.DialerRetries = -1, 1 // a retry would cost more than the fallback
	opt.DialTimeout, opt.ReadTimeout, opt.WriteTimeout, opt.PoolTimeout = redisDial, redisCall, redisCall, redisCall
	opt.PoolSize, opt.MinIdleConns = 64, 4
	opt.ContextTimeoutEnabled = true
	g := &Redis{
		rdb: redis.NewClient(opt), admit: redis.NewScript(admitLua), rules: o.Rules, lab: o.Lab, boot: o.Boot,
		behind: make(chan done, behindMax),
	}
	g.wg.Go(g.send) // ended by Close
	return g, nil
}

// quiet is a logger that says nothing.
type quiet struct{}

// Printf implements the client's logger.
func (quiet) Printf(context.Context, string, ...any) {}

func (*Redis) keys(a Ask) []string {
	tag := "zhujiao:gate:{" + a.Person + "}:"
	if a.Person == "" {
		tag = "zhujiao:gate:{" + a.Key + "}:"
	}
	return []string{tag + "w", tag + "k:" + a.Key, tag + "m:" + a.Key}
}

// Admit implements Gate with one script call; the script is loaded anew after
// a flush or a restart of the server.
func (g *Redis) Admit(ctx context.Context, a Ask) (Answer, error) {
	r := g.rules()
	var now int64
	if t, ok := g.lab(); ok {
		now = t.UnixMilli()
	}
	count := 0
	if a.Count && a.Person != "" {
		count = 1
	}
	out, err := g.admit.Run(ctx, g.rdb, g.keys(a), now, r.Messages, r.Span.Milliseconds(), count, g.boot,
		markLife.Milliseconds(), keyLife.Milliseconds()).Slice()
	if err != nil {
		return Answer{}, fmt.Errorf("ask the gate: %w", err)
	}
	return parseAnswer(out)
}

func parseAnswer(out []any) (Answer, error) {
	if len(out) != 3 {
		return Answer{}, errors.New("ask the gate: odd answer")
	}
	v, ok1 := out[0].(int64)
	left, ok2 := out[1].(int64)
	reply, ok3 := out[2].(string)
	if !ok1 || !ok2 || !ok3 {
		return Answer{}, errors.New("ask the gate: odd answer")
	}
	ans := Answer{Verdict: Verdict(v), Wait: time.Duration(left) * time.Millisecond}
	if reply != "" {
		ans.Reply = []byte(reply)
	}
	return ans, nil
}

// Done implements Gate; it is sent behind, many at a time. What does not fit
// the queue is dropped: the mark ends by itself and the journal has the reply.
func (g *Redis) Done(a Ask, reply []byte) {
	select {
	case g.behind <- done{a, reply}:
	default:
	}
}

// send writes what Done queued, as much as waits in one pipeline.
func (g *Redis) send() {
	for d := range g.behind {
		p := g.rdb.Pipeline()
		g.put(p, d)
		for n := len(g.behind); n > 0; n-- {
			g.put(p, <-g.behind)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		_, _ = p.Exec(ctx) // lost marks end by themselves
		cancel()
	}
}

func (g *Redis) put(p redis.Pipeliner, d done) {
	ctx, k := context.Background(), g.keys(d.ask)
	if d.reply != nil {
		p.Set(ctx, k[1]+":r", d.reply, replyLife)
	}
	p.Del(ctx, k[2])
}

// Ping tells whether the server answers.
func (g *Redis) Ping(ctx context.Context) error { return g.rdb.Ping(ctx).Err() }

// Close sends what waits and closes the connections.
func (g *Redis) Close() error {
	g.once.Do(func() { close(g.behind) })
	g.wg.Wait()
	return g.rdb.Close()
}

var (
	_ Gate = (*Redis)(nil)
	_ Gate = (*Local)(nil)
	_ Gate = (*Fallback)(nil)
)
