package gate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// defaultRoundTime is the time limit of a round trip, including the dialling. A
	// message waits at most that long for a Redis that hangs.
	defaultRoundTime = 40 * time.Millisecond
	// roundMax is the largest number of questions in a round trip.
	roundMax = 64
	// completionsMax is the largest number of completions that wait. More are dropped;
	// the journal has them.
	completionsMax = 4096
	// completionDelay is how long a completion waits for a question that it can be sent
	// with.
	completionDelay = 2 * time.Millisecond
)

// RedisOptions configure NewRedis.
type RedisOptions struct {
	// URL is redis:// or rediss:// with the database. Several addr parameters mean a
	// cluster.
	URL string
	// Rules is called for each message.
	Rules func() Rules
	// Lab returns the lab's time and whether it is set. Otherwise windows use the
	// server's time, which is the same for all instances. It may be nil.
	Lab func() (time.Time, bool)
	// Owner identifies this run of the process, so that it recognises its own marks.
	Owner string
	// RoundTime is the time limit of a round trip; 0 is 40 ms.
	RoundTime time.Duration
}

// errSlow means that a round trip exceeded its time limit for the first time. A busy
// machine is a more likely reason than a dead Redis.
var errSlow = errors.New("redis was slow once")

// Redis is the gate that all processes share. Questions that arrive during a round trip
// are sent together in the next one, by the goroutine of the first of them. Under light
// load no question waits for another goroutine; under heavy load one write carries many
// questions.
type Redis struct {
	client redis.UniversalClient
	script *redis.Script
	opt    RedisOptions
	wake   chan struct{} // holds one signal: completions wait
	ended  chan struct{} // closed by Close
	once   sync.Once
	flush  sync.WaitGroup // the flusher; Close stops it

	mu          sync.Mutex // guards below
	busy        bool       // a round trip is running
	slow        bool       // the last round trip exceeded its time limit
	queue       []*question
	completions []completion
}

// question is a call of Admit. turn receives true if it must make the next round trip,
// false if it has been answered.
type question struct {
	ask    Ask
	turn   chan bool
	answer Answer
	err    error
}

// completion is a call of Done. A nil reply removes the mark.
type completion struct {
	state string
	reply []byte
}

// NewRedis returns a gate that uses Redis. It does not connect yet; an error means that
// the URL is invalid. Close ends its goroutine.
func NewRedis(o RedisOptions) (*Redis, error) {
	redis.SetLogger(&logging.VoidLogger{}) // the pool would log to stderr, not to our log
	o.RoundTime = cmp.Or(o.RoundTime, defaultRoundTime)
	client, err := newClient(o.URL, o.RoundTime)
	if err != nil {
		return nil, fmt.Errorf("gate: read the redis url: %w", withoutURL(err))
	}
	r := &Redis{
		client: client, script: redis.NewScript(admitSource()), opt: o,
		wake: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	r.flush.Go(r.flusher)
	return r, nil
}

// withoutURL removes the URL, which may contain a password, from an error.
func withoutURL(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// newClient returns a client that never retries, because a message cannot wait that long
// and the local gate can take over.
func newClient(url string, limit time.Duration) (redis.UniversalClient, error) { //nolint:ireturn // one server or a cluster
	quiet := &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if strings.Contains(url, "addr=") {
		o, err := redis.ParseClusterURL(url)
		if err != nil {
			return nil, err
		}
		o.MaxRetries, o.MaxRedirects, o.DialerRetries, o.DisableIdentity = -1, 2, 1, true
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = limit, limit, limit, limit
		o.ContextTimeoutEnabled, o.MaintNotificationsConfig = true, quiet
		return redis.NewClusterClient(o), nil
	}
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, err
	}
	o.MaxRetries, o.DialerRetries, o.DisableIdentity = -1, 1, true
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = limit, limit, limit, limit
	o.ContextTimeoutEnabled, o.MaintNotificationsConfig = true, quiet
	return redis.NewClient(o), nil
}

// Admit implements Gate in one awaited round trip.
func (r *Redis) Admit(ctx context.Context, a Ask) (Answer, error) {
	q := &question{ask: a}
	if !r.leads(q) {
		// The end of ctx does not end the wait, because this question may have to make
		// the next round trip. The wait is at most one round trip.
		if lead := <-q.turn; !lead {
			return q.answer, q.err
		}
	}
	r.round(context.WithoutCancel(ctx), q)
	return q.answer, q.err
}

// Done implements Gate. The completion is sent with the next question, or after two
// milliseconds.
func (r *Redis) Done(a Ask, reply []byte) {
	if a.Person == "" {
		reply = nil // the reply to a system event is not needed again
	}
	r.mu.Lock()
	first := len(r.completions) == 0
	if len(r.completions) < completionsMax {
		r.completions = append(r.completions, completion{stateKey(a), reply})
	}
	r.mu.Unlock()
	if first {
		r.signal()
	}
}

// Close sends the waiting completions and closes the connections.
func (r *Redis) Close() error {
	r.once.Do(func() { close(r.ended) })
	r.flush.Wait()
	return r.client.Close()
}

// Ping checks that Redis answers questions and accepts writes.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, r.opt.RoundTime)
	defer cancel()
	a := Ask{Key: "probe " + r.opt.Owner}
	return r.script.Run(ctx, r.client, keys(a), r.args(a)...).Err()
}

