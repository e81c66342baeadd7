package gate

import (
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
	// roundTime bounds one round trip, dialling included: what a message waits
	// at most for a Redis that hangs.
	roundTime = 40 * time.Millisecond
	// roundMax is how many questions share a round trip.
	roundMax = 64
	// notesMax bounds what Done leaves behind; more is dropped, the journal has it.
	notesMax = 4096
	// notesWait is how long a note waits for a question to travel with.
	notesWait = 2 * time.Millisecond
)

// RedisOptions configure NewRedis.
type RedisOptions struct {
	// URL is redis:// or rediss:// with its database; several addr parameters
	// make a cluster.
	URL string
	// Rules are asked for at each message.
	Rules func() Rules
	// Lab returns the lab's clock if there is one; windows go by the server's
	// time otherwise, which all instances share. Nil means no lab.
	Lab func() (time.Time, bool)
	// Boot names this run of the process: marks of other runs are not ours.
	Boot string
}

// errSlow is a first round that took too long: more likely a busy machine than
// a dead Redis.
var errSlow = errors.New("redis was slow once")

// Redis is the gate that all processes share. Questions that come while a
// round trip is under way travel together in the next one: the first of them
// takes the others along, so that nobody waits for a goroutine to wake up
// under light load and one write serves many under heavy load.
type Redis struct {
	client redis.UniversalClient
	script *redis.Script
	opt    RedisOptions
	wake   chan struct{} // one pending signal: notes lie about
	ended  chan struct{} // closed by Close
	once   sync.Once
	flush  sync.WaitGroup // the flusher; Close stops it

	mu    sync.Mutex // guards below
	busy  bool       // a round is under way; who ends it passes the turn on
	slow  bool       // the last round was too slow
	queue []*question
	notes []note
}

// question is one Admit under way. turn carries true when it is to lead the
// next round, false when it is answered.
type question struct {
	ask    Ask
	turn   chan bool
	answer Answer
	err    error
}

// note is a Done on its way; a nil reply releases the mark.
type note struct {
	state string
	reply []byte
}

// NewRedis returns a gate on the Redis of the options; it does not connect
// yet. The error names a URL that can't be read. Close ends its goroutine.
func NewRedis(o RedisOptions) (*Redis, error) {
	redis.SetLogger(&logging.VoidLogger{}) // the pool would log to stderr, past our own log
	client, err := newClient(o.URL)
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

// withoutURL keeps the password of a broken URL out of the log.
func withoutURL(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// newClient never retries: a message can't wait for it, and the process itself
// is there as the fallback.
func newClient(url string) (redis.UniversalClient, error) { //nolint:ireturn // one server or a cluster
	quiet := &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	if strings.Contains(url, "addr=") {
		o, err := redis.ParseClusterURL(url)
		if err != nil {
			return nil, err
		}
		o.MaxRetries, o.MaxRedirects, o.DialerRetries, o.DisableIdentity = -1, 2, 1, true
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = roundTime, roundTime, roundTime, roundTime
		o.ContextTimeoutEnabled, o.MaintNotificationsConfig = true, quiet
		return redis.NewClusterClient(o), nil
	}
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, err
	}
	o.MaxRetries, o.DialerRetries, o.DisableIdentity = -1, 1, true
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = roundTime, roundTime, roundTime, roundTime
	o.ContextTimeoutEnabled, o.MaintNotificationsConfig = true, quiet
	return redis.NewClient(o), nil
}

// Admit implements Gate in one awaited round trip.
func (r *Redis) Admit(ctx context.Context, a Ask) (Answer, error) {
	q := &question{ask: a}
	if !r.lead(q) {
		// Not left early when ctx ends: the turn to lead may be ours, and it
		// comes after one round at the latest.
		if lead := <-q.turn; !lead {
			return q.answer, q.err
		}
	}
	r.round(context.WithoutCancel(ctx), q)
	return q.answer, q.err
}

// Done implements Gate: the note travels with the next question, or after two
// milliseconds without one.
func (r *Redis) Done(a Ask, reply []byte) {
	if a.Person == "" {
		reply = nil // a system event has nobody to repeat a reply to; the journal decides
	}
	r.mu.Lock()
	first := len(r.notes) == 0
	if len(r.notes) < notesMax {
		r.notes = append(r.notes, note{stateKey(a), reply})
	}
	r.mu.Unlock()
	if first {
		r.signal()
	}
}

// Close sends what Done left and closes the connections.
func (r *Redis) Close() error {
	r.once.Do(func() { close(r.ended) })
	r.flush.Wait()
	return r.client.Close()
}

// Ping tells whether Redis answers questions, writing included.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, roundTime)
	defer cancel()
	a := Ask{Key: "probe " + r.opt.Boot}
	return r.script.Run(ctx, r.client, keys(a), r.args(a)...).Err()
}

