package gate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
)

const (
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
	// URL is redis:// or rediss:// with the database, or unix:// with a path. Further
	// addr parameters mean a cluster, master_name means Sentinels.
	URL string
	// Rules is called for each message.
	Rules func() Rules
	// Lab returns the lab's time and whether it is set. Otherwise windows use the
	// server's time, which is the same for all instances. It may be nil.
	Lab func() (time.Time, bool)
	// Owner identifies this run of the process, so that it recognises its own marks.
	Owner string
	// Log gets a line when Redis fails and one when it is back.
	Log *slog.Logger
	// Alerts may be nil.
	Alerts Alerts
	// RoundTime is the time limit of a question; 0 sets it by the round trip, up to
	// read_timeout of the URL.
	RoundTime time.Duration
}

// Redis is the gate that all processes share. Questions that arrive during a round trip
// are sent together in the next one, by the goroutine of the first of them. Under light
// load no question waits for another goroutine; under heavy load one write carries many
// questions. A goroutine of its own connects, so that no question waits for that; while
// there is no connection, and after the first error, Admit returns errors at once.
type Redis struct {
	address *address
	script  *redis.Script
	opt     RedisOptions
	live    atomic.Pointer[client] // nil while there is no connection
	down    atomic.Pointer[error]  // not nil while a failure is reported
	lost    chan error             // why the client failed that was live; holds one
	stop    context.CancelFunc     // ends the keeper
	kept    sync.WaitGroup         // the keeper; Close stops it
	wake    chan struct{}          // holds one signal: completions wait
	ended   chan struct{}          // closed by Close
	once    sync.Once
	flush   sync.WaitGroup // the flusher; Close stops it

	mu          sync.Mutex // guards below
	busy        bool       // a round trip is running
	queue       []*question
	completions []completion
}

// question is a call of Admit. turn receives true if it must make the next round trip,
// false if it has been answered.
type question struct {
	ask    Ask
	turn   chan bool
	since  time.Time // when it began to wait for its turn; zero if it did not
	answer sharedAnswer
	err    error
}

// sharedAnswer is an answer with the person's window: the number of messages in it, 0 if
// there is none, and the rest of it.
type sharedAnswer struct {
	Answer
	used int
	left time.Duration
}

// completion is a call of Done. A nil reply removes the mark.
type completion struct {
	state string
	reply []byte
}

// NewRedis returns a gate that uses Redis. It connects in the background; an error means
// that the URL is invalid. Close ends its goroutines.
func NewRedis(o RedisOptions) (*Redis, error) {
	redis.SetLogger(&logging.VoidLogger{}) // the pool would log to stderr, not to our log
	a, err := readURL(o.URL)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &Redis{
		address: a, script: redis.NewScript(admitSource()), opt: o, lost: make(chan error, 1), stop: stop,
		wake: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	k := &keeper{Redis: r, told: map[Fault]time.Time{}}
	r.kept.Go(func() { k.run(ctx) }) // ends by Close
	r.flush.Go(r.flusher)
	return r, nil
}

// Admit implements Gate in one awaited round trip.
func (r *Redis) Admit(ctx context.Context, a Ask) (Answer, error) {
	ans, err := r.ask(ctx, a)
	return ans.Answer, err
}

// ask is Admit with the person's window.
func (r *Redis) ask(ctx context.Context, a Ask) (sharedAnswer, error) {
	if r.live.Load() == nil {
		return sharedAnswer{}, errNoConnection
	}
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
	if r.live.Load() == nil {
		return
	}
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

// failure returns the failure of Redis that is reported at present, or nil.
func (r *Redis) failure() error {
	if err := r.down.Load(); err != nil {
		return *err
	}
	return nil
}

// Close sends the waiting completions and closes the connections.
func (r *Redis) Close() error {
	r.once.Do(func() { close(r.ended) })
	r.flush.Wait()
	r.stop()
	r.kept.Wait()
	return nil
}

// leads reports whether a question must make a round trip now; otherwise it queues it.
func (r *Redis) leads(q *question) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.busy {
		r.busy = true
		return true
	}
	q.turn, q.since = make(chan bool, 1), monotonic()
	r.queue = append(r.queue, q)
	return false
}

// round makes a round trip for the leader's question, waiting questions and all
// completions. A nil leader means that there are only completions.
func (r *Redis) round(ctx context.Context, leader *question) {
	batch, completions := r.takeBatch(leader)
	err := errors.New("gate: the round ended early")
	defer func() { r.endRound(batch, leader, err) }() // also after a panic, because others wait
	c := r.live.Load()
	if c == nil {
		err = errNoConnection
		return
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeLeft(batch))
	defer cancel()
	if err = r.exchange(ctx, c.redis, batch, completions); err != nil {
		r.lose(c, err)
	}
}

// timeLeft returns the time limit of a round trip: that of the question that has waited
// longest, but at least half of it, so that a long queue does not make all of them fail.
func (c *client) timeLeft(batch []*question) time.Duration {
	limit := time.Duration(c.limit.Load())
	waited := time.Duration(0)
	for _, q := range batch {
		if !q.since.IsZero() {
			waited = max(waited, time.Since(q.since))
		}
	}
	return max(limit-waited, limit/2)
}

// lose stops the use of a client that failed. Only its first failure has an effect.
func (r *Redis) lose(c *client, err error) {
	if r.live.CompareAndSwap(c, nil) {
		r.lost <- err // has room: the keeper takes it before it opens the next client
	}
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

// exchange sends a batch and completions in one round trip and reads the answers.
func (r *Redis) exchange(ctx context.Context, c redis.UniversalClient, batch []*question, completions []completion) error {
	pipe := c.Pipeline()
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
	if err := r.evalMissing(ctx, c, batch, cmds); err != nil {
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
func (r *Redis) evalMissing(ctx context.Context, c redis.UniversalClient, batch []*question, cmds []*redis.Cmd) error {
	var pipe redis.Pipeliner
	for i, q := range batch {
		if !redis.HasErrorPrefix(cmds[i].Err(), "NOSCRIPT") {
			continue
		}
		if pipe == nil {
			pipe = c.Pipeline()
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

// parse reads the answer of the script: a letter, the rest of the window in milliseconds,
// ":", the number of messages in it, "=" and the reply.
func parse(s string) (sharedAnswer, error) {
	if s == "" {
		return sharedAnswer{}, errors.New("gate: redis answered nothing")
	}
	head, reply, done := strings.Cut(s[1:], "=")
	left, used, _ := strings.Cut(head, ":")
	ms, err := strconv.ParseInt(left, 10, 64)
	n, err2 := strconv.Atoi(used)
	if err = errors.Join(err, err2); err != nil {
		return sharedAnswer{}, fmt.Errorf("gate: redis answered %q: %w", s, err)
	}
	a := sharedAnswer{used: n, left: time.Duration(ms) * time.Millisecond}
	switch s[0] {
	case 'P':
	case 'L':
		a.Verdict, a.Wait = Limited, a.left
	case 'S':
		a.Verdict = Silent
	case 'R':
		a.Verdict = Running
	default:
		return sharedAnswer{}, fmt.Errorf("gate: redis answered %q", s)
	}
	if done {
		a.Reply = []byte(reply)
	}
	return a, nil
}