// leads reports whether a question must make a round trip now; otherwise it queues it.
func (r *Redis) leads(q *question) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.busy {
		r.busy = true
		return true
	}
	q.turn = make(chan bool, 1)
	r.queue = append(r.queue, q)
	return false
}

// round makes a round trip for the leader's question, waiting questions and all
// completions. A nil leader means that there are only completions.
func (r *Redis) round(ctx context.Context, leader *question) {
	batch, completions := r.takeBatch(leader)
	err := errors.New("gate: the round ended early")
	defer func() { r.endRound(batch, leader, err) }() // also after a panic, because others wait
	ctx, cancel := context.WithTimeout(ctx, r.opt.RoundTime)
	defer cancel()
	err = r.exchange(ctx, batch, completions)
}

func (r *Redis) takeBatch(leader *question) ([]*question, []completion) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(r.queue), roundMax)
	batch := make([]*question, 0, n+1)
	if leader != nil {
		batch = append(batch, leader)
	}
	batch = append(batch, r.queue[:n]...)
	clear(r.queue[:n])
	if r.queue = r.queue[n:]; len(r.queue) == 0 {
		r.queue = nil
	}
	completions := r.completions
	r.completions = nil
	return batch, completions
}

// endRound answers the questions of a batch and lets the next waiting question make a
// round trip. After a failure all waiting questions get the error, so that a dead Redis
// delays a message by one time limit, not by two.
func (r *Redis) endRound(batch []*question, leader *question, err error) {
	r.mu.Lock()
	err = r.forgive(err)
	if err != nil {
		batch = append(batch, r.queue...)
		r.queue, r.completions = nil, nil
	}
	var next *question
	if len(r.queue) > 0 {
		next = r.queue[0]
		r.queue = r.queue[1:]
	}
	r.busy = next != nil
	left := next == nil && len(r.completions) > 0
	r.mu.Unlock()
	for _, q := range batch {
		if err != nil {
			q.err = err
		}
		if q != leader {
			q.turn <- false
		}
	}
	if next != nil {
		next.turn <- true
	}
	if left {
		r.signal()
	}
}

// forgive turns the first time-out after a good round trip into errSlow. The caller
// holds the lock.
func (r *Redis) forgive(err error) error {
	var n net.Error
	timeout := errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout()
	forgiven := timeout && !r.slow
	r.slow = timeout
	if forgiven {
		return fmt.Errorf("%w: %w", errSlow, err)
	}
	return err
}