// lead queues a question, or tells that it leads the next round.
func (r *Redis) lead(q *question) bool {
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

// round asks the leader's question with those that wait and all notes, answers
// them and passes the turn on. A nil leader sends the notes.
func (r *Redis) round(ctx context.Context, leader *question) {
	batch, notes := r.take(leader)
	err := errors.New("gate: the round ended early")
	defer func() { r.pass(batch, leader, err) }() // also after a panic: others wait
	ctx, cancel := context.WithTimeout(ctx, roundTime)
	defer cancel()
	err = r.exchange(ctx, batch, notes)
}

func (r *Redis) take(leader *question) ([]*question, []note) {
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
	notes := r.notes
	r.notes = nil
	return batch, notes
}

// pass answers a batch and gives the turn to the next in the queue. After a
// failed round everybody who waits is told so: a dead Redis costs a message one
// time-out, not two.
func (r *Redis) pass(batch []*question, leader *question, err error) {
	r.mu.Lock()
	err = r.judge(err)
	if err != nil {
		batch = append(batch, r.queue...)
		r.queue, r.notes = nil, nil
	}
	var next *question
	if len(r.queue) > 0 {
		next = r.queue[0]
		r.queue = r.queue[1:]
	}
	r.busy = next != nil
	left := next == nil && len(r.notes) > 0
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

// judge forgives one slow round between good ones. The caller holds the lock.
func (r *Redis) judge(err error) error {
	var n net.Error
	timeout := errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout()
	forgiven := timeout && !r.slow
	r.slow = timeout
	if forgiven {
		return fmt.Errorf("%w: %w", errSlow, err)
	}
	return err
}

// exchange is the round trip. The error is the connection's; a question's own
// is kept in it.
func (r *Redis) exchange(ctx context.Context, batch []*question, notes []note) error {
	pipe := r.client.Pipeline()
	for _, n := range notes {
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
	if err := r.again(ctx, batch, cmds); err != nil {
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

// again sends the script itself where the server did not know it: after its
// start, or after a SCRIPT FLUSH.
func (r *Redis) again(ctx context.Context, batch []*question, cmds []*redis.Cmd) error {
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
	if !a.Count || a.Person == "" {
		rules.Messages = -1
	}
	return []any{now, rules.Messages, rules.Span.Milliseconds(), r.opt.Boot}
}

func (r *Redis) signal() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// flusher sends notes that no question takes along. Close ends it.
func (r *Redis) flusher() {
	t := time.NewTimer(notesWait)
	defer t.Stop()
	for {
		select {
		case <-r.ended:
			r.sendNotes()
			return
		case <-r.wake:
		}
		t.Reset(notesWait)
		select {
		case <-t.C:
		case <-r.ended:
		}
		r.sendNotes()
	}
}

// sendNotes makes a round for the notes alone; during another one, whoever ends
// that sees to them.
func (r *Redis) sendNotes() {
	r.mu.Lock()
	free := !r.busy && len(r.notes) > 0
	if free {
		r.busy = true
	}
	r.mu.Unlock()
	if free {
		r.round(context.Background(), nil)
	}
}

// tag begins all keys of one person, or of one system event, so that they share
// a slot of a cluster.
func tag(a Ask) string {
	if a.Person == "" {
		return "zhujiao:gate:{" + a.Key + "}:"
	}
	return "zhujiao:gate:{" + a.Person + "}:"
}

func stateKey(a Ask) string { return tag(a) + "r:" + a.Key }

func keys(a Ask) []string {
	t := tag(a)
	return []string{t + "w", t + "k:" + a.Key, t + "r:" + a.Key}
}

// parse reads what the script returns: a letter, milliseconds, "=", the reply.
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