// exchange sends a batch and completions in one round trip and reads the answers.
func (r *Redis) exchange(ctx context.Context, batch []*question, completions []completion) error {
	pipe := r.client.Pipeline()
	for _, n := range completions {
		if n.reply == nil {
			pipe.Del(ctx, n.state)
		} else {
			pipe.Set(ctx, n.state, append([]byte{'D'}, n.reply...), replyLife)
		}
	}
	cmds := make([]*redis.Cmd, len(batch))
	for i, q := range batch {
		cmds[i] = pipe.EvalSha(ctx, r.script.Hash(), keys(q.ask), r.args(q.ask)...)
	}
	if _, err := pipe.Exec(ctx); err != nil && !redis.HasErrorPrefix(err, "NOSCRIPT") {
		return fmt.Errorf("gate: ask redis: %w", err)
	}
	if err := r.evalMissing(ctx, batch, cmds); err != nil {
		return err
	}
	for i, q := range batch {
		s, err := cmds[i].Text()
		if err != nil {
			return fmt.Errorf("gate: ask redis: %w", err)
		}
		if q.answer, err = parse(s); err != nil {
			return err
		}
	}
	return nil
}

// evalMissing sends the script's source for the questions for which the server did not
// know it, as after a start or a SCRIPT FLUSH.
func (r *Redis) evalMissing(ctx context.Context, batch []*question, cmds []*redis.Cmd) error {
	var pipe redis.Pipeliner
	for i, q := range batch {
		if !redis.HasErrorPrefix(cmds[i].Err(), "NOSCRIPT") {
			continue
		}
		if pipe == nil {
			pipe = r.client.Pipeline()
		}
		cmds[i] = r.script.Eval(ctx, pipe, keys(q.ask), r.args(q.ask)...)
	}
	if pipe == nil {
		return nil
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("gate: load the script: %w", err)
	}
	return nil
}

func (r *Redis) args(a Ask) []any {
	now, rules := int64(0), r.opt.Rules()
	if r.opt.Lab != nil {
		if t, set := r.opt.Lab(); set {
			now = t.UnixMilli()
		}
	}
	rules, counts := rules.of(a)
	if !counts {
		rules.Messages = -1
	}
	return []any{now, rules.Messages, rules.Span.Milliseconds(), r.opt.Owner}
}

func (r *Redis) signal() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// flusher sends completions that no question was sent with. Close ends it.
func (r *Redis) flusher() {
	t := time.NewTimer(completionDelay)
	defer t.Stop()
	for {
		select {
		case <-r.ended:
			r.flushCompletions()
			return
		case <-r.wake:
		}
		t.Reset(completionDelay)
		select {
		case <-t.C:
		case <-r.ended:
		}
		r.flushCompletions()
	}
}

// flushCompletions makes a round trip for the completions, unless one is running. In that
// case endRound signals again.
func (r *Redis) flushCompletions() {
	r.mu.Lock()
	free := !r.busy && len(r.completions) > 0
	if free {
		r.busy = true
	}
	r.mu.Unlock()
	if free {
		r.round(context.Background(), nil)
	}
}

// tag returns the prefix of all keys of a person, or of a system event. It puts them into
// the same slot of a cluster.
func tag(a Ask) string {
	if a.Person == "" {
		return "zhujiao:gate:{" + a.Key + "}:"
	}
	return "zhujiao:gate:{" + a.Person + "}:"
}

func stateKey(a Ask) string { return tag(a) + "r:" + a.Key }

func keys(a Ask) []string {
	t := tag(a)
	window := t + "w"
	if a.Wide {
		window = t + "x"
	}
	return []string{window, t + "k:" + a.Key, t + "r:" + a.Key}
}

// parse reads the answer of the script: a letter, milliseconds, "=" and the reply.
func parse(s string) (Answer, error) {
	if s == "" {
		return Answer{}, errors.New("gate: redis answered nothing")
	}
	head, reply, done := strings.Cut(s[1:], "=")
	var a Answer
	switch s[0] {
	case 'P':
	case 'L':
		a.Verdict = Limited
	case 'S':
		return Answer{Verdict: Silent}, nil
	case 'R':
		return Answer{Verdict: Running}, nil
	default:
		return Answer{}, fmt.Errorf("gate: redis answered %q", s)
	}
	ms, err := strconv.ParseInt(head, 10, 64)
	if err != nil {
		return Answer{}, fmt.Errorf("gate: redis answered %q: %w", s, err)
	}
	if a.Verdict == Limited {
		a.Wait = time.Duration(ms) * time.Millisecond
	}
	if done {
		a.Reply = []byte(reply)
	}
	return a, nil
}
